import ArgumentParser
import Configuration
import Reports

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
    let kinds = try ConfigurationView(options.paths).configuration.kinds
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
