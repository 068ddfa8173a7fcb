import Configuration
import ConfigurationFiles
import Events
import Storage
import Synchronization
import SystemFiles
import TestSupport
import Testing

@testable import Service

/// The configuration of another core, seen beside it: this process stands for that core.
@Suite(.waiting) struct ViewedConfigurationTests {
  private let folder: TemporaryFolder
  private let core: Core
  private static let now = Timestamp("2026-01-01T12:00:00Z") ?? Timestamp(seconds: 0)

  init() throws {
    folder = try TemporaryFolder()
    core = Core(standsStill: true, detail: .all) { Self.now }
    try folder.append(
      "wrappers:\n  bot: {kind: routellm, daily_budget: 150}\n  off: {monitoring_enabled: false}\n", to: "w.yaml")
    try folder.append("wrappers:\n  mine: {daily_budget: 1}\n", to: "mine.yaml")
    try folder.makeFolder("state")
  }

  private func paths(_ name: String = "w.yaml") -> ConfigurationPaths {
    ConfigurationPaths(wrappers: folder(name), stateFolder: folder("state"))
  }

  /// What a running core says of itself, or someone else in its place.
  private func writer(start: UInt64 = 0, user: UInt32 = 0, boot: String? = nil) throws -> StoredWriter {
    let own = try #require(ProcessIdentity.current)
    let process = ProcessIdentity(
      number: own.number, user: own.user + user, start: own.start + start, boot: boot ?? own.boot)
    return StoredWriter(process: process, configuration: try #require(paths().record))
  }

  private func view(
    own: ConfigurationPaths? = nil, readOnlyReason: String? = nil, _ writer: @escaping @Sendable () -> StoredWriter?
  ) async -> ViewedConfiguration {
    let view = ViewedConfiguration(
      of: core, own: own, readOnlyReason: readOnlyReason, actor: AuditActor(uid: 7, user: "ada", from: "local"),
      clock: { Self.now }
    ) { () throws(StorageError) in writer() }
    await view.look()
    return view
  }

  private func ask(_ view: ViewedConfiguration, _ request: ConfigurationRequest) async -> ConfigurationReply {
    await view.answer(request)
  }

  private var wrappers: [String] { core.snapshot().configuration?.resolved.wrappers.keys.sorted() ?? [] }

  @Test func thatOfARunningCoreIsShownAndChanged() async throws {
    let writer = try writer()
    let view = await view { writer }
    let state = try #require(core.snapshot().configuration)
    #expect(wrappers == ["bot", "off"] && state.readOnlyReason == nil)
    #expect(core.snapshot().configurationUnknown == nil && core.snapshot().notices.isEmpty)
    let change = FieldChange(wrapper: "bot", path: "daily_budget", old: nil, new: .number(30))
    let reply = await ask(view, .write(ChangeRequest(changes: [change], versions: state.versions)))
    #expect(reply == .written(records: [1]))
    let present = try #require(core.snapshot().configuration?.resolved)
    #expect(present.monitoring(of: "bot").budget.daily == 30 && present.wrappers["bot"]?.kind == "routellm")
    #expect(folder.has("state/runtime.json"))
    await view.close()
  }

  @Test func thatOfNobodyWhoRunsHereUnderTheSameUserIsNotKnown() async throws {
    for (writer, why) in [
      (try writer(start: 1), "does not run on this machine"), (try writer(boot: "elsewhere"), "does not run"),
      (try writer(user: 1), "another user"), (nil, "did not say"),
    ] {
      let view = await view { writer }
      #expect(core.snapshot().configuration == nil)
      #expect(core.snapshot().configurationUnknown?.contains(why) == true)
      #expect(core.snapshot().notices.count == 1 && core.snapshot().notices[0].contains("--wrappers"))
      guard case .failed = await ask(view, .reload) else {
        Issue.record("nothing can be asked of what is not known")
        return
      }
      await view.close()
      core.notices.withdraw(.configurationOrigin)
    }
  }

  @Test func whatTheCommandLineNamesIsShownInItsPlaceAndCannotBeChanged() async throws {
    let view = await view(own: paths("mine.yaml")) { nil }
    #expect(wrappers == ["mine"])
    #expect(core.snapshot().configuration?.readOnlyReason?.contains("not known") == true)
    #expect(core.snapshot().notices.contains { $0.contains("may not be that of the core") })
    await view.close()
  }

  @Test func theCoreCountsBeforeTheCommandLine() async throws {
    let writer = try writer()
    let view = await view(own: paths("mine.yaml"), readOnlyReason: "--read-only") { writer }
    #expect(wrappers == ["bot", "off"])
    #expect(core.snapshot().configuration?.readOnlyReason == "--read-only")
    #expect(core.snapshot().notices.contains { $0.contains("does not count") })
    await view.close()
  }

  @Test func itGoesAndComesWithTheCore() async throws {
    let present = Mutex<StoredWriter?>(try writer())
    let (gone, back) = (try writer(start: 1), try writer())
    let view = await view { present.withLock { $0 } }
    #expect(wrappers == ["bot", "off"])
    present.withLock { $0 = gone }
    await view.look()
    #expect(core.snapshot().configuration == nil && core.snapshot().notices.count == 1)
    await view.look()
    #expect(core.snapshot().notices.count == 1)
    present.withLock { $0 = back }
    await view.look()
    #expect(wrappers == ["bot", "off"] && core.snapshot().notices.isEmpty)
    await view.close()
  }

  @Test func whatACoreSaysOfItsFilesIsReadAgain() async throws {
    let paths = ConfigurationPaths(
      wrappers: "w.yaml", environmentName: "prod", stateFolder: "/s", runtime: "r.json",
      overrides: ["bot.api_version=a\"b"], environment: ["SECRET": "hunter2"])
    let record = try #require(paths.record)
    #expect(!record.contains("hunter2"))
    #expect(ConfigurationPaths(record: record, environment: paths.environment) == paths)
    #expect(paths.absolute.wrappers?.hasPrefix("/") == true && paths.absolute.runtime.hasSuffix("/r.json"))
    #expect(ConfigurationPaths(record: "{}", environment: [:]) == nil)
  }
}
