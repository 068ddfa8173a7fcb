import ArgumentParser
import Reports

/// What is not as the operator's files say.
struct DiffConfiguration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show where environment variables, the runtime layer, or --set differ from files and defaults.",
    discussion: """
      A secret of such a layer is always shown, masked, for it cannot be compared. The exit status is 0 with and without \
      differences.

      --json prints {"schema":1,"differences":[{"wrapper_name","field","unit","files_value","files_layer","value","layer",\
      "origin","file","line"}]}.
      """)

  @Argument(help: ArgumentHelp("Only this wrapper.", valueName: "name"))
  var name: String?

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let view = try ConfigurationView(options.paths)
    if let name { _ = try view.wrapper(name) }
    let differences = view.configuration.differences(of: name)
    try StandardOutput.write(
      json ? ConfigurationJSON().differences(differences) : Array(ConfigurationView.text.differences(differences).utf8))
  }
}
