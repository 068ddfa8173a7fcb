import ArgumentParser
import Canvas
import Dashboard

/// Lists the keys of the dashboard.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Show what each key of the dashboard does.")

  func run() throws {
    let width = Binding.table.map(\.keyNames.count).max() ?? 0
    for group in Binding.Group.allCases {
      try StandardOutput.line(group.rawValue)
      for binding in Binding.listed(group) {
        let names = binding.keyNames
        try StandardOutput.line(
          "  \(names)\(String(repeating: " ", count: width - names.count))  \(binding.description)")
      }
    }
  }
}
