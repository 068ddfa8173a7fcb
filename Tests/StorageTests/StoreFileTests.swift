import Events
import Foundation
import GRDB
import Monitoring
import Storage
import TestSupport
import Testing

/// Whose file it is, who may see it, and what happens to one that makes no sense.
@Suite(.waiting) struct StoreFileTests {
  private func mode(_ path: String) -> mode_t {
    var about = stat()
    return lstat(path, &about) == 0 ? about.st_mode & 0o7777 : 0
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  private func write(_ bytes: [UInt8], at offset: Int, of path: String) throws {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    defer { close(file) }
    #expect(pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count)
  }

  /// A store with some content, closed.
  private func fill(_ path: String) throws {
    let store = try SQLiteStore.sound(path)
    var changes = RandomChanges(seed: 3)
    for _ in 0..<20 { try store.commit(changes.next()) }
  }

  @Test func filesAreForTheUserAloneWhateverTheUmask() async throws {
    let folder = try TemporaryFolder()
    let path = folder("state/wraptop/store.db")
    let writer = try ProbeProcess("modes", path, in: folder)
    #expect(await eventually { !writer.lines.isEmpty })
    for name in [path, path + "-wal", path + "-shm", path + ".lock"] { #expect(mode(name) == 0o600, "\(name)") }
    for name in ["state", "state/wraptop"] { #expect(mode(folder(name)) == 0o700, "\(name)") }
    writer.end()
    #expect(chmod(path, 0o644) == 0)
    _ = try SQLiteStore.sound(path)
    #expect(mode(path) == 0o600)
  }

  @Test func aSecondWriterIsToldWhoHasIt() async throws {
    let folder = try TemporaryFolder()
    let writer = try ProbeProcess("hold", folder("store.db"), in: folder)
    #expect(await eventually { !writer.lines.isEmpty })
    let error = #expect(throws: StorageError.self) { try SQLiteStore.open(path: folder("store.db"), now: noon) }
    let text = try #require(error).description
    #expect(text.contains("process \(writer.identifier) ("))
    #expect(text.contains("store-probe hold"))
    #expect(text.contains("since 20"))
    #expect(error?.exitCode == 73)
    writer.kill()
    let store = try SQLiteStore.sound(folder("store.db"))
    #expect(throws: StorageError.self) { try SQLiteStore.open(path: folder("store.db"), now: noon) }
    #expect(try store.load().monitor.ids.count == 1)
  }

  @Test func aLaterVersionIsLeftAlone() throws {
    let folder = try TemporaryFolder()
    try fill(folder("store.db"))
    let queue = try DatabaseQueue(path: folder("store.db"))
    try queue.write { try $0.execute(sql: "PRAGMA user_version = 9") }
    try queue.close()
    let before = try bytes(folder("store.db"))
    let refusal = StorageError.newerSchema(path: folder("store.db"), version: 9, copy: nil)
    #expect(refusal.status == .configuration)
    #expect(throws: refusal) { try SQLiteStore.open(path: folder("store.db"), now: noon) }
    #expect(throws: refusal) { try StoreReader(path: folder("store.db")).load() }
    #expect(try bytes(folder("store.db")) == before)
    #expect(folder.contents == ["store.db", "store.db.lock"])
    // As it was before the later version, if that kept a copy.
    try folder.append("", to: "store.db.schema3")
    let copy = folder("store.db.schema3")
    #expect(throws: StorageError.newerSchema(path: folder("store.db"), version: 9, copy: copy)) {
      try StoreReader(path: folder("store.db")).load()
    }
    #expect("\(StorageError.newerSchema(path: "s.db", version: 9, copy: copy))".contains(copy))
  }

  @Test func filesOfOthersAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    try folder.append("{\"wrapper_name\":\"a\"}\n", to: "events.jsonl")
    let queue = try DatabaseQueue(path: folder("other.db"))
    try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    try queue.close()
    let contents = folder.contents
    for name in ["events.jsonl", "other.db"] {
      let before = try bytes(folder(name))
      for _ in 0..<2 {
        #expect(throws: StorageError.notAStore(path: folder(name))) {
          try SQLiteStore.open(path: folder(name), now: noon)
        }
      }
      #expect(try bytes(folder(name)) == before)
    }
    #expect(folder.contents == contents)
  }

  enum Harm: CaseIterable { case header, root, everyPage, cut, table }

