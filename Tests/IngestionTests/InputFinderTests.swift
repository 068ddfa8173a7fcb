import Events
import Ingestion
import TestSupport
import Testing

/// What is found is what is there, and nothing is guessed.
struct InputFinderTests {
  private static let now = Timestamp(seconds: 1_796_000_000)
  private enum Failure: Error { case noMemory }
  private static let record = #"{"wrapper_name":"w","duration_ms":5}"#

  private func find(in folder: TemporaryFolder, _ environment: [String: String] = [:]) throws -> Discovery {
    guard
      var finder = InputFinder(
        environment: environment, home: folder("home"), folder: folder("work"), now: Self.now)
    else { throw Failure.noMemory }
    var discovery = finder.find()
    // The machine's own logs are none of the test's.
    discovery.inputs.removeAll { !$0.pattern.hasPrefix(folder.path) }
    return discovery
  }

  @Test func nothingIsFoundWhereNothingIs() throws {
    let folder = try TemporaryFolder()
    let discovery = try find(in: folder)
    #expect(discovery.inputs.isEmpty)
    #expect(discovery.places.contains(folder("home/.claude/projects/**/*.jsonl")))
  }

  @Test func logsOfWrappersAreFoundByFolder() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("work")
    try folder.makeFolder("work/logs")
    try folder.append(Self.record + "\n", to: "work/logs/a.jsonl")
    try folder.append(Self.record + "\n" + Self.record + "\n", to: "work/logs/b.jsonl")
    try folder.append(#"{"some":"thing"}"# + "\nplain text\n", to: "work/logs/other.jsonl")
    try folder.append(Self.record + "\n", to: "work/one.jsonl")
    try folder.append("", to: "work/empty.jsonl")
    let found = try find(in: folder).inputs
    #expect(Set(found.map(\.pattern)) == [folder("work/logs/*.jsonl"), folder("work/one.jsonl")])
    let logs = try #require(found.first { $0.files == 2 })
    #expect(logs.formats == ["native"])
    #expect(logs.bytes == UInt64(3 * (Self.record.utf8.count + 1)))
    #expect(logs.canBeTailed && logs.newest != nil)
  }

  @Test func sessionsAreFoundAtAnyDepthAndWhereTheEnvironmentSays() throws {
    let folder = try TemporaryFolder()
    for name in ["other", "other/projects", "other/projects/p", "other/projects/p/deeper"] {
      try folder.makeFolder(name)
    }
    let line =
      #"{"type":"assistant","sessionId":"s","timestamp":"2026-11-29T10:00:00Z","requestId":"r","#
      + #""message":{"id":"m","model":"claude-x","usage":{"input_tokens":1,"output_tokens":2}}}"#
    try folder.append(line + "\n", to: "other/projects/p/deeper/s.jsonl")
    try folder.append(line + "\n", to: "other/projects/p/t.jsonl")
    #expect(try find(in: folder).inputs.isEmpty)
    let found = try find(in: folder, ["CLAUDE_CONFIG_DIR": folder("other")]).inputs
    #expect(found.map(\.title) == ["Claude Code sessions"])
    #expect(found.map(\.pattern) == [folder("other/projects/**/*.jsonl")])
    #expect(found.map(\.formats) == [["claude"]] && found.map(\.files) == [2])
  }

  @Test func aConfigurationIsToldWithWhatToDo() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("work")
    try folder.append("services: {}\n", to: "work/config.yaml")
    #expect(try find(in: folder).inputs.isEmpty)
    try folder.append("model_list:\n  - model_name: m\n", to: "work/litellm.yaml")
    let found = try #require(try find(in: folder).inputs.first)
    #expect(found.pattern == folder("work/litellm.yaml") && !found.canBeTailed)
    #expect(found.advice?.contains("--otlp") == true)
  }
}
