import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Real files, as operators write them.
@Suite struct WrappersFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ name: String) throws -> ResolvedConfiguration {
    let file = try WrappersFile.source(at: folder(name))
    var read = ResolvedConfiguration(ConfigurationSources(file: file.source))
    guard read.isValid else {
      throw ConfigurationFileError.invalid(read.findings.filter { $0.severity == .error }.map(\.description))
    }
    read.findings += file.warnings.map { Finding(.warning, .place($0.place), $0.message) }
    return read
  }

  private func error(_ name: String) -> ConfigurationFileError? {
    do {
      _ = try read(name)
      return nil
    } catch {
      return error as? ConfigurationFileError
    }
  }

  /// Expects one fault, at a line and with a text.
  private func expectFault(
    _ text: String, _ line: Int, _ message: String, in name: String = "w.yaml",
    sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) throws {
    try folder.append(text, to: name)
    guard case .invalid(let faults) = error(name) else {
      Issue.record("it is taken: \(text.prefix(80))", sourceLocation: sourceLocation)
      return
    }
    #expect(faults.count == 1, "\(faults)", sourceLocation: sourceLocation)
    #expect(
      faults[0].hasPrefix("\(folder(name)):\(line): ") && faults[0].contains(message), "\(faults)",
      sourceLocation: sourceLocation)
  }

  // MARK: What is read

  @Test func yamlIsRead() throws {
    let text = """
      # budgets of the team
      budget_timezone: America/New_York
      budgets: {daily: 100}
      wrappers:
        support-bot: &usual
          daily_budget: 12.50   # dollars
          budget_alert_thresholds: {warning: 0.7}
        'rag: search': *usual
        "große\\u00df":
          api_key: ${env:KEY}

      """
    try folder.append(text, to: "w.yaml")
    let read = try read("w.yaml")
    #expect(
      read.zone == ZoneName("America/New_York", at: Configuration.SourceLocation(file: folder("w.yaml"), line: 2)))
    #expect(read.overall.daily == 100)
    #expect(Set(read.wrappers.keys) == ["support-bot", "rag: search", "großeß"])
    #expect(read.monitoring(of: "rag: search").budget.daily == 12.5)
  }

  @Test func jsonIsReadWithItsTabsAndEscapes() throws {
    let text =
      "{\n\t\"wrappers\": {\n\t\t\"a\\/b\": {\"daily_budget\":5,\"kind\":\"poml\"},\r\n"
      + "\t\t\"\\ud83d\\ude00 \\u00e9 \\\\ud83d\": {\"debug_logging\"\t:\n\ttrue}\n\t}\n}\n"
    try folder.append(text, to: "w.json")
    let read = try read("w.json")
    #expect(Set(read.wrappers.keys) == ["a/b", "😀 é \\ud83d"])
    #expect(read.monitoring(of: "a/b").budget.daily == 5 && read.wrappers["a/b"]?.kind == "poml")
  }

  @Test(arguments: ["", "\n# nothing\n", "{}", "---\n", "null"]) func anEmptyFileAsksForNothing(text: String) throws {
    try folder.append(text, to: "w.yaml")
    #expect(try read("w.yaml") == ResolvedConfiguration())
  }

  @Test func aFolderIsReadInTheOrderOfItsNames() throws {
    try folder.makeFolder("d")
    try folder.append(#"{"wrapper_name":"b","config":{"kind":"poml","daily_budget":2}}"#, to: "d/2.json")
    try folder.append(#"{"config":{"daily_budget":1}, "_written":"x"}"#, to: "d/1.json")
    try folder.append("x", to: "d/.hidden.json")
    try folder.append("x", to: "d/notes.txt")
    let read = try read("d")
    #expect(read.wrappers.keys.sorted() == ["1", "b"] && read.monitoring(of: "1").budget.daily == 1)
    #expect(read.findings.count == 2 && "\(read.findings[1])".contains("notes.txt is not read"))
    try folder.append("{", to: "d/3.json")
    try folder.append("[", to: "d/4.json")
    guard case .invalid(let faults) = error("d") else {
      Issue.record("faulty files are taken")
      return
    }
    #expect(faults.count == 2 && faults[0].contains("/d/3.json:") && faults[1].contains("/d/4.json:"), "\(faults)")
    try folder.append("}", to: "d/3.json")
    try folder.append("]", to: "d/4.json")
    guard case .invalid(let meant) = error("d") else {
      Issue.record("a list is taken for a wrapper")
      return
    }
    #expect(meant.count == 1 && meant[0].contains("/d/4.json:1:"), "\(meant)")
  }

  // MARK: What does not parse

  @Test(arguments: [
    ("wrappers:\n  a: {daily_budget: 1\n", 3, "does not parse"), ("wrappers:\n\ta: 1\n", 2, "does not parse"),
    ("a: 1\n---\nb: 2\n", 2, "another document"), ("wrappers: *nobody\n", 1, "undefined alias"),
    ("wrappers:\n  a: 1\n  b: 2\n  a: 3\n", 2, "stands more than once in the same mapping: a"),
    ("x: &a {b: 1}\ny: {<<: *a}\n", 2, "merging"), ("? [a]\n: b\n", 1, "a name has to be a text"),
    ("wrappers:\n  a: \u{1}\n", 2, "control characters"), ("x: &a [*a]\n", 1, "undefined alias"),
  ]) func whatDoesNotParseSaysWhere(text: String, line: Int, message: String) throws {
    try expectFault(text, line, message)
  }

  @Test func bytesThatAreNoTextSayWhere() throws {
    try folder.append(bytes: Array("wrappers:\n  a: 1\n  b: ".utf8) + [0xFF, 0x0A], to: "w.yaml")
    #expect(error("w.yaml") == .invalid(["\(folder("w.yaml")):3: is not UTF-8; save the file in that encoding"]))
  }

  @Test func halfACharacterIsAFaultOfJSON() throws {
    try expectFault(#"{"wrappers": {"\ud83d": {}}}"#, 1, "does not parse", in: "w.json")
  }

  @Test func bombsAndDepthsAreRefusedAtOnce() throws {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      bomb += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    let began = ContinuousClock.now
    try folder.append(bomb, to: "bomb.yaml")
    #expect("\(error("bomb.yaml").map { "\($0)" } ?? "")".contains("aliases make it too large"))
    try folder.append(String(repeating: "[", count: 500_000), to: "deep.yaml")
    #expect("\(error("deep.yaml").map { "\($0)" } ?? "")".contains("more than 64 levels deep"))
    try folder.append(String(repeating: "- ", count: 400_000) + "x\n", to: "blocks.yaml")
    #expect("\(error("blocks.yaml").map { "\($0)" } ?? "")".contains("more than 64 levels deep"))
    try folder.append(String(repeating: "[", count: 70) + String(repeating: "]", count: 70), to: "70.yaml")
    #expect("\(error("70.yaml").map { "\($0)" } ?? "")".contains("more than 64 levels deep"))
    #expect(ContinuousClock.now - began < .seconds(60))
  }

  @Test func aFileOfAMebibyteIsReadAndALargerOneIsNot() throws {
    try folder.append("#" + String(repeating: "x", count: (1 << 20) - 1), to: "w.yaml")
    #expect(error("w.yaml") == nil)
    try folder.append("x", to: "w.yaml")
    #expect(error("w.yaml")?.exitCode == 78)
    #expect("\(error("w.yaml").map { "\($0)" } ?? "")".contains("larger than the 1048576 bytes"))
  }
}
