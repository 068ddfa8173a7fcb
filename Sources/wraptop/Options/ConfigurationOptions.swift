import ArgumentParser
import Configuration
import ConfigurationFiles
import Foundation

/// What the configuration of wrappers is made of (article Configuration, Layers).
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The wrappers' configuration: a YAML or JSON file, or a folder of NAME.json.", valueName: "file|dir"))
  var wrappers: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The environment whose profile counts: wrappers-NAME.yaml beside wrappers.yaml.", valueName: "name"))
  var environment: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A value that hides all others for this run; repeatable. A secret only as a reference.",
      valueName: "name.field=value"))
  var set: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The only file that wraptop writes: what operators set.",
      discussion: "$XDG_STATE_HOME/wraptop/runtime.json if left out.", valueName: "file"))
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
