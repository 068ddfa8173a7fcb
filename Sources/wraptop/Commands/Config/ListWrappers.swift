import ArgumentParser
import Reports

/// All wrappers at a glance.
struct ListWrappers: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List all wrappers with their kind, origin, number of fields set, and faults.",
    discussion: """
      --json prints {"schema":1,"environment","files":[{"layer","path","exists"}],"wrappers":[{"wrapper_name","kind",\
      "origin","file","line","enabled","monitoring_enabled","changed_fields","errors","warnings"}],"errors","warnings"}.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  func run() throws {
    let view = try ConfigurationView(options.paths)
    try StandardOutput.write(
      json ? ConfigurationJSON().wrappers(view.state) : Array(ConfigurationView.text.wrappers(view.configuration).utf8))
  }
}