  @Test(arguments: Harm.allCases) func aDamagedStoreIsSetAside(harm: Harm) throws {
    let folder = try TemporaryFolder()
    let path = folder("store.db")
    try fill(path)
    let size = try bytes(path).count
    switch harm {
    case .header: try write(Array("no database".utf8), at: 0, of: path)
    case .root: try write([UInt8](repeating: 0xa5, count: 300), at: 100, of: path)
    case .everyPage:
      for page in stride(from: 4096, to: size, by: 4096) {
        try write([UInt8](repeating: 0xff, count: 64), at: page, of: path)
      }
    case .cut: #expect(truncate(path, off_t(size / 2)) == 0)
    case .table:
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "DROP TABLE minutes") }
      try queue.close()
    }
    let before = try bytes(path)
    let opening = try SQLiteStore.open(path: path, now: noon)
    let name = path + ".damaged-2026-01-01T120000Z"
    guard case .setAside(path, name, let reason)? = opening.notices.first else {
      Issue.record("\(opening.notices)")
      return
    }
    #expect(opening.notices.count == 1 && !reason.isEmpty)
    #expect(try bytes(name) == before)
    #expect(mode(name) == 0o600)
    #expect(opening.content.monitor.wrappers.isEmpty)
    var changes = RandomChanges(seed: 4)
    try opening.store.commit(changes.next())
    #expect(try opening.store.load().monitor.wrappers.count == 1)
  }

  @Test(arguments: modelSeeds(40, brief: 5)) func anyBytesAreReadOrSetAside(seed: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder("store.db")
    try fill(path)
    var random = SeededRandom(seed: UInt64(seed))
    let size = try bytes(path).count
    for _ in 0..<Int.random(in: 1...20, using: &random) {
      try write([UInt8(truncatingIfNeeded: random.next())], at: Int.random(in: 100..<size, using: &random), of: path)
    }
    let opening = try SQLiteStore.open(path: path, now: noon)
    if case .setAside? = opening.notices.first { #expect(opening.content.monitor.wrappers.isEmpty) }
    _ = try opening.store.breakdowns(of: 0, hours: .min ... .max)
    do {
      var changes = RandomChanges(seed: 3)
      try opening.store.commit(changes.next())
    } catch StorageError.damaged(_, let reason) {
      _ = try opening.store.startAnew(because: reason, seed: 9, now: noon)
      try opening.store.commit(RandomChanges.first)
    }
  }

  @Test func damageThatShowsLaterIsSetAsideToo() throws {
    let folder = try TemporaryFolder()
    let path = folder("store.db")
    let opening = try SQLiteStore.open(path: path, now: noon)
    let store = opening.store
    var changes = RandomChanges(seed: 5)
    try store.commit(changes.next())
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "DROP TABLE spending") }
    try queue.close()
    try folder.append("another", to: "store.db.damaged-2026-01-01T120000Z")
    let error = #expect(throws: StorageError.self) { for _ in 0..<20 { try store.commit(changes.next()) } }
    guard case .damaged(path, let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: StorageError.self) { try store.load() }
    let notice = try store.startAnew(because: reason, seed: opening.content.seed, now: noon)
    #expect(notice.contains("damaged-2026-01-01T120000Z-2"))
    #expect(try store.load().monitor.wrappers.isEmpty)
    #expect(try store.load().seed == opening.content.seed)
    #expect(try bytes(folder("store.db.damaged-2026-01-01T120000Z")) == Data("another".utf8))
    try store.commit(RandomChanges.first)
    #expect(try store.load().monitor.wrappers.count == 1)
    #expect(throws: StorageError.self) { try SQLiteStore.open(path: path, now: noon) }
  }

  @Test func seedAndBirthStayTheSame() throws {
    let folder = try TemporaryFolder()
    let first = try SQLiteStore.open(path: folder("store.db"), now: noon).content
    let again = try SQLiteStore.open(path: folder("store.db"), now: noon.advanced(seconds: 60)).content
    #expect(again.seed == first.seed && again.created == noon)
    #expect(try SQLiteStore.open(path: folder("other.db"), now: noon).content.seed != first.seed)
  }

  @Test func aPathThatCannotBeIsSaidSo() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("store.db")
    let error = #expect(throws: StorageError.self) { try SQLiteStore.open(path: folder("store.db"), now: noon) }
    #expect(error == .notAStore(path: folder("store.db")))
    try folder.append("", to: "file")
    let other = #expect(throws: StorageError.self) { try SQLiteStore.open(path: folder("file/store.db"), now: noon) }
    #expect(other?.description.contains("Not a directory") == true)
  }
}

extension RandomChanges {
  /// A commit of a new store.
  static var first: Commit {
    var changes = RandomChanges(seed: 6)
    return changes.next()
  }
}
