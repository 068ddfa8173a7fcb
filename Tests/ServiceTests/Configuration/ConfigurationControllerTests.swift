import Configuration
import ConfigurationFiles
import Events
import Foundation
import Monitoring
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The configuration of a running core, on real files.
@Suite(.waiting) struct ConfigurationControllerTests {
  private let folder: TemporaryFolder
  private let core: Core
  private let paths: ConfigurationPaths
  private static let now = Timestamp("2026-01-01T23:45:00Z") ?? Timestamp(seconds: 0)

  init() throws {
    folder = try TemporaryFolder()
    core = Core(standsStill: true, detail: .all) { Self.now }
    paths = ConfigurationPaths(wrappers: folder("wrappers.yaml"), stateFolder: folder("state"))
    try folder.makeFolder("state")
  }

  private func replace(_ name: String, _ text: String) throws {
    try folder.append(text, to: name + ".new")
    try folder.rename(name + ".new", to: name)
  }

  private func controller(
    _ text: String, readOnlyReason: String? = nil, isStrict: Bool = false
  ) throws -> ConfigurationController {
    try replace("wrappers.yaml", text)
    return try ConfigurationController(
      of: core, paths: paths, isComplete: true, readOnlyReason: readOnlyReason, isStrict: isStrict,
      actor: AuditActor(uid: 7, user: "ada", from: "local"), clock: { Self.now })
  }

  /// What the core shows of it.
  private var shown: ConfigurationState {
    core.snapshot().configuration
      ?? ConfigurationState(resolved: ResolvedConfiguration(ConfigurationSources()), files: [], generation: 0)
  }

  private func ask(_ controller: ConfigurationController, _ request: ConfigurationRequest) async -> ConfigurationReply {
    await controller.answer(request)
  }

  private func set(_ path: FieldPath, _ value: FieldValue?, _ controller: ConfigurationController)
    -> ConfigurationRequest
  {
    let change = FieldChange(wrapper: "bot", path: path, old: nil, new: value)
    return .write(ChangeRequest(changes: [change], versions: shown.versions, reason: "because"))
  }

  private func take(_ lines: String) async throws {
    let file = "events-\(UInt32.random(in: 0 ... .max)).jsonl"
    try folder.append(lines, to: file)
    try await Intake(core: core, plan: IntakePlan(patterns: [folder(file)])).readOnce()
  }

  private var daily: Money? {
    core.snapshot().monitor.wrappers.first { $0.name == "bot" }?.budget?.daily?.budget
  }

  // MARK: Taking over

  private static let faulty = "wrappers: {bot: {daily_budget: 5, timeout_seconds: 0}, other: {monthly_budget: -1}}\n"

  @Test func whatIsValidAtTheStartHoldsAndTheRestIsShown() throws {
    _ = try controller(Self.faulty + "budget_timezone: Nowhere/City\n")
    #expect(daily == Money("5") && shown.rejected.count == 3, "\(shown.rejected)")
    #expect(core.snapshot().notices.contains { $0.contains("(and 2 more); what is valid is in force") })
  }

