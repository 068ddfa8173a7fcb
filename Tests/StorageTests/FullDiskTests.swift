import Events
import Foundation
import Monitoring
import Storage
import TestSupport
import Testing

/// A full disk costs nothing but the time until there is room again.
@Suite(.waiting, .enabled(if: Mount.isPermitted, "mounting is not permitted here, so no disk can be made full"))
struct FullDiskTests {
  private func ids(_ part: Int, count: Int = 20_000) -> Commit {
    var commit = Commit(at: noon, checkpoint: MonitorChanges())
    commit.checkpoint?.ids = (0..<count).map {
      RememberedID(OperationKey(high: UInt64(part) << 3, low: UInt64($0) << 32), wrapper: 1)
    }
    return commit
  }

  private func isFull(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      guard case .full = error as? StorageError else {
        Issue.record("\(error)")
        return false
      }
      return true
    }
  }

  @Test func aCommitThatDoesNotFitIsTakenBackWholly() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("disk")
    let mount = try #require(Mount.memory(folder("disk"), bytes: 6 << 20))
    defer { withExtendedLifetime(mount) {} }
    let store = try SQLiteStore.sound(folder("disk/store.db"))
    try folder.append(bytes: [UInt8](repeating: 1, count: 3 << 20), to: "disk/ballast")
    var stored = 0
    while stored < 100, !isFull({ try store.commit(ids(stored)) }) { stored += 1 }
    #expect(stored > 0 && stored < 100)
    #expect(try store.load().monitor.ids.count == stored * 20_000)
    #expect(isFull { try store.commit(ids(stored)) })
    #expect(try store.load().monitor.ids.last?.high == UInt64(stored - 1) << 3)

    #expect(unlink(folder("disk/ballast")) == 0)
    try store.commit(ids(stored))
    #expect(try store.load().monitor.ids.count == (stored + 1) * 20_000)
    #expect(try StoreReader(path: folder("disk/store.db")).load().monitor.ids.last?.high == UInt64(stored) << 3)
  }

  @Test func noRoomToBeginWith() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("disk")
    let mount = try #require(Mount.memory(folder("disk"), bytes: 1 << 20))
    defer { withExtendedLifetime(mount) {} }
    try folder.append(bytes: [UInt8](repeating: 1, count: 1 << 20), to: "disk/ballast")
    #expect(isFull { _ = try SQLiteStore.open(path: folder("disk/store.db"), now: noon) })
    #expect(unlink(folder("disk/ballast")) == 0)
    let store = try SQLiteStore.sound(folder("disk/store.db"))
    try store.commit(ids(1, count: 10))
    #expect(try store.load().monitor.ids.count == 10)
  }

  @Test func aFolderThatCannotBeWrittenIsReadAsItIs() async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("there")
    try folder.makeFolder("view")
    let mount = try #require(Mount.readOnly(folder("there"), at: folder("view")))
    defer { withExtendedLifetime(mount) {} }
    let reader = StoreReader(path: folder("view/store.db"))

    // Beside a writer, after it was killed, without its index, and after it was closed.
    let writer = try ProbeProcess("count", folder("there/store.db"), in: folder)
    #expect(await eventually { writer.lines.count > 3 })
    let early = try reader.load().monitor.ids.count
    #expect(early > 0)
    writer.kill()
    let contents = folder.contents
    let left = try reader.load().monitor.ids.count
    #expect(left >= early)
    #expect(unlink(folder("there/store.db-shm")) == 0)
    #expect(try reader.load().monitor.ids.count == left)
    #expect(folder.contents == contents.filter { !$0.hasSuffix("-shm") })
    do {
      _ = try SQLiteStore.sound(folder("there/store.db"))
    }
    #expect(!folder.has("there/store.db-wal"))
    #expect(try reader.load().monitor.ids.count == left)

    let error = #expect(throws: StorageError.self) {
      try SQLiteStore.open(path: folder("view/store.db"), now: noon)
    }
    #expect(error?.exitCode == 77, "\(String(describing: error))")
  }
}
