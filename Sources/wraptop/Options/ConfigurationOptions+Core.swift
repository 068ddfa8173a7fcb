import Configuration
import ConfigurationFiles
import Service

/// The configuration in the cores that commands run.
extension ConfigurationOptions {
  /// Puts the configuration in force in a core that reads what there is and ends.
  ///
  /// - Parameters:
  ///   - hasStore: spending from before this process began is known.
  ///   - warn: receives warnings.
  /// - Throws: if it cannot be read or is not valid, with everything that is wrong.
  func apply(to core: Core, hasStore: Bool, warn: (String) -> Void = StandardError.warn) throws {
    let loaded = try LoadedConfiguration(paths, isComplete: hasStore)
    try loaded.check()
    for warning in Self.told(loaded.warnings) { warn(warning) }
    core.adopt(
      loaded, shownAs: loaded.state(environmentName: environment, readOnlyReason: "this command reads only"))
  }

  /// Puts the configuration in force in a core that goes on, and keeps it so.
  ///
  /// - Parameters:
  ///   - readOnlyReason: why nothing can be changed; nil if it can.
  ///   - isStrict: whether a fault ends the program; without, what is valid is in force and the core says the rest.
  ///   - warn: receives warnings.
  func controller(
    of core: Core, hasStore: Bool, readOnlyReason: String? = nil, isStrict: Bool = false, warn: (String) -> Void
  ) async throws -> ConfigurationController {
    let paths = paths
    let controller = try ConfigurationController(
      of: core, paths: paths, isComplete: hasStore, readOnlyReason: readOnlyReason, isStrict: isStrict,
      actor: .current(environment: paths.environment), clock: SystemClock.now)
    let warnings = await controller.current.resolved.findings.filter { $0.severity == .warning }
    for warning in Self.told(warnings) { warn(warning) }
    return controller
  }

  // A file with a thousand doubts must not fill a screen.
  private static func told(_ warnings: [Finding]) -> [String] {
    let told = warnings.prefix(4).map(\.description)
    guard warnings.count > told.count else { return told }
    return told + ["\(warnings.count - told.count) more warnings; see wraptop config validate"]
  }
}
