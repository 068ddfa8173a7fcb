import Events
import Ingestion
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Service

/// Sources whose lines others write, from the bytes to the figures and the counters (articles Formats, Envelopes).
@Suite(.waiting) struct ForeignIntakeTests {
  private func attempt(_ id: String, _ group: String, failed: Bool = false) -> String {
    #"{"id":"\#(id)","trace_id":"t1","call_type":"acompletion","status":"\#(failed ? "failure" : "success")","model":"m","model_group":"\#(group)","startTime":1767310200,"endTime":1767310200.25,"response_cost":0.01,"error_information":{"error_class":"Timeout"}}"#
      + "\n"
  }

  /// Each record is exactly one of accepted, skipped, duplicate, rejected; a source has the formats that were met in it.
  @Test func counters() async throws {
    let folder = try TemporaryFolder()
    let mixed = try folder.file(
      "mixed.log",
      "Starting\n" + line("w") + attempt("a", "fast", failed: true) + attempt("a", "fast", failed: true)
        + "some words\n" + attempt("b", "slow") + #"{"resourceMetrics":[]}"# + "\n" + #"{"kind":"x","n":1}"# + "\n")
    let wrapped = try folder.file(
      "wrapped.log", #"{"log":"words\n","stream":"stdout","time":"2026-01-01T23:30:00Z"}"# + "\n")
    let core = makeCore()
    try await Intake(core: core, plan: IntakePlan(patterns: [mixed, wrapped])).readOnce()
    let source = core.snapshot().sources[0]
    #expect(source.format == "litellm+native+otlp")
    #expect(source.lines == 8 && source.records == 8 && source.accepted == 3 && source.duplicates == 1)
    #expect(source.skipped == 2 && source.rejectedByReason == [.notJSON: 1, .missingField: 1])
    // The success names a model, and no tokens.
    #expect(source.withoutUsage == 1)
    #expect(core.snapshot().monitor.wrappers.map { "\($0.name) \($0.totals.fallback)" } == ["fast 0", "slow 1", "w 0"])
    #expect(core.snapshot().sources[1].format == "native" && core.snapshot().sources[1].skipped == 1)
    let hints = core.notices.texts.filter { $0.contains("no known format") }
    #expect(hints.count == 1 && hints.first?.contains("with the keys kind, n") == true)
  }

  /// What was told before a restart completes what comes after it, and plain text beside foreign records stays harmless.
  @Test func aRestartForgetsNothing() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("litellm.log", attempt("a", "fast", failed: true))
    func session(_ expected: UInt64) async throws -> Snapshot {
      let host = MonitorSession(plan: IntakePlan(patterns: [file]), storePath: folder("store.db"), clock: { testNow })
      let task = Task { try await host.run() }
      #expect(await eventually { host.core.snapshot().monitor.system.totalOperations == expected })
      task.cancel()
      _ = await task.result
      return host.core.snapshot()
    }
    _ = try await session(1)
    try folder.append("words\n" + attempt("a", "fast", failed: true) + attempt("b", "slow"), to: "litellm.log")
    let snapshot = try await session(2)
    #expect(snapshot.monitor.wrappers.map { "\($0.name) \($0.totals.fallback)" } == ["fast 0", "slow 1"])
    let source = snapshot.sources[0]
    #expect(source.format == "litellm" && source.skipped == 1 && source.duplicates == 1 && source.rejected == 0)
  }

  /// Pieces of a line that is not whole yet wait in the file: the position stands before the first of them.
  @Test func pieces() async throws {
    func docker(_ text: String) -> String {
      let text = text.replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      return #"{"log":"\#(text)","stream":"stdout","time":"2026-01-01T23:30:00Z"}"# + "\n"
    }
    let long = #"{"wrapper_name":"w","x":"\#(String(repeating: "y", count: 16400))"}"# + "\n"
    let folder = try TemporaryFolder()
    let first = docker(String(long.prefix(16384))), whole = docker(#"{"wrapper_name":"v"}"# + "\n")
    let file = try folder.file("docker.log", whole + first)
    func session(_ expected: UInt64) async throws -> UInt64 {
      let host = MonitorSession(plan: IntakePlan(patterns: [file]), storePath: folder("store.db"), clock: { testNow })
      let task = Task { try await host.run() }
      #expect(await eventually { host.core.snapshot().monitor.system.totalOperations == expected })
      task.cancel()
      _ = await task.result
      return host.core.snapshot().sources[0].bytes
    }
    #expect(try await session(1) == UInt64(whole.utf8.count))
    try folder.append(docker(String(long.dropFirst(16384))), to: "docker.log")
    _ = try await session(2)
  }
}
