import Configuration
import Foundation
import TestSupport
import Testing

@testable import ConfigurationFiles

/// All files of a configuration together, as they lie on a disk.
@Suite struct ConfigurationReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func paths(_ wrappers: String? = "wrappers.yaml", environment: String? = nil) -> ConfigurationPaths {
    ConfigurationPaths(
      wrappers: wrappers.map { folder($0) }, environmentName: environment, stateFolder: folder("state"))
  }

  private func error(_ paths: ConfigurationPaths) -> ConfigurationFileError? {
    do throws(ConfigurationFileError) {
      _ = try ConfigurationReader.read(paths)
      return nil
    } catch {
      return error
    }
  }

  @Test func allLayersAreReadAndEachHidesTheOneBefore() throws {
    try folder.append("wrappers: {bot: {daily_budget: 1, monthly_budget: 9, timeout_seconds: 5}}", to: "wrappers.yaml")
    try folder.append("wrappers: {bot: {daily_budget: 2, timeout_seconds: 6}}", to: "wrappers-prod.yml")
    try folder.makeFolder("state")
    try folder.append(#"{"wrappers": {"bot": {"daily_budget": 3}}}"#, to: "state/runtime.json")
    var paths = paths(environment: "prod")
    paths.overrides = ["bot.max_retry_attempts=7"]
    paths.environment = ["WRAPPER_BOT_READ_TIMEOUT_SECONDS": "8"]
    let read = try ConfigurationReader.read(paths)
    let bot = try #require(read.resolved.wrappers["bot"])
    #expect(read.resolved.isValid, "\(read.resolved.findings)")
    #expect(bot.given["daily_budget"]?.map(\.layer) == [.runtime, .profile, .file])
    #expect(bot.given["timeout_seconds"]?.map(\.value) == [.number(6), .number(5)])
    #expect(bot.given["read_timeout_seconds"]?.first?.layer == .environment)
    #expect(bot.given["max_retry_attempts"]?.first?.layer == .override)
    #expect(
      read.notes == [
        ConfigurationFileNote(layer: .file, path: folder("wrappers.yaml"), exists: true),
        ConfigurationFileNote(layer: .profile, path: folder("wrappers-prod.yml"), exists: true),
        ConfigurationFileNote(layer: .runtime, path: folder("state/runtime.json"), exists: true),
      ])
    #expect(read.version != .absent)
  }

  @Test func nothingAtAllIsAConfigurationToo() throws {
    let read = try ConfigurationReader.read(paths(nil))
    #expect(read.version == .absent && read.resolved.wrappers.isEmpty && read.resolved.isValid)
    #expect(read.notes.map(\.exists) == [false])
    #expect(read.sources.credentials == [])
  }

  @Test(arguments: ["wrappers-prod.yaml", "wrappers-prod.json", "wrappers-prod/bot.json"])
  func aProfileHasOneOfSeveralForms(name: String) throws {
    try folder.append("wrappers: {bot: {daily_budget: 1}}", to: "wrappers.yaml")
    if name.contains("/") { try folder.makeFolder("wrappers-prod") }
    let isFolder = name.contains("/")
    try folder.append(
      isFolder ? #"{"config": {"daily_budget": 2}}"# : #"{"wrappers": {"bot": {"daily_budget": 2}}}"#, to: name)
    let read = try ConfigurationReader.read(paths(environment: "prod"))
    #expect(read.resolved.wrappers["bot"]?.given["daily_budget"]?.first?.value == .number(2))
  }

  @Test func aProfileOfAFolderLiesBesideIt() throws {
    try folder.makeFolder("conf")
    try folder.makeFolder("conf-prod")
    try folder.append(#"{"config": {"daily_budget": 1}}"#, to: "conf/bot.json")
    try folder.append(#"{"config": {"daily_budget": 2}}"#, to: "conf-prod/bot.json")
    let read = try ConfigurationReader.read(paths("conf/", environment: "prod"))
    #expect(read.resolved.wrappers["bot"]?.given["daily_budget"]?.map(\.layer) == [.profile, .file])
  }

  @Test func aMissingProfileSaysWhatWasLookedFor() throws {
    try folder.append("wrappers: {}", to: "wrappers.yaml")
    let error = try #require(self.error(paths(environment: "prod")))
    #expect(error.exitCode == 66)
    for name in ["wrappers-prod.yaml", "wrappers-prod.yml", "wrappers-prod.json"] {
      #expect(error.description.contains(folder(name)), "\(error)")
    }
  }

  @Test func twoProfilesOrNoFileAreFaults() throws {
    try folder.append("wrappers: {}", to: "wrappers.yaml")
    try folder.append("wrappers: {}", to: "wrappers-prod.yaml")
    try folder.append("{}", to: "wrappers-prod.json")
    #expect(error(paths(environment: "prod"))?.exitCode == 78)
    #expect(error(paths(nil, environment: "prod"))?.description.contains("--wrappers") == true)
    #expect(error(paths(environment: "../x"))?.exitCode == 78)
  }

  @Test func faultsOfAllFilesComeAtOnce() throws {
    try folder.append("wrappers: {bot: {", to: "wrappers.yaml")
    try folder.append("wrappers: [", to: "wrappers-prod.yaml")
    try folder.makeFolder("state")
    try folder.append("{", to: "state/runtime.json")
    guard case .invalid(let faults)? = self.error(paths(environment: "prod")) else {
      Issue.record("it is taken")
      return
    }
    for name in ["wrappers.yaml", "wrappers-prod.yaml", "state/runtime.json"] {
      #expect(faults.contains { $0.hasPrefix(folder(name) + ":") }, "\(faults)")
    }
  }

  @Test func whatOthersCouldWriteIsRefused() throws {
    try folder.append("wrappers: {}", to: "wrappers.yaml")
    chmod(folder("wrappers.yaml"), 0o666)
    #expect(error(paths())?.exitCode == 77)
    chmod(folder("wrappers.yaml"), 0o600)
    try folder.makeFolder("state")
    try folder.append("{}", to: "state/runtime.json")
    chmod(folder("state/runtime.json"), 0o644)
    #expect(error(paths())?.exitCode == 77)
    #expect(error(self.paths("nowhere.yaml"))?.exitCode == 77)
    chmod(folder("state/runtime.json"), 0o600)
    #expect(error(self.paths("nowhere.yaml"))?.exitCode == 66)
  }

  @Test func whatIsNotReadInAFolderIsAWarning() throws {
    try folder.makeFolder("conf")
    try folder.append(#"{"config": {"daily_budget": 1}}"#, to: "conf/bot.json")
    try folder.append("", to: "conf/notes.txt")
    let read = try ConfigurationReader.read(paths("conf"))
    #expect(read.warnings.contains { $0.message.contains("notes.txt") && $0.severity == .warning })
    #expect(read.resolved.isValid)
  }
}
