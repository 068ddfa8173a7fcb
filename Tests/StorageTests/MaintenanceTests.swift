import Events
import GRDB
import TestSupport
import Testing

@testable import Storage

/// What an operator does with a store.
@Suite struct MaintenanceTests {
  private let folder: TemporaryFolder
  private var path: String { folder("store.db") }
  private let now = Timestamp(seconds: 1_767_312_000)

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func fill() throws -> SQLiteStore {
    let store = try SQLiteStore.open(path: path, now: now).store
    var random = RandomChanges(seed: 3)
    for _ in 0..<4 { try store.commit(random.next()) }
    return store
  }

  @Test func aStoreInUseIsCheckedAndCopied() throws {
    let store = try fill()
    let report = try StoreMaintenance.check(path)
    #expect(report.isSound)
    #expect(report.schema == Schema.version && report.size > 0 && report.wrappers > 0)
    #expect(report.lastCommit == (try store.lastCommit()))
    try StoreMaintenance.backUp(path, to: folder("copy.db"))
    Compared(try StoreReader(path: folder("copy.db")).load()).expectEqual(Compared(try store.load()))
    // Nothing is overwritten, and nothing is left behind.
    #expect(throws: StorageError.exists(path: folder("copy.db"))) {
      try StoreMaintenance.backUp(path, to: folder("copy.db"))
    }
    #expect(!folder.contents.contains { $0.hasSuffix(".new") })
    // What is in use is not written anew.
    #expect(throws: StorageError.self) { try StoreMaintenance.compact(path, now: now) }
  }

  @Test func damageIsFound() throws {
    try fill()
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "UPDATE operations SET record = x'07'") }
    try queue.close()
    let report = try StoreMaintenance.check(path)
    #expect(report.faults.isEmpty && report.losses.map(\.kind) == [.operation])
    #expect(!report.isSound)
  }

  @Test func whatIsFreeIsGivenBack() throws {
    let content = Compared(try fill().load())
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(sql: "CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(3000000)); DROP TABLE filler")
    }
    try queue.close()
    let (before, after) = try StoreMaintenance.compact(path, now: now)
    #expect(before > 3_000_000 && after < before - 2_900_000)
    Compared(try SQLiteStore.open(path: path, now: now).content).expectEqual(content)
  }

  @Test func whatIsNoStoreIsRefused() throws {
    try folder.append("text", to: "other.txt")
    for path in [folder("missing.db"), folder("other.txt")] {
      #expect(throws: StorageError.self) { try StoreMaintenance.check(path) }
      #expect(throws: StorageError.self) { try StoreMaintenance.backUp(path, to: folder("copy.db")) }
      #expect(throws: StorageError.self) { try StoreMaintenance.compact(path, now: now) }
    }
    #expect(folder.contents == ["other.txt"])
  }
}
