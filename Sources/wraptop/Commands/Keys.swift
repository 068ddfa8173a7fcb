import ArgumentParser
import Configuration
import Dashboard
import Themes

/// Lists the keys of the dashboard.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the keys of the dashboard.",
    discussion: "Groups: " + Binding.Group.allCases.map(\.rawValue).joined(separator: "; ") + ".")

  @Argument(help: ArgumentHelp("Only this group of keys. Can be repeated.", valueName: "group"))
  var groups: [String] = []

  @Flag(name: .long, help: "Print a table in Markdown.")
  var markdown = false

  func run() throws {
    let chosen = try groups.isEmpty ? Binding.Group.allCases : groups.map(Self.group)
    if markdown { return try table(chosen) }
    let width = Binding.table.map(\.keyNames.count).max() ?? 0
    for group in chosen {
      try StandardOutput.line(group.rawValue)
      for binding in Binding.listed(group) {
        let names = binding.keyNames
        try StandardOutput.line(
          "  \(names)\(String(repeating: " ", count: width - names.count))  \(binding.description)")
      }
    }
  }

  private func table(_ groups: [Binding.Group]) throws {
    try StandardOutput.line("| Key | Does |\n|---|---|")
    for group in groups {
      try StandardOutput.line("| | **\(group.rawValue)** |")
      for binding in Binding.table where binding.group == group {
        let keys = binding.keyNames.split(separator: ", ").map { "`\($0)`" }.joined(separator: " ")
        try StandardOutput.line("| \(keys) | \(binding.description) |")
      }
    }
  }

  private static func group(_ name: String) throws -> Binding.Group {
    if let group = Binding.Group(rawValue: name) { return group }
    throw Failure.usage(
      ShownText.argument(name, near: Binding.Group.allCases.map(\.rawValue), otherwise: "group")
        + ": no group of keys has that name; wraptop help keys lists them")
  }
}

/// Lists the themes.
struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the built-in themes.")

  func run() throws {
    for (name, _) in BuiltInThemes.all { try StandardOutput.line(name) }
  }
}
