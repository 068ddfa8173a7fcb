import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation
import Service

/// What the configuration of wrappers is made of (article Configuration, Layers).
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The configuration of the wrappers: a YAML or JSON file, or a folder of NAME.json files.", valueName: "file|dir"))
  var wrappers: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The environment whose profile to use: wrappers-NAME.yaml beside wrappers.yaml.", valueName: "name"))
  var environment: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Override a value for this run. Can be repeated. Secrets are given as references.",
      valueName: "name.field=value"))
  var set: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where to keep the values that operators set; no other configuration file is written.",
      discussion: "The default is $XDG_STATE_HOME/wraptop/runtime.json.", valueName: "file"))
  var runtime: String?

  @Option(name: .long, help: SettingsOption.help)
  var config: String?

  /// Whether anything of it is named.
  var isNamed: Bool { wrappers != nil || environment != nil || !set.isEmpty || runtime != nil }

  /// The settings file.
  var settings: SettingsFile { SettingsOption.file(named: config) }

  /// Where everything is, by the command line and, where that leaves it open, by the settings.
  func completePaths() throws -> ConfigurationPaths {
    var options = self
    options.complete(by: try settings.read(.program).settings)
    return options.paths
  }

  /// Where everything is, by these options alone.
  var paths: ConfigurationPaths {
    ConfigurationPaths(
      wrappers: wrappers, environmentName: environment, stateFolder: StoreOptions.stateFolder, runtime: runtime,
      overrides: set, environment: ProcessInfo.processInfo.environment)
  }
}

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
