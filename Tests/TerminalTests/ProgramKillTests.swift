import Events
import Foundation
import Ingestion
import TestSupport
import Testing

/// The program is killed at random moments, again and again; every operation counts once in the end, to the cent.
@Suite @MainActor struct ProgramKillTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]
  private var random = SystemRandomNumberGenerator()

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
  }

  /// What was written, reckoned beside the program.
  private struct Truth {
    var operations = 0
    var failed = 0
    var nanodollars: Int128 = 0
    var durationMs = 0

    /// A line of an operation that has not been told yet.
    mutating func line(_ random: inout SystemRandomNumberGenerator, now: Timestamp) -> String {
      let failed = Int.random(in: 0..<5, using: &random) == 0
      let micro = Int.random(in: 0..<2_000_000, using: &random)
      let ms = Int.random(in: 1..<9000, using: &random)
      let end = now.advanced(seconds: -Int64.random(in: 0..<7200, using: &random))
      operations += 1
      if failed { self.failed += 1 }
      nanodollars += Int128(micro) * 1000
      durationMs += ms
      let cost = Money(nanodollars: Int128(micro) * 1000)
      return #"{"operation_id":"op-\#(operations)","wrapper_name":"w\#(operations % 3)","end_time":"\#(end)","#
        + #""duration_ms":\#(ms),"status":"\#(failed ? "error" : "success")","cost_estimate":\#(cost)}"# + "\n"
    }
  }

  private func serve(_ arguments: [String]) throws -> RunningProgram {
    try RunningProgram(
      ProgramOnScreen.program, ["serve", "--store", folder("store.db"), "--socket", folder("in.sock")] + arguments,
      environment: environment, errorsPath: folder("errors.txt"))
  }

  private func pause(atMost milliseconds: Int) async throws {
    try await Task.sleep(for: .milliseconds(Int.random(in: 0...milliseconds)))
  }

  @Test func aFileThatGrowsAndRotatesCountsOnce() async throws {
    var truth = Truth()
    var random = random
    // The newest has the lowest number, as logrotate has it: the times of two files can be the same.
    var rotated = 1000
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    func write() throws {
      let lines = (0..<Int.random(in: 1...200)).map { _ in truth.line(&random, now: now) }
      try folder.append(lines.joined(), to: "events.jsonl")
    }
    try write()
    // Rotated files are read from a stored position on, so that there has to be one.
    let first = try serve(["--tail", folder("events.jsonl")])
    try await waitUntilStored(truth)
    first.end(with: SIGKILL)
    for round in 0..<50 {
      let program = try serve(["--tail", folder("events.jsonl")])
      for _ in 0..<Int.random(in: 1...6) {
        try write()
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
        try write()
      }
      try await pause(atMost: round % 5 == 0 ? 1500 : 200)
      program.end(with: SIGKILL)
    }
    try await expectInTheEnd(truth, ["--tail", folder("events.jsonl")])
  }

  @Test func aProducerThatResendsAfterACutCountsOnce() async throws {
    var truth = Truth()
    var random = random
    let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
    var unacknowledged: [String] = []
    var acknowledged = 0
    for round in 0..<50 {
      let program = try serve([])
      let path = folder("in.sock")
      let sending = Task.detached { [lines = unacknowledged] in
        await Self.resend(lines, to: path)
      }
      if round % 3 == 0 { try await pause(atMost: 300) }
      let fresh = (0..<Int.random(in: 1...100)).map { _ in truth.line(&random, now: now) }
      try await pause(atMost: 150)
      program.end(with: SIGKILL)
      sending.cancel()
      if await sending.value {
        acknowledged += 1
        unacknowledged = []
      }
      unacknowledged += fresh
    }
    #expect(acknowledged > 0)
    let program = try serve([])
    let path = folder("in.sock")
    let sent = await Task.detached { [lines = unacknowledged] in await Self.resend(lines, to: path) }.value
    #expect(sent, "\(program.errors)")
    // It need not end well: what was acknowledged is stored.
    program.end(with: SIGKILL)
    try expectStored(truth)
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
        try await stream.send(Array(lines.joined().utf8))
        return try await stream.flush(id: 1).contains(#""durable":true"#)
      } catch {
        return false
      }
    }
    return false
  }

  private func waitUntilStored(_ truth: Truth) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try stored().operations < truth.operations, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private func expectInTheEnd(_ truth: Truth, _ arguments: [String]) async throws {
    let program = try serve(arguments)
    try await waitUntilStored(truth)
    #expect(try stored().operations == truth.operations, "\(program.errors)")
    #expect(program.end(with: SIGTERM) == 0)
    try expectStored(truth)
  }

  private func expectStored(_ truth: Truth) throws {
    let stored = try stored()
    #expect(stored.operations == truth.operations)
    #expect(stored.failed == truth.failed)
    #expect(stored.cost == Money(nanodollars: truth.nanodollars))
    #expect(stored.durationMs == truth.durationMs)
    #expect(stored.accepted == truth.operations)
  }

  private struct Stored {
    var operations = 0
    var failed = 0
    var cost = Money.zero
    var durationMs = 0
    var accepted = 0
  }

  /// What `status` reads from the store.
  private func stored() throws -> Stored {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["status", "--json", "--store", folder("store.db")], environment: environment)
    // The store is not there yet.
    if run.status == 66 { return Stored() }
    try #require(run.status.map { $0 <= 3 } == true, "\(run.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    var sum = Stored()
    for wrapper in document?["wrappers"] as? [[String: Any]] ?? [] {
      let totals = wrapper["totals"] as? [String: Any] ?? [:]
      sum.operations += totals["total"] as? Int ?? 0
      sum.failed += totals["failed"] as? Int ?? 0
      sum.durationMs += totals["duration_sum_ms"] as? Int ?? 0
      sum.cost += (totals["cost_usd"] as? String).flatMap(Money.init) ?? .zero
    }
    for source in document?["sources"] as? [[String: Any]] ?? [] { sum.accepted += source["accepted"] as? Int ?? 0 }
    return sum
  }
}
