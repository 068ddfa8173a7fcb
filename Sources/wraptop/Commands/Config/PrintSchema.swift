import ArgumentParser
import Configuration
import ConfigurationFiles

/// The schema of a kind of file.
struct PrintSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of a kind of file, by which editors complete and check it.",
    discussion: """
      Kinds are settings (the file of --config), wrappers (that of --wrappers), and mapping (a format of --format). The \
      schema is of draft 2020-12. What has to hold between several values is checked by wraptop alone.

        wraptop config schema settings > ~/.config/wraptop/settings.schema.json

      With that as the first line of config.yaml, editors that know the YAML language server use it:

        # yaml-language-server: $schema=settings.schema.json
      """)

  @Argument(help: "The kind of file: settings, wrappers, or mapping.")
  var kind = FileKind.settings

  enum FileKind: String, ExpressibleByArgument, CaseIterable {
    case settings, wrappers, mapping

    var schema: JSONSchema {
      switch self {
      case .settings: Settings.schema(.program)
      case .wrappers: ConfigurationSources.schema
      case .mapping: MappingFile.schema
      }
    }
  }

  func run() throws { try StandardOutput.write(Array(kind.schema.json.utf8)) }
}