  @Test func aFileThatDoesNotParseAtTheStartLeavesTheOthersInForce() throws {
    try replace("state/runtime.json", #"{"wrappers": {"bot": {"daily_budget": 8}}}"#)
    _ = try controller("wrappers: {bot: [\n")
    #expect(daily == Money("8") && shown.rejected.count == 1, "\(shown.rejected)")
  }

  @Test func whatBecomesValidAfterAFaultyStartIsTakenOver() async throws {
    let controller = try controller(Self.faulty)
    await controller.start()
    try replace("wrappers.yaml", Self.faulty.replacing("budget: 5", with: "budget: 6"))
    #expect(await eventually { daily == Money("6") && shown.rejected.count == 2 })
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: 7}}\n")
    #expect(await eventually { daily == Money("7") && shown.rejected == [] })
    #expect(!core.snapshot().notices.contains { $0.hasPrefix("configuration: ") })
    // From here on it is the last good one that stays.
    try replace("wrappers.yaml", Self.faulty)
    #expect(await eventually { shown.rejected.count == 2 })
    #expect(daily == Money("7"))
    await controller.close()
  }

  @Test func whatIsWrongAtAStrictStartIsAnErrorWithAllOfIt() throws {
    let error = try #require(throws: ConfigurationFileError.self) {
      try controller(
        "wrappers: {bot: {daily_budget: -1, timeout_seconds: 0}}\nbudget_timezone: Nowhere/City\n", isStrict: true)
    }
    guard case .invalid(let faults) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(faults.count == 3 && error.exitCode == 78, "\(faults)")
  }

  @Test func aChangeOutsideIsTakenOverLive() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n")
    #expect(daily == Money("5") && core.snapshot().configuration?.generation == 1)
    await controller.start()
    try replace("state/runtime.json", #"{"wrappers": {"bot": {"daily_budget": 8, "monitoring_enabled": false}}}"#)
    chmod(paths.runtime, 0o600)
    #expect(await eventually { daily == Money("8") })
    let snapshot = core.snapshot()
    #expect(snapshot.configuration?.generation == 2)
    #expect(snapshot.monitor.wrappers[0].isMonitored == false)
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: 5}, new: {daily_budget: 1}}\n")
    #expect(await eventually { core.snapshot().monitor.wrappers.map(\.name) == ["bot", "new"] })
    await controller.close()
  }

  @Test func aBrokenFileLeavesTheLastGoodOneAndSaysSo() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n")
    await controller.start()
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: {\n")
    #expect(await eventually { core.snapshot().configuration?.rejected.isEmpty == false })
    var snapshot = core.snapshot()
    #expect(daily == Money("5") && snapshot.configuration?.generation == 1)
    #expect(snapshot.notices.contains { $0.contains("the last good one stays in force") }, "\(snapshot.notices)")
    // Another fault takes the place of the first, in the header too.
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: -3}}\n")
    #expect(await eventually { core.snapshot().configuration?.rejected.first?.path == "daily_budget" })
    #expect(core.snapshot().notices.count == 1)
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: 6}}\n")
    #expect(await eventually { daily == Money("6") })
    snapshot = core.snapshot()
    #expect(snapshot.configuration?.rejected == [] && snapshot.notices.isEmpty, "\(snapshot.notices)")
    await controller.close()
  }

  // MARK: Requests

  @Test func aRequestWritesAuditsAndTakesOver() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n")
    #expect(await ask(controller, set("daily_budget", .number(9), controller)) == .written(records: [1]))
    // Whoever is told finds it in force, without a watch.
    #expect(daily == Money("9") && shown.generation == 2)
    guard case .history("bot", let records) = await ask(controller, .history(wrapper: "bot")) else {
      Issue.record("no history")
      return
    }
    #expect(records.map(\.new) == [.number(9)] && records[0].actor.user == "ada" && records[0].time == "\(Self.now)")
    #expect(await ask(controller, .rollback(number: 1, reason: "undo")) == .written(records: [2]))
    #expect(daily == Money("5"))
    guard case .refused = await ask(controller, set("daily_budget", .number(-1), controller)) else {
      Issue.record("it is written")
      return
    }
    #expect(await ask(controller, .reload) == .reloaded)
  }

  @Test func aWriteIsWorkedOutOnce() async throws {
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: 5}, other: {timeout_seconds: 0}}\n")
    let cache = ResolutionCache()
    let controller = try ConfigurationController(
      of: core, paths: paths, isComplete: true, actor: AuditActor(uid: 7, user: "ada", from: "local"),
      clock: { Self.now }, cache: cache)
    await controller.start()
    #expect(cache.resolutions == 1)
    #expect(await ask(controller, set("daily_budget", .number(9), controller)) == .written(records: [1]))
    #expect(daily == Money("9") && cache.resolutions == 2)
    #expect(await ask(controller, .rollback(number: 1, reason: "undo")) == .written(records: [2]))
    #expect(daily == Money("5") && cache.resolutions == 3)
    // What the watch has heard of by the time that it has heard of this came to nothing new.
    try replace("wrappers.yaml", "wrappers: {bot: {daily_budget: 7}}\n")
    #expect(await eventually { daily == Money("7") })
    #expect(cache.resolutions == 4)
    await controller.close()
  }

  @Test func oneWhoBeganBeforeAnotherWroteConflicts() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n")
    let late = set("daily_budget", .number(1), controller)
    _ = await ask(controller, set("daily_budget", .number(9), controller))
    guard case .conflict(let current, let versions) = await ask(controller, late) else {
      Issue.record("no conflict")
      return
    }
    #expect(current.map(\.old) == [.number(9)] && versions == shown.versions)
    #expect(daily == Money("9"))
  }

  @Test func readOnlyMeansReadOnly() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n", readOnlyReason: "--read-only")
    guard case .failed(let why) = await ask(controller, set("daily_budget", .number(1), controller)) else {
      Issue.record("it is written")
      return
    }
    #expect(why.contains("--read-only") && !folder.has("state/runtime.json"))
    #expect(core.snapshot().configuration?.readOnlyReason == "--read-only")
  }

  // MARK: Budgets that are spent

  @Test func aWrapperThatSpentItsBudgetIsSwitchedOffOnce() async throws {
    let text = """
      wrappers:
        bot: {enabled: true, api_endpoint: "https://e.example", daily_budget: 5, auto_disable_on_exceed: true}
        other: {enabled: true, api_endpoint: "https://e.example", daily_budget: 5}

      """
    let controller = try controller(text)
    try await take(
      line("bot", #","custom_metrics":{"api_cost":4}"#) + line("other", #","custom_metrics":{"api_cost":9}"#))
    await controller.switchOffExceeded()
    #expect(!folder.has("state/runtime.json"))
    try await take(line("bot", #","custom_metrics":{"api_cost":2}"#))
    await controller.start(disablesOnExceed: true)
    #expect(await eventually { folder.has("state/runtime.json") })
    #expect(
      await eventually {
        core.snapshot().notices.contains("bot: set enabled=false; takes effect when the wrapper reloads")
      })
    #expect(shown.resolved.monitoring(of: "bot").isEnabled == false)
    #expect(shown.resolved.monitoring(of: "other").isEnabled)
    // Who switches it on again means it.
    #expect(await ask(controller, set("enabled", nil, controller)) == .written(records: [2]))
    await controller.switchOffExceeded()
    #expect(shown.resolved.monitoring(of: "bot").isEnabled)
    let records = try AuditFile(path: paths.audit).history()
    #expect(records.map(\.action) == [.change, .autoDisable])
    #expect(records[1].field == "enabled" && records[1].new == .flag(false) && records[1].reason.contains("$"))
    await controller.close()
  }

  // MARK: The end of the audit trail

  @Test func theStoreKeepsTheEndOfTheTrail() async throws {
    let controller = try controller("wrappers: {bot: {daily_budget: 5}}\n")
    let opening = try SQLiteStore.open(path: folder("store.db"), now: Self.now)
    let writer = StoreWriter(core: core, store: opening.store, path: folder("store.db"), seed: opening.content.seed)
    await writer.start()
    _ = await ask(controller, set("daily_budget", .number(9), controller))
    try await writer.close()
    core.endStoring()
    let stored = try #require(try StoreReader(path: folder("store.db")).load().auditHead)
    let head = try AuditFile(path: paths.audit).head()
    #expect(stored == StoredAuditHead(number: 1, hash: head.hash))
    await controller.compare(stored: stored)
    #expect(core.snapshot().notices.isEmpty)
    try folder.empty("state/audit.jsonl")
    await controller.compare(stored: stored)
    #expect(core.snapshot().notices.contains { $0.contains("cut or edited") })
  }

  // MARK: Secrets

  @Test func aSecretOfWhateverLayerIsNowhere() async throws {
    let secrets = (
      file: "sk-in-file-4711", profile: "sk-in-profile-4711", variable: "sk-in-variable-4711",
      runtime: "sk-in-runtime-4711"
    )
    try replace("wrappers-prod.yaml", "wrappers: {bot: {oauth_client_secret: \(secrets.profile)}}\n")
    try replace("state/runtime.json", #"{"wrappers": {"third": {"api_key": "\#(secrets.runtime)"}}}"#)
    chmod(paths.runtime, 0o600)
    var paths = paths
    paths.environmentName = "prod"
    paths.environment = ["EXTERNAL_API_KEY": secrets.variable, "WRAPPER_OTHER_API_KEY": secrets.variable]
    try replace("wrappers.yaml", "wrappers: {bot: {api_key: \(secrets.file)}, other: {}}\n")
    let log = LogLines()
    let core = Core(standsStill: true, detail: .all, log: log.logger) { Self.now }
    let controller = try ConfigurationController(
      of: core, paths: paths, isComplete: true, actor: AuditActor(uid: 7, user: "ada", from: "local"),
      clock: { Self.now })
    let opening = try SQLiteStore.open(path: folder("store.db"), now: Self.now)
    let writer = StoreWriter(core: core, store: opening.store, path: folder("store.db"), seed: opening.content.seed)
    await writer.start()
    try await take(line("bot"))
    _ = await ask(controller, set("daily_budget", .number(9), controller))
    // A fault beside a secret, and one of it.
    try replace("wrappers.yaml", "wrappers: {bot: {api_key: [\(secrets.file)], tiemout: \(secrets.file)}}\n")
    _ = await ask(controller, .reload)
    #expect(core.snapshot().configuration?.rejected.isEmpty == false)
    try await writer.close()
    core.endStoring()
    let snapshot = try JSONEncoder().encode(core.snapshot())
    let found = try #require(String(data: snapshot, encoding: .utf8))
    let told = log.lines.joined() + core.snapshot().notices.joined()
    for secret in [secrets.file, secrets.profile, secrets.variable, secrets.runtime] {
      #expect(!found.contains(secret) && !told.contains(secret))
      for name in ["state/audit.jsonl"] + folder.contents.filter({ $0.hasPrefix("store.db") }) {
        let bytes = FileManager.default.contents(atPath: folder(name)) ?? Data()
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name)")
      }
    }
    #expect(found.contains("********"))
  }
}
