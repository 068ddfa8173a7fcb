import Events
import Foundation
import Ingestion
import Monitoring
import Synchronization
import TestSupport
import Testing

@testable import Service

extension TemporaryFolder {
  /// Makes a file with that text; the answer is its path.
  func file(_ name: String, _ text: String) throws -> String {
    try append(text, to: name)
    return self(name)
  }
}

let testNow = Timestamp("2026-01-02T00:00:00Z") ?? Timestamp(seconds: 0)

func makeCore() -> Core { Core(standsStill: true, clock: { testNow }) }

func line(_ wrapper: String, _ extra: String = "") -> String {
  #"{"wrapper_name":"\#(wrapper)","end_time":"2026-01-01T23:30:00Z"\#(extra)}"# + "\n"
}

/// Sources meet the core: files, sockets, rejected lines, flushes.
@Suite(.waiting) struct IntakeTests {
  @Test func filesAreReadOnceInOptionOrder() async throws {
    let folder = try TemporaryFolder()
    let b = try folder.file("b.jsonl", line("one") + "bad\n\n" + line("two"))
    let a = try folder.file("a.jsonl", line("one", #","status":"error""#) + "{\"wrapper_name\":\"last\"}")
    let core = makeCore()
    try await Intake(core: core, plan: IntakePlan(patterns: [b, a])).readOnce()
    let snapshot = core.snapshot()
    #expect(snapshot.sources.map(\.name) == [b, a])
    #expect(snapshot.sources.map(\.lines) == [3, 2])
    #expect(snapshot.sources.map(\.records) == [3, 2])
    #expect(snapshot.sources.map(\.accepted) == [2, 2])
    #expect(snapshot.sources[0].rejectedByReason == [.notJSON: 1])
    #expect(snapshot.rejected.map(\.lineNumber) == [2])
    #expect(snapshot.rejected.map(\.source) == [b])
    #expect(snapshot.monitor.wrappers.map(\.name) == ["last", "one", "two"])
    #expect(snapshot.monitor.system.errorCount == 1)
    #expect(snapshot.catchUp == nil)
  }

  @Test func largeFilesAreDecodedInParallelAndInOrder() async throws {
    let folder = try TemporaryFolder()
    var text = ""
    for i in 0..<20_000 {
      text +=
        #"{"event":"start","operation_id":"\#(i)","wrapper_name":"w\#(i % 7)","time":"2026-01-01T23:30:00Z"}"# + "\n"
      text += #"{"event":"end","operation_id":"\#(i)","time":"2026-01-01T23:30:01Z"}"# + "\n"
      if i % 100 == 99 { text += "broken\n" }
    }
    let file = try folder.file("events.jsonl", text)
    let core = makeCore()
    try await Intake(core: core, plan: IntakePlan(patterns: [file])).readOnce()
    let snapshot = core.snapshot()
    #expect(snapshot.monitor.system.totalOperations == 20_000)
    #expect(snapshot.monitor.system.activeOperations == 0)
    #expect(snapshot.sources[0].rejectedByReason == [.notJSON: 200])
    #expect(snapshot.rejected.count == 200)
    #expect(snapshot.rejected.first?.lineNumber == 40_200)
    #expect(snapshot.rejected.last?.lineNumber == 201)
  }

  @Test func aMissingFileIsNamedAndKeepsNoOtherFromBeingRead() async throws {
    let folder = try TemporaryFolder()
    let good = try folder.file("good.jsonl", line("w"))
    let core = makeCore()
    try await Intake(core: core, plan: IntakePlan(patterns: [folder("none"), good, folder("*.none")])).readOnce()
    #expect(core.readingOutcome.failures.map(\.place) == [folder("none")])
    #expect(core.readingOutcome.unmatched == [folder("*.none")])
    #expect(core.readingOutcome.exitCode == 66 && core.readingOutcome.hasTaken)
    #expect(core.snapshot().sources.map(\.state) == [.failed(core.readingOutcome.failures[0].description), .ended])
    #expect(core.snapshot().monitor.system.totalOperations == 1)
  }

  @Test func rejectedLinesAreKeptWholeForTheUserAlone() async throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 2000)
    let file = try folder.file(
      "events.jsonl", line("w") + "bad \(long)\n" + line("w") + #"{"event":"end","operation_id":"?"}"# + "\n")
    let rejects = folder.path + "/rejects"
    let core = makeCore()
    try await Intake(core: core, plan: IntakePlan(patterns: [file], rejectsPath: rejects)).readOnce()
    #expect(
      try String(contentsOfFile: rejects, encoding: .utf8)
        == "bad \(long)\n{\"event\":\"end\",\"operation_id\":\"?\"}\n")
    let mode = try FileManager.default.attributesOfItem(atPath: rejects)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(core.snapshot().notices == ["every rejected line is kept, whole, in \(rejects)"])
    #expect(core.snapshot().rejected.map(\.reason) == [.unknownOperation, .notJSON])
    #expect(core.snapshot().rejected.last?.sample.utf8.count == 512)
  }

