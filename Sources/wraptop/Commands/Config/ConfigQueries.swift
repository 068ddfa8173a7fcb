import ArgumentParser
import Canvas
import Configuration
import Foundation
import Reports

/// The configuration of wrappers, for scripts (article Configuration; Command line).
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show, check, and change the configuration of wrappers.",
    discussion: """
      The value in force is that of the highest layer that has one: default, file, profile, environment, runtime, \
      override. Only the runtime layer is ever written; your own files stay as they are. Every change is recorded and can \
      be taken back. Secrets are shown as ********.

        wraptop config list --wrappers wrappers.yaml
        wraptop config set bot.daily_budget 5 --reason 'month of tests' --wrappers wrappers.yaml
        wraptop config show bot --effective --json --wrappers wrappers.yaml | jq .config.daily_budget
        wraptop config validate wrappers.yaml

      The exit status is 0, 64 for a name or an option that makes no sense, 65 for a value that its field does not take, \
      66, 73, 74 or 77 for a file that cannot be used, and 78 for a configuration with errors.
      """,
    subcommands: [
      ListWrappers.self, ShowWrapper.self, GetField.self, SetField.self, UnsetField.self, ValidateConfiguration.self,
      DiffConfiguration.self, ListFields.self, ShowHistory.self, RollBack.self,
      RunWithConfiguration.self, PrintSchema.self,
    ])
}

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
    let view = try ConfigurationView(options.completePaths())
    try StandardOutput.write(
      json ? ConfigurationJSON().wrappers(view.state) : Array(ConfigurationView.text.wrappers(view.configuration).utf8))
  }
}

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
    let view = try ConfigurationView(options.completePaths())
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

/// What fields there are.
struct ListFields: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "List the fields of each kind of wrapper with their types, ranges, defaults, and rules.",
    discussion: """
      Kinds that the wrappers file declares are among them. Each field also has an environment variable, \
      WRAPPER_<NAME>_<FIELD>; one of its own is shown as $NAME.

      --json prints {"schema":1,"kinds":[{"kind","built_in","fields":[{"field","group","type","unit","default","min","max",\
      "excludes_min","excludes_max","allowed","takes","required","sensitive","variable","description"}],"rules":[{"rule":\
      "ordered","field","below","allows_equal","message"},{"rule":"required","field","when","is","message"}]}]}.
      """)

  @Argument(help: ArgumentHelp("Only this kind.", valueName: "kind"))
  var kind: String?

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  @Flag(name: .long, help: "Print tables in Markdown.")
  var markdown = false

  @OptionGroup var options: ConfigurationOptions

  func validate() throws {
    if json && markdown { throw ValidationError("--markdown: is another form than --json; name one of them") }
  }

  func run() throws {
    let kinds = try ConfigurationView(options.completePaths()).configuration.kinds
    let chosen = try kind.map { [try Self.kind($0, among: kinds)] } ?? kinds
    let catalogue = FieldCatalogue(kinds: chosen)
    if json { return try StandardOutput.write(ConfigurationJSON().catalogue(catalogue)) }
    let text = markdown ? CatalogueMarkdown().text(catalogue) : ConfigurationView.text.catalogue(catalogue)
    try StandardOutput.write(Array(text.utf8))
  }

  /// A kind by its name.
  static func kind(_ name: String, among kinds: [Kind]) throws -> Kind {
    if let kind = kinds.first(where: { $0.name == name }) { return kind }
    let known = kinds.map(\.name)
    throw Failure.usage(
      ShownText.argument(name, near: known, otherwise: "kind") + ": no kind has that name"
        + ShownText.path(Suggestion.text(for: name, among: known))
        + "; known are " + known.map(ShownText.name).joined(separator: ", "))
  }
}

/// One value.
struct GetField: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Print the value in force of one field.",
    discussion: """
      Numbers come without their unit, flags as true or false, a reference as it is written, a secret as ********. Where \
      nothing is set and there is no default, nothing is printed, and the exit status is 0 all the same. If the wrapper \
      has errors, they are printed instead, and the exit status is 78.
      """)

  @Argument(
    help: ArgumentHelp("Such as bot.daily_budget or bot.budget_alert_thresholds.warning.", valueName: "name.field"))
  var field: String

  @OptionGroup var options: ConfigurationOptions

  func run() throws {
    let view = try ConfigurationView(options.completePaths())
    let address = try FieldAddress(field, in: view)
    try view.requireValid(address.wrapper)
    guard let value = view.configuration.value(address.path, of: address.wrapper) else { return }
    // What a program reads is the value itself; what a terminal gets must do it no harm.
    try StandardOutput.line(isatty(1) == 1 ? SafeText(value.written).string : value.written)
  }
}

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
    let view = try ConfigurationView(options.completePaths())
    if let name { _ = try view.wrapper(name) }
    let differences = view.configuration.differences(of: name)
    try StandardOutput.write(
      json ? ConfigurationJSON().differences(differences) : Array(ConfigurationView.text.differences(differences).utf8))
  }
}
