import ArgumentParser
import Canvas
import Themes

/// Lists the themes.
struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the built-in themes.")

  func run() throws {
    for (name, _) in BuiltInThemes.all { try StandardOutput.line(name) }
  }
}
