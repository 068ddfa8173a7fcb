import Events
import Foundation
import Ingestion
import TestSupport
import Testing

/// What `wraptop serve` has stored outlives it, however it ends, and counts once.
@Suite(.waiting) struct ProgramStoreTests {
  private typealias Program = StoredProgram

  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }
  private var events: String { folder("events.jsonl") }

  init() throws { world = try StoredProgram() }

  /// Lines of every kind: outcomes, costs and metrics over some minutes, operations under way, lines that are rejected.
  private func mixture(before now: Timestamp) -> String {
    (0..<60).map { number in
      let status = ["success", "success", "error", "fallback", "timeout"][number % 5]
      let end = now.advanced(seconds: -Int64(number) * 20)
      return #"{"operation_id":"m\#(number)","wrapper_name":"w\#(number % 3)","operation_type":"t\#(number % 4)","#
        + #""status":"\#(status)","end_time":"\#(end)","duration_ms":\#(10 + number),"cost_estimate":0.0\#(number),"#
        + #""error_message":"failed \#(number)","quality_score":0.5,"custom_metrics":{"region":"r\#(number % 2)"}}"#
        + "\n"
    }.joined() + "no JSON\n" + #"{"wrapper_name":5}"# + "\n"
      + #"{"event":"start","operation_id":"under-way","wrapper_name":"w0"}"# + "\n"
  }

  @Test(arguments: [SIGTERM, SIGKILL]) func aRestartChangesNothing(signal: Int32) throws {
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    let instant = "\(now.advanced(seconds: 30))"
    try folder.append(mixture(before: now), to: "events.jsonl")
    let first = try world.serve("--tail", events)
    try world.send(Program.operations("s", 0..<40) + "bad\n")
    try world.expectStored(100)
    let before = try world.document(at: instant)
    func expectSame(_ before: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
      func lines(_ document: String) -> String { document.replacing(",\"", with: ",\n\"") }
      // A core that ends as soon as it listens has not always looked at the end of the file by then.
      let after = try world.document(at: instant).replacing(#""state":"catching_up""#, with: #""state":"live""#)
      #expect(
        after == before, "\(lineDifference(from: lines(before), to: lines(after)))", sourceLocation: sourceLocation)
    }
    #expect(first.end(with: signal) == (signal == SIGTERM ? 0 : nil))
    try expectSame(before)

    let second = try world.serve("--tail", events)
    #expect(second.end(with: SIGTERM) == 0)
    try expectSame(before)

    let third = try world.serve("--tail", events)
    try folder.append(#"{"event":"end","operation_id":"under-way"}"# + "\n", to: "events.jsonl")
    try world.expectStored(101)
    #expect(third.end(with: signal) == (signal == SIGTERM ? 0 : nil))
    let after = try world.figures()
    #expect(after.active == 0)
    let size = try #require(try FileManager.default.attributesOfItem(atPath: events)[.size] as? Int)
    #expect(after.sources["events.jsonl"] == .init(accepted: 62, duplicates: 0, rejected: 2, bytes: size, stored: size))
    #expect(after.sources["in.sock"]?.accepted == 40 && after.sources["in.sock"]?.rejected == 1)
  }

  @Test func theDashboardShowsItsHistoryAtOnce() throws {
    let first = try ProgramOnScreen(columns: 140, folder: folder)
    try folder.append(ProgramOnScreen.lines("alpha", count: 5) + "this is no JSON\n", to: "events.jsonl")
    try first.send(#"{"event":"start","operation_id":"under-way","wrapper_name":"alpha"}"# + "\n")
    first.expect("5 ops in all")
    first.expect("1 active")
    first.press("q")
    first.expectEnd()

    let second = try ProgramOnScreen(columns: 140, folder: folder)
    second.expect("5 ops in all")
    second.expect("1 active")
    second.expect("rejected 1")
    second.expect("100  0.0  0.0", of: "alpha")
    second.press("3")
    second.expect("rejected lines 1 in all")
    second.expect("this is no JSON")
    second.press("4")
    second.expect("the operations of the first run") { $0.screen.count { $0.contains("alpha") } == 5 }
    second.press("1")
    try folder.append(ProgramOnScreen.lines("alpha"), to: "events.jsonl")
    second.expect("6 ops in all")
    second.press("q")
    second.expectEnd()
    // The same inputs written otherwise are the same; others have a store of their own.
    let same = try ProgramOnScreen(
      ["--socket", folder("ingest.sock"), "--tail", folder("./events.jsonl")],
      folder: folder)
    same.expect("6 ops in all")
    same.press("q")
    same.expectEnd()
    let other = try ProgramOnScreen(["--socket", world.socketPath], folder: folder)
    other.expect("No wrapper yet")
    other.press("q")
    other.expectEnd()
    let stores = folder.contents.filter { $0.hasPrefix("state/wraptop/top-") && $0.hasSuffix(".db") }
    #expect(stores.count == 2, "\(folder.contents)")
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func theLastCommitHoldsAllThatWasShown(signal: Int32) throws {
    let program = try ProgramOnScreen(folder: folder)
    try program.send(Program.operations("a", 0..<3))
    try folder.append(Program.operations("b", 0..<4), to: "events.jsonl")
    program.expect("7 ops in all")
    program.terminal.signal(signal)
    program.expectEnd()
    let store = try #require(folder.contents.first { $0.hasPrefix("state/") && $0.hasSuffix(".db") })
    let stored = try world.run("status", "--json", "--store", folder(store))
    #expect(try StoredFigures(stored.output).operations == 7)
  }

  @Test(arguments: [SIGTERM, SIGINT]) func aSignalEndsServeWell(signal: Int32) throws {
    for number in 0..<2 {
      let program = try world.serve()
      // Once right at its beginning, then with a client that does not go.
      var sender: EventSender?
      if number > 0 {
        sender = try EventSender(path: world.socketPath)
        _ = try sender?.send(Array(Program.operation("o\(number)").utf8))
        _ = try sender?.flush(id: 1, within: ProgramOnScreen.patience)
      }
      #expect(program.end(with: signal, within: .seconds(10)) == 0, "\(program.errors)")
      #expect(program.errors.hasSuffix(" ended\n"))
      #expect(
        folder.contents.filter { $0.hasPrefix("in.sock") || $0.hasPrefix("store") } == ["store.db", "store.db.lock"])
    }
    try world.expectStored(1)
  }

  // MARK: Where reading begins

  @Test(arguments: [("checkpoint", 3), ("beginning", 6), ("end", 0)])
  func readingBeginsWhereItIsTold(place: String, operations: Int) throws {
    try folder.append(Program.operations("f", 0..<3), to: "events.jsonl")
    let first = try world.serve("--tail", events, "--from", place)
    #expect(try world.eventually { try world.figures().sources["events.jsonl"] != nil })
    if place != "end" { try world.expectStored(3) }
    first.end(with: SIGKILL)
    // What is at the end stays so: the next one goes on from there.
    let second = try world.serve("--tail", events, "--from", place == "end" ? "checkpoint" : place)
    try world.expectStored(operations)
    try folder.append(Program.operation("g"), to: "events.jsonl")
    try world.expectStored(operations + 1)
    second.end(with: SIGKILL)
    // Ids are remembered over restarts, where they are to count.
    let third = try world.serve("--tail", events, "--from", "beginning", "--dedupe")
    #expect(
      try world.eventually { try world.figures().sources["events.jsonl"]?.duplicates == (place == "end" ? 1 : 4) })
    #expect(third.end(with: SIGTERM) == 0)
    try world.expectStored(operations + (place == "end" ? 4 : 1))
  }

  // MARK: Flushes and duplicates

  @Test func whatAFlushHasAnsweredSurvivesAKill() throws {
    for round in 1...modelSeeds(10, brief: 4).count {
      let program = try world.serve()
      let reply = try world.send(Program.operations("r\(round)-", 0..<20))
      program.end(with: SIGKILL)
      #expect(reply == #"{"flushed":1,"accepted":20,"rejected":0,"duplicates":0,"durable":true}"#)
      #expect(try world.figures().operations == 20 * round)
    }
  }

  @Test func anIdCountsOnceWhateverWayItComes() throws {
    try folder.append(Program.operations("f", 0..<3), to: "events.jsonl")
    let first = try world.serve("--tail", events)
    try world.expectStored(3)
    let reply = try world.send(Program.operations("f", 0..<4) + Program.operation("f3"))
    #expect(reply == #"{"flushed":1,"accepted":1,"rejected":0,"duplicates":4,"durable":true}"#)
    #expect(try world.send(Program.operation("f3")).contains(#""accepted":0,"rejected":0,"duplicates":1"#))
    let steps =
      #"{"event":"start","operation_id":"s","wrapper_name":"w"}"# + "\n" + #"{"event":"end","operation_id":"s"}"# + "\n"
    try world.send(steps)
    first.end(with: SIGKILL)
    let second = try world.serve("--tail", events)
    let again = try world.send(Program.operations("f", 0..<5) + steps)
    #expect(again == #"{"flushed":1,"accepted":1,"rejected":0,"duplicates":6,"durable":true}"#)
    #expect(second.end(with: SIGTERM) == 0)
    let figures = try world.figures()
    #expect(figures.operations == 6)
    #expect(figures.sources["in.sock"]?.duplicates == 11)
    #expect(figures.sources["events.jsonl"]?.duplicates == 0)
  }
}
