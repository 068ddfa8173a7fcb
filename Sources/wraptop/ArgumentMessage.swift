import ArgumentParser
import Configuration
import PlainText

/// A message of the parser about a command line, without arguments in it that may be secrets.
enum ArgumentMessage {
  /// The same message with what was quoted from the command line hidden, but for options and for what is nearly the name of a
  /// command.
  static func harmless(_ message: String, arguments: [String]) -> String {
    let commands = Self.commands(of: Wraptop.self)
    var harmless = message
    // The longest first: one may be a part of another.
    for argument in arguments.sorted(by: { $0.utf8.count > $1.utf8.count }) {
      let texts =
        argument.hasPrefix("-")
        ? [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init) : [argument]
      for text in texts where !isKnown(text, commands) {
        harmless = harmless.replacing("'\(text)'", with: FieldValue.mask)
      }
    }
    return harmless
  }

  private static func isKnown(_ text: String, _ commands: [String]) -> Bool {
    ShownText.option(text) == text && text.hasPrefix("-")
      || commands.contains { NearestName.isTypingError(text, for: $0) }
  }

  private static func commands(of command: any ParsableCommand.Type) -> [String] {
    command.configuration.subcommands.flatMap { [$0._commandName] + commands(of: $0) }
  }
}
