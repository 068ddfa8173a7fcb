import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation

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

  /// Whether the command line names anything of it.
  var isNamed: Bool { wrappers != nil || environment != nil || !set.isEmpty || runtime != nil }

  /// Where everything is.
  var paths: ConfigurationPaths {
    ConfigurationPaths(
      wrappers: wrappers, environmentName: environment, stateFolder: StoreOptions.stateFolder, runtime: runtime,
      overrides: set, environment: ProcessInfo.processInfo.environment)
  }
}
