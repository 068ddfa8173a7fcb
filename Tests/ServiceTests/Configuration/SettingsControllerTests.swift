import Configuration
import ConfigurationFiles
import Events
import Foundation
import Monitoring
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The settings of a running core, on a real file (article Settings, Changes).
@Suite(.waiting) struct SettingsControllerTests {
  private let folder: TemporaryFolder
  private let core = Core(standsStill: true) { Timestamp(seconds: 1_767_312_000) }
  private let vocabulary: SettingsVocabulary

  init() throws {
    folder = try TemporaryFolder()
    var vocabulary = SettingsVocabulary()
    vocabulary.builtInRules = [.init("no_events")]
    self.vocabulary = vocabulary
    try replace("health: {window: 2h}\n")
  }

  private func replace(_ text: String) throws {
    try folder.append(text, to: "c.yaml.new")
    try folder.rename("c.yaml.new", to: "c.yaml")
  }

  private var policy: HealthPolicy { core.withMonitor { $0.policy } }

  @Test func whatChangesIsTakenOver() async throws {
    let file = SettingsFile(named: "c.yaml", folder: folder.path, environment: [:])
    let controller = SettingsController(
      of: core, file: file, settings: try file.read(vocabulary).settings, vocabulary: vocabulary)
    let adopted = Adopted()
    await controller.start { adopted.add($0) }
    #expect(await controller.current.health.windowSeconds == 7200 && adopted.all.isEmpty)
    try replace("health: {window: 2h, recent_failure: 1m}\nrules: [{name: no_events, enabled: true}]\n")
    #expect(await eventually { policy.recentFailureSeconds == 60 && adopted.all.count == 1 })
    #expect(policy.windowSeconds == 7200 && adopted.all.first?.rules.first?.isEnabled == true)
    #expect(core.snapshot().monitor.policy == policy)
    // A fault leaves what was good in force, and is said once it is there, and no longer once it is gone.
    try replace("health: {windw: 1h}\n")
    #expect(await eventually { core.notices.texts.contains { $0.contains("c.yaml:1: health.windw: is not known") } })
    #expect(policy.recentFailureSeconds == 60 && adopted.all.count == 1)
    try replace("store: /other.db\n")
    #expect(await eventually { policy == HealthPolicy() })
    #expect(
      await eventually { core.notices.texts == ["settings: store changed, which takes effect at the next start"] })
    try replace("health: {window: 2h}\n")
    #expect(await eventually { core.notices.texts.isEmpty })
    await controller.close()
    #expect(adopted.all.count == 3)
  }

  @Test func policiesComeFromSettings() {
    #expect(HealthPolicy(Settings().health) == HealthPolicy())
    var health = Settings().health
    health.errorRates = [0.01, 0.02]
    health.fallbackFactors = [0.95, 0.5]
    health.grades = [0.1, 0.2, 0.3]
    health.system = [0.4, 0.5]
    let policy = HealthPolicy(health)
    #expect(policy.errorSteps == [.init(above: 0.02, factor: 0.6), .init(above: 0.01, factor: 0.8)])
    #expect(policy.fallbackSteps == [.init(above: 0.5, factor: 0.5), .init(above: 0.2, factor: 0.95)])
    #expect(policy.unhealthyFrom == 0.1 && policy.degradedFrom == 0.2 && policy.healthyFrom == 0.3)
    #expect(policy.systemDegradedFrom == 0.4 && policy.systemHealthyFrom == 0.5)
  }
}

/// The settings that were adopted, in their order.
private final class Adopted: Sendable {
  private let settings = Mutex<[Settings]>([])

  var all: [Settings] { settings.withLock { $0 } }

  func add(_ new: Settings) { settings.withLock { $0.append(new) } }
}
