import Events
import Foundation
import Monitoring
import Storage
import TestSupport
import Testing

/// Reading a store leaves no trace, whatever state it is in.
@Suite(.waiting) struct ReaderTests {
  /// Everything in a folder with its bytes and times.
  private func state(_ folder: TemporaryFolder) throws -> [String: String] {
    var state: [String: String] = [:]
    for name in folder.contents where !name.hasPrefix("said") {
      var about = stat()
      #expect(lstat(folder(name), &about) == 0)
      let bytes = try Data(contentsOf: URL(filePath: folder(name)))
      state[name] = "\(about.st_ino) \(about.st_mtim) \(bytes.hashValue)"
    }
    return state
  }

  private func expectNoTrace(
    _ folder: TemporaryFolder, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> StoredContent {
    let before = try state(folder)
    let content = try StoreReader(path: folder("store.db")).load()
    #expect(try state(folder) == before, sourceLocation: sourceLocation)
    return content
  }

  @Test func besideAWriterAfterItsDeathAndAfterItsEnd() async throws {
    let folder = try TemporaryFolder()
    let writer = try ProbeProcess("hold", folder("store.db"), in: folder)
    #expect(await eventually { !writer.lines.isEmpty })
    #expect(try expectNoTrace(folder).monitor.ids.count == 1)
    writer.kill()
    #expect(folder.has("store.db-wal"))
    #expect(try expectNoTrace(folder).monitor.ids.count == 1)
    let second = try ProbeProcess("hold", folder("store.db"), in: folder, named: "said-2")
    #expect(await eventually { !second.lines.isEmpty })
    second.end()
    #expect(!folder.has("store.db-wal"))
    let content = try expectNoTrace(folder)
    #expect(content.monitor.ids.count == 2)
    #expect(content.monitor.wrappers.first?.record.name == "counter")
    #expect(try StoreReader(path: folder("store.db")).breakdowns(of: 0, hours: 0...10) == [])
  }

  @Test func whileAWriterCommits() async throws {
    let folder = try TemporaryFolder()
    let writer = try ProbeProcess("count", folder("store.db"), in: folder)
    #expect(await eventually { writer.lines.count > 2 })
    let reader = StoreReader(path: folder("store.db"))
    var last = 0
    for _ in 0..<50 {
      let content = try reader.load()
      let count = Int(content.monitor.wrappers.first?.record.totals.total ?? 0)
      #expect(count >= last)
      #expect(content.sources.first?.positions.first?.offset == UInt64(count) * 100)
      last = count
    }
  }

  @Test func whileAStoreIsMade() async throws {
    for round in 0..<30 {
      let folder = try TemporaryFolder()
      // What a crash left of one that was being made.
      if round.isMultiple(of: 3) { try folder.append("half", to: "store.db.new") }
      let writer = try ProbeProcess("hold", folder("store.db"), in: folder)
      let reader = StoreReader(path: folder("store.db"))
      var content: StoredContent?
      let deadline = ContinuousClock.now + .seconds(30)
      while content == nil, ContinuousClock.now < deadline {
        do throws(StorageError) {
          content = try reader.load()
        } catch {
          #expect(error == .missing(path: folder("store.db")))
          guard error == .missing(path: folder("store.db")) else { return }
        }
      }
      #expect(content != nil)
      writer.kill()
      #expect(!folder.contents.contains { $0.contains(".new") })
    }
  }

  @Test func whatIsNoStoreIsSaidSo() throws {
    let folder = try TemporaryFolder()
    #expect(throws: StorageError.missing(path: folder("none.db"))) {
      try StoreReader(path: folder("none.db")).load()
    }
    #expect(folder.contents.isEmpty)
    try folder.append("{\"wrapper_name\":\"a\"}\n", to: "events.jsonl")
    let error = #expect(throws: StorageError.self) { try StoreReader(path: folder("events.jsonl")).load() }
    #expect(error?.exitCode == 65)
    #expect(folder.contents == ["events.jsonl"])
  }
}
