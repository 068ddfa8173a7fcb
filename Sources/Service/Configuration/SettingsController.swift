import Configuration
import ConfigurationFiles
import Monitoring
import SystemFiles

/// Keeps the settings of a running core: watches the file, adopts what can change while the core runs, and tells whoever
/// else goes by it. A fault leaves the last good settings in force, and says so; what takes effect at the next start only
/// is said, too.
package actor SettingsController {
  private let executor = BlockingExecutor(label: "wraptop.settings")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let core: Core
  private let file: SettingsFile
  private let vocabulary: SettingsVocabulary
  /// What the core was started with.
  private let started: Settings
  /// The last good settings.
  package private(set) var current: Settings
  private var fault: String?
  private var following: Task<Void, Never>?
  private var adopted: @Sendable (Settings) -> Void = { _ in }

  /// Nothing is watched before `start`.
  ///
  /// - Parameters:
  ///   - core: judges health by `settings` already.
  ///   - settings: what was read from the file at the start.
  package init(of core: Core, file: SettingsFile, settings: Settings, vocabulary: SettingsVocabulary) {
    self.core = core
    self.file = file
    self.vocabulary = vocabulary
    started = settings
    current = settings
  }

  deinit { following?.cancel() }

  /// Follows the file from now on.
  ///
  /// - Parameter adopted: receives each new settings once they are in force, such as for rules and channels.
  package func start(adopted: @escaping @Sendable (Settings) -> Void = { _ in }) {
    self.adopted = adopted
    let changes = FileWatch.changes(of: [file.path])
    // What changed before the watch began is not heard of.
    reload()
    following = Task { [weak self] in
      for await _ in changes { await self?.reload() }
    }
  }

  /// Follows the file no longer.
  package func close() {
    following?.cancel()
    following = nil
  }

  /// Reads the file again, as is done whenever it changes.
  package func reload() {
    let settings: Settings
    do {
      settings = try file.read(vocabulary).settings
    } catch {
      return report(error)
    }
    if exchange(&fault, with: nil) != nil {
      core.notices.withdraw(.settings)
      core.notices.log.info("settings: what is in the file is in force again")
    }
    guard settings != current else { return }
    current = settings
    core.setPolicy(HealthPolicy(settings.health))
    adopted(settings)
    core.notices.log.info("settings: taken over")
    let waiting = settings.restartKeys(since: started)
    if waiting.isEmpty { return core.notices.withdraw(.settingsRestart) }
    core.notices.post(
      "settings: \(waiting.joined(separator: ", ")) changed, which takes effect at the next start", as: .settingsRestart
    )
  }

  private func report(_ error: ConfigurationFileError) {
    let faults = error.description.split(separator: "\n")
    let text = "settings: \(faults.first ?? "")" + (faults.count > 1 ? " (and \(faults.count - 1) more)" : "")
    guard fault != text else { return }
    fault = text
    core.notices.post(text + "; the last good ones stay in force", as: .settings)
  }
}

extension HealthPolicy {
  /// The policy that settings ask for; what they leave open is that of the article Monitoring, Health score.
  package init(_ health: Settings.Health) {
    self.init()
    windowSeconds = health.windowSeconds ?? windowSeconds
    recentFailureSeconds = health.recentFailureSeconds ?? recentFailureSeconds
    recentFailureFactor = health.recentFailureFactor ?? recentFailureFactor
    fallbackSteps = Self.steps(fallbackSteps, health.fallbackRates, health.fallbackFactors)
    errorSteps = Self.steps(errorSteps, health.errorRates, health.errorFactors)
    if let grades = health.grades, grades.count == 3 {
      (unhealthyFrom, degradedFrom, healthyFrom) = (grades[0], grades[1], grades[2])
    }
    if let system = health.system, system.count == 2 {
      (systemDegradedFrom, systemHealthyFrom) = (system[0], system[1])
    }
  }

  // Settings go from the lowest rate to the highest, steps the other way.
  private static func steps(_ usual: [Step], _ rates: [Double]?, _ factors: [Double]?) -> [Step] {
    let rates = rates ?? usual.map(\.above).reversed()
    let factors = factors ?? usual.map(\.factor).reversed()
    return zip(rates, factors).map { Step(above: $0, factor: $1) }.reversed()
  }
}