  @Test func aFileForRejectedLinesThatIsReadAsInputIsRefused() throws {
    let folder = try TemporaryFolder()
    let events = try folder.file("events.jsonl", "bad\n")
    try folder.makeFolder("logs")
    #expect(link(events, folder("hard")) == 0)
    #expect(symlink(folder("logs"), folder("alias")) == 0)
    let refusals: [(rejects: String, pattern: String)] = [
      (events, events), (folder("hard"), events), (folder("./logs/../events.jsonl"), events),
      (folder("bad.jsonl"), folder("*.jsonl")), (folder("logs/bad"), folder("alias/*")),
      (folder("logs/later"), folder("alias/later")),
    ]
    for (rejects, pattern) in refusals {
      let plan = IntakePlan(patterns: [folder("none"), pattern], rejectsPath: rejects)
      #expect(throws: ServiceError.rejectsAreInput(path: rejects, input: pattern)) {
        try Intake(core: makeCore(), plan: plan)
      }
    }
    #expect(ServiceError.rejectsAreInput(path: "", input: "").exitCode == 64)
    // Nothing is made that was not there, and nothing is touched that was.
    #expect(folder.contents == ["alias", "events.jsonl", "hard", "logs"])
    #expect(try String(contentsOfFile: events, encoding: .utf8) == "bad\n")
    let beside = IntakePlan(patterns: [folder("*.jsonl")], rejectsPath: folder("logs/bad.jsonl"))
    #expect(throws: Never.self) { try Intake(core: makeCore(), plan: beside) }
  }

  @Test func onlyARegularFileKeepsRejectedLines() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("file", "")
    #expect(mkfifo(folder("pipe"), 0o644) == 0)
    #expect(symlink(file, folder("link")) == 0 && symlink(folder("none"), folder("loose")) == 0)
    var before = stat()
    #expect(stat("/dev/null", &before) == 0)
    for (path, what) in [
      ("/dev/null", "a device"), ("/dev/full", "a device"), (folder("pipe"), "a pipe"),
      (folder("link"), "a symbolic link"),
      (folder("loose"), "a symbolic link"), (folder.path, "a folder"),
    ] {
      let refusal = #expect(throws: ServiceError.self) {
        try Intake(core: makeCore(), plan: IntakePlan(rejectsPath: path))
      }
      #expect(refusal?.exitCode == 73)
      #expect(refusal?.description.hasPrefix("\(path): is \(what), not a regular file; ") == true)
    }
    var after = stat()
    #expect(stat("/dev/null", &after) == 0 && after.st_mode == before.st_mode)
    #expect(stat(folder("pipe"), &after) == 0 && after.st_mode & 0o777 == 0o644)
    #expect(!folder.has("none"))
  }

  @Test func aSocketAnswersFlushesPerConnection() async throws {
    let folder = try TemporaryFolder()
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(socketPath: folder.path + "/in.sock"))
    let listeners = try intake.listen()
    let path = try #require(listeners.socket?.path)
    let following = Task { await intake.follow(listeners) }
    let first = try EventStream(path: path)
    let second = try EventStream(path: path)
    try await first.send(Array((line("a") + line("a") + "bad\n").utf8))
    try await second.send(Array(line("b").utf8))
    let explained =
      #""rejections":[{"line":3,"reason":"notJSON","field":null,"message":"not valid JSON; a line has to be one JSON object"}]"#
    #expect(
      try await first.flush(id: 7)
        == #"{"flushed":7,"accepted":2,"rejected":1,"duplicates":0,"durable":false,\#(explained)}"#)
    #expect(
      try await second.flush(id: -1)
        == #"{"flushed":-1,"accepted":1,"rejected":0,"duplicates":0,"durable":false}"#)
    // Lines are counted over the whole connection, without flushes and with blank ones.
    try await first.send(Array((line("a") + "\n{}\n" + #"{"event":"end","operation_id":"?"}"# + "\n" + line("a")).utf8))
    let allExplained: String =
      String(explained.dropLast())
      + #",{"line":6,"reason":"missingField","field":"wrapper_name","message":"wrapper_name is missing; it has to be "#
      + #"a name of 1 to 256 bytes"},{"line":7,"reason":"unknownOperation","field":"operation_id","#
      + #""message":"operation_id: \"?\" is not under way; its start has to come first"}]"#
    #expect(
      try await first.flush(id: 8)
        == #"{"flushed":8,"accepted":4,"rejected":3,"duplicates":0,"durable":false,\#(allExplained)}"#)
    let snapshot = core.snapshot()
    #expect(snapshot.sources[0].records == 8)
    #expect(snapshot.sources[0].connections == 2)
    #expect(snapshot.sources[0].kind == .socket)
    following.cancel()
    await following.value
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func thatNoFileMatchesIsToldUntilOneDoes() async throws {
    let folder = try TemporaryFolder()
    let pattern = folder.path + "/*.jsonl"
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(patterns: [pattern]))
    let following = Task { await intake.follow() }
    #expect(await eventually { core.snapshot().notices == ["\(pattern): no file matches"] })
    _ = try folder.file("late.jsonl", line("w"))
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 1 })
    #expect(core.snapshot().notices.isEmpty)
    following.cancel()
    await following.value
  }

  @Test func aFollowedFileGrowsRotatesAndIsTruncated() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("events.jsonl", line("w"))
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(patterns: [file]))
    let following = Task { await intake.follow() }
    func total() -> UInt64 { core.snapshot().monitor.system.totalOperations }
    #expect(await eventually { total() == 1 && core.snapshot().sources[0].state == .live })
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data((line("w") + #"{"wrapper_"#).utf8))
    #expect(await eventually { total() == 2 })
    try handle.write(contentsOf: Data((#"name":"w"}"# + "\n").utf8))
    #expect(await eventually { total() == 3 })
    try FileManager.default.moveItem(atPath: file, toPath: file + ".1")
    _ = try folder.file("events.jsonl", line("w"))
    #expect(await eventually { total() == 4 })
    try Data(line("other").utf8).write(to: URL(fileURLWithPath: file))
    #expect(await eventually { total() == 5 })
    following.cancel()
    await following.value
  }

  @Test func whatIsWrittenAtOnceCountsThoughNothingFollows() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("events.jsonl", line("w"))
    let core = makeCore()
    let intake = try Intake(core: core, plan: IntakePlan(patterns: [file]))
    let following = Task { await intake.follow() }
    #expect(await eventually { core.snapshot().sources.first?.state == .live })
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.seekToEnd()
    // Large enough to be decoded on another core.
    try handle.write(contentsOf: Data(String(repeating: line("w"), count: 20_000).utf8))
    #expect(await eventually { core.snapshot().monitor.system.totalOperations == 20_001 })
    following.cancel()
    await following.value
  }

  @Test func theNewestSnapshotWins() async throws {
    let core = makeCore()
    let delivered = Mutex(0)
    let publisher = SnapshotPublisher(core: core) { delivered.withLock { $0 += 1 } }
    publisher.start()
    #expect(await eventually { delivered.withLock { $0 } >= 1 })
    _ = publisher.takeNewest()
    for i in 0..<100 { _ = core.addSource(SourceStatus(name: "\(i)", kind: .file)) }
    #expect(await eventually { publisher.takeNewest()?.sources.count == 100 })
    publisher.close()
  }
}
