import Events
import Foundation
import Ingestion
import TestSupport
import Testing

/// The program is killed at random moments, again and again, while events of every kind come in, new wrappers among them that
/// are first met by a start; every event counts once in the end, to the cent.
///
/// `WRAPTOP_KILLS` in the environment says how often it is killed in each test, else six times, and twelve in CI. What is sent is the same in every run; when the
/// program dies is not.
@Suite(.waiting) struct ProgramKillTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]
  private let rounds =
    ProcessInfo.processInfo.environment["WRAPTOP_KILLS"].flatMap { Int($0) } ?? modelSeeds(12, brief: 6).count

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
  }

  private func serve(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(
      ProgramOnScreen.program, ["serve", "--store", folder("store.db"), "--socket", folder("in.sock")] + arguments,
      environment: environment, errorsPath: folder("errors.txt"))
  }

  private func pause(atMost milliseconds: Int) async throws {
    try await Task.sleep(for: .milliseconds(Int.random(in: 0...milliseconds)))
  }

  private var now: Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }

  @Test func aFileThatGrowsAndRotatesCountsOnce() async throws {
    var truth = KillTruth()
    var random = SeededRandom(seed: 1)
    // The newest has the lowest number, as logrotate has it: the times of two files can be the same.
    var rotated = 1000
    let now = now
    func write(_ count: Int) throws {
      let lines = (0..<count).flatMap { _ in truth.lines(&random, now: now) }
      try folder.append(lines.map { $0 + "\n" }.joined(), to: "events.jsonl")
    }
    try write(100)
    // Rotated files are read from a stored position on, so that there has to be one.
    let first = try serve(["--tail", folder("events.jsonl")])
    try await waitUntilStored(truth)
    first.end(with: SIGKILL)
    for round in 0..<rounds {
      let program = try serve(["--tail", folder("events.jsonl")])
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        try write(Int.random(in: 1...200, using: &random))
        try await pause(atMost: 40)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
          rotated -= 1
          try folder.rename("events.jsonl", to: "events.jsonl.\(rotated)")
        case 1:
          // As logrotate's copytruncate does it, between whole lines.
          rotated -= 1
          try FileManager.default.copyItem(
            atPath: folder("events.jsonl"), toPath: folder("events.jsonl.\(rotated)"))
          try folder.empty("events.jsonl")
        default: break
        }
        try write(Int.random(in: 1...200, using: &random))
      }
      try await pause(atMost: round % 5 == 0 ? 1500 : 200)
      program.end(with: SIGKILL)
    }
    let rest = truth.endAll(&random)
    try folder.append(rest.map { $0 + "\n" }.joined(), to: "events.jsonl")
    let program = try serve(["--tail", folder("events.jsonl")])
    try await waitUntilStored(truth)
    #expect(program.end(with: SIGTERM) == 0)
    #expect(try stored() == truth.wrappers)
    #expect(try accepted() == truth.accepted)
  }

  @Test func aProducerThatResendsAfterACutCountsOnce() async throws {
    var truth = KillTruth()
    var random = SeededRandom(seed: 2)
    let now = now
    var unacknowledged: [String] = []
    var acknowledged = 0
    for round in 0..<rounds {
      let program = try serve([])
      let path = folder("in.sock")
      let sending = Task.detached { [lines = unacknowledged] in
        await Self.resend(lines, to: path)
      }
      // Every fourth time it dies after it has acknowledged, else whenever that happens to be.
      if round % 4 == 3 { _ = await sending.value }
      let fresh = (0..<Int.random(in: 1...100, using: &random)).flatMap { _ in truth.lines(&random, now: now) }
      try await pause(atMost: round % 4 == 1 ? 1000 : 150)
      program.end(with: SIGKILL)
      sending.cancel()
      if await sending.value {
        acknowledged += 1
        unacknowledged = []
      }
      unacknowledged += fresh
    }
    #expect(acknowledged >= rounds / 4)
    unacknowledged += truth.endAll(&random)
    let program = try serve([])
    let path = folder("in.sock")
    let sent = await Task.detached { [lines = unacknowledged] in await Self.resend(lines, to: path) }.value
    #expect(sent, "\(program.errors)")
    // It need not end well: what was acknowledged is stored.
    program.end(with: SIGKILL)
    // A step that is sent again while its operation is under way is accepted again, and changes nothing.
    #expect(try stored() == truth.wrappers)
  }

  // A wrapper that no one has met begins an operation, and that is all: acknowledged, it outlives the kill.
  @Test func aStartOfANewWrapperOutlivesAKill() async throws {
    for line in [
      #"{"event":"start","operation_id":"1","wrapper_name":"NAME"}"#,
      #"{"operation_id":"2","wrapper_name":"NAME","status":"started"}"#,
      #"{"event":"cost","operation_id":"3","wrapper_name":"NAME","cost_estimate":0.5}"#,
    ] {
      let name = "new-\(line.utf8.count)"
      let program = try serve([])
      let path = folder("in.sock")
      let lines = [line.replacingOccurrences(of: "NAME", with: name)]
      let sent = await Task.detached { await Self.resend(lines, to: path) }.value
      #expect(sent)
      // A second start of the same id under yet another name is a duplicate, and makes no gap either.
      let again = [lines[0].replacingOccurrences(of: name, with: name + "-again")]
      _ = await Task.detached { await Self.resend(again, to: path) }.value
      program.end(with: SIGKILL)
      let figures = try #require(try stored()[name])
      #expect(figures.active == (line.contains("cost") ? 0 : 1))
      #expect(figures.nanodollars == (line.contains("cost") ? 500_000_000 : 0))
    }
  }

  /// Sends lines and waits until they are stored; false if the connection was cut before that.
  private nonisolated static func resend(_ lines: [String], to path: String) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline, !Task.isCancelled {
      guard let stream = try? EventStream(path: path) else {
        try? await Task.sleep(for: .milliseconds(5))
        continue
      }
      do {
        try await stream.send(Array(lines.map { $0 + "\n" }.joined().utf8))
        return try await stream.flush(id: 1).contains(#""durable":true"#)
      } catch {
        return false
      }
    }
    return false
  }

  private func waitUntilStored(_ truth: KillTruth) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while try accepted() < truth.accepted, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// What `status` reads from the store; nil as long as it is not there.
  private func status() throws -> [String: Any]? {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["status", "--json", "--store", folder("store.db")], environment: environment)
    if run.status == 66 { return nil }
    try #require(run.status.map { $0 <= 3 } == true, "\(run.errors)")
    #expect(run.errors.isEmpty)
    return try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
  }

  private func accepted() throws -> Int {
    (try status()?["sources"] as? [[String: Any]] ?? []).reduce(0) { $0 + ($1["accepted"] as? Int ?? 0) }
  }

  private func stored() throws -> [String: KillTruth.Figures] {
    var stored: [String: KillTruth.Figures] = [:]
    for wrapper in try status()?["wrappers"] as? [[String: Any]] ?? [] {
      let totals = wrapper["totals"] as? [String: Any] ?? [:]
      func count(_ key: String) -> Int { totals[key] as? Int ?? -1 }
      stored[wrapper["wrapper_name"] as? String ?? ""] = KillTruth.Figures(
        total: count("total"), failed: count("failed"), fallback: count("fallback"), timeouts: count("timeouts"),
        cancelled: count("cancelled"), active: count("active"),
        nanodollars: (totals["cost_usd"] as? String).flatMap(Money.init)?.nanodollars ?? -1,
        durationMs: count("duration_sum_ms"))
    }
    return stored
  }
}
