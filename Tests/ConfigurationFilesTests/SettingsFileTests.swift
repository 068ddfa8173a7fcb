import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// The settings file as it lies on the disk (article Settings).
@Suite struct SettingsFileTests {
  private let folder: TemporaryFolder
  private let vocabulary: SettingsVocabulary

  init() throws {
    folder = try TemporaryFolder()
    var vocabulary = SettingsVocabulary()
    vocabulary.metrics = [.init("p95_ms", unit: "milliseconds"), .init("cost_usd", unit: "dollars")]
    vocabulary.builtInRules = [.init("high_error_rate", metric: "error_rate"), .init("no_events")]
    vocabulary.channelKinds = [
      .init("slack", "", keys: [.init("url", .url, isRequired: true, isSensitive: true, "")]),
      .init("pagerduty", "", keys: [.init("routing_key", .text, isRequired: true, isSensitive: true, "")]),
      .init(
        "email", "",
        keys: [
          .init(
            "smtp", .group([.init("host", .text, ""), .init("user", .text, ""), .init("password", .text, "")]), ""),
          .init("from", .text, ""), .init("to", .texts, ""),
        ]),
    ]
    vocabulary.themes = ["light"]
    self.vocabulary = vocabulary
  }

  private func file(named name: String?) -> SettingsFile {
    SettingsFile(
      named: name, folder: folder.path, environment: ["HOME": "/home/me", "XDG_CONFIG_HOME": folder("config")])
  }

  private func error(_ name: String?) -> ConfigurationFileError? {
    do throws(ConfigurationFileError) {
      _ = try file(named: name).read(vocabulary)
      return nil
    } catch {
      return error
    }
  }

  @Test func theUsualFileNeedNotBeThere() throws {
    #expect(file(named: nil).path == folder("config/wraptop/config.yaml") && !file(named: nil).isExpected)
    #expect(try file(named: nil).read(vocabulary).settings == Settings())
    try folder.makeFolder("config")
    try folder.makeFolder("config/wraptop")
    try folder.append("store: none\n", to: "config/wraptop/config.yaml")
    #expect(try file(named: nil).read(vocabulary).settings.store == "none")
    #expect(SettingsFile(named: nil, folder: "/", environment: ["HOME": "/h"]).path == "/h/.config/wraptop/config.yaml")
  }

  @Test func aNamedFileHasToBeThere() throws {
    #expect(error("c.yaml")?.exitCode == 66)
    try folder.append("", to: "c.yaml")
    #expect(try file(named: "c.yaml").read(vocabulary).settings == Settings())
    #expect(file(named: "c.yaml").path == folder("c.yaml") && file(named: "/x").path == "/x")
  }

  @Test func whatOthersMayWriteIsRefused() throws {
    try folder.append("store: none\n", to: "c.yaml")
    chmod(folder("c.yaml"), 0o666)
    #expect(error("c.yaml")?.exitCode == 77)
  }

  @Test func faultsNameTheirFileAndLine() throws {
    try folder.append("store: none\nthem: light\ninput: {tail: [a], from: now}\n", to: "c.yaml")
    let found = try #require(error("c.yaml"))
    let lines = found.description.split(separator: "\n")
    #expect(found.exitCode == 78 && lines.count == 2, "\(lines)")
    #expect(lines.first == "\(folder("c.yaml")):2: them: is not known here; did you mean theme?")
    #expect(lines.last?.hasPrefix("\(folder("c.yaml")):3: input.from: has to be one of ") == true)
    try folder.append("{\"store\": \"none\",\n\"stor\": 1}", to: "c.json")
    #expect(error("c.json")?.description.hasPrefix("\(folder("c.json")):2: stor: ") == true)
    try folder.append("store: [\n", to: "torn.yaml")
    #expect(error("torn.yaml")?.exitCode == 78)
  }

  @Test func relativePathsGoFromTheFile() throws {
    try folder.makeFolder("etc")
    try folder.append("input: {tail: [logs/*.jsonl, /abs, ~/x]}\nwrappers: w.yaml\n", to: "etc/c.yaml")
    let settings = try file(named: "etc/c.yaml").read(vocabulary).settings
    #expect(settings.input.tail == [folder("etc/logs/*.jsonl"), "/abs", "/home/me/x"])
    #expect(settings.wrappers == folder("etc/w.yaml"))
  }

  @Test func theArticleHasAnExample() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let article = try String(
      contentsOf: root.appending(path: "Sources/wraptop/wraptop.docc/Settings.md"), encoding: .utf8)
    let example = try #require(article.firstMatch(of: /(?s)```yaml\n(.*?)```/)?.1)
    try folder.append(String(example), to: "c.yaml")
    #expect(error("c.yaml") == nil)
    let read = try file(named: "c.yaml").read(vocabulary)
    #expect(read.settings.rules.count == 4 && read.settings.channels.count == 3 && read.warnings.isEmpty)
    #expect(read.settings.store == "/home/me/.local/state/wraptop/team.db")
  }
}
