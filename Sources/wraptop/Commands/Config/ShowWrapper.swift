import ArgumentParser
import Reports

/// All that is known of one wrapper.
struct ShowWrapper: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract:
      "Show the fields of a wrapper: what holds, which layer says it and where, what it hides, and what is wrong.",
    discussion: """
      --json prints {"schema":1,"wrapper_name","kind","origin","file","line","fields":[{"field","group","type","value",\
      "unit","layer","origin","file","line","sensitive","hides":[{"layer","value","origin","file","line"}]}],"errors",\
      "warnings","findings":[{"severity","origin","file","line","layer","wrapper_name","field","message"}]}.

      --effective is for the wrapper itself: what holds and nothing else, defaults included. With --json it is a file of \
      one wrapper, as wraptop reads it in a folder: {"_schema":1,"wrapper_name","config":{"kind",FIELD:value},"_hidden":[]}; \
      null stands for no value. A reference such as ${env:NAME} or ${credential:SERVICE/KEY} stands for what the wrapper \
      has to look up itself; a secret that is in the configuration as such is left out, and its name is in "_hidden". If \
      the wrapper has errors, they are printed instead, and the exit status is 78, for what is wrong is not in force.

        budget=$(wraptop config show bot --effective --json | jq -r .config.daily_budget)
      """)

  @Argument(help: ArgumentHelp("The wrapper.", valueName: "name"))
  var name: String

  @Flag(name: .long, help: "Print only the values in force, as the wrapper needs them.")
  var effective = false

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let view = try ConfigurationView(options.paths)
    let wrapper = try view.wrapper(name)
    let (texts, documents) = (ConfigurationView.text, ConfigurationJSON())
    let bytes: [UInt8]
    if effective {
      try view.requireValid(wrapper)
      bytes =
        json
        ? documents.effective(wrapper, in: view.configuration)
        : Array(texts.effectiveFields(of: wrapper, in: view.configuration).utf8)
    } else {
      bytes =
        json
        ? documents.fields(of: wrapper, in: view.configuration)
        : Array(texts.fields(of: wrapper, in: view.configuration).utf8)
    }
    try StandardOutput.write(bytes)
  }
}
