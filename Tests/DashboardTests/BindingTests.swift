import Canvas
import Testing

@testable import Dashboard

@Suite("The table of keys")
struct BindingTests {
  @Test(arguments: PaneRegistry.modes) func noKeyMeansTwoThings(mode: KeyMode) {
    var seen: [Key: Action] = [:]
    for binding in Binding.table where binding.modes.contains(mode) {
      for key in binding.keys {
        #expect(seen[key] == nil, "\(key.name) is bound twice in \(mode.title)")
        seen[key] = binding.action
      }
    }
  }

  @Test(arguments: [40, 80, 100]) func everyBindingStandsInTheHelp(width: Int) {
    let lines = HelpText(width: width - 4).lines.map { $0.spans.map(\.text).joined() }
    let text = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    for binding in Binding.table {
      #expect(lines.contains { $0.hasPrefix(binding.keyNames) }, "\(binding.keyNames) is missing")
      let start = binding.description.split(separator: " ").prefix(2).joined(separator: " ")
      #expect(text.contains(start), "\(binding.description) is missing")
    }
    #expect(lines.allSatisfy { DisplayWidth.of($0) <= width - 4 })
  }

  @Test func everyModeCanBeLeftAndQuit() {
    for mode in PaneRegistry.modes {
      #expect(Binding.action(for: .escape, in: mode) == .back)
      #expect(Binding.action(for: .control("c"), in: mode) == .interrupt)
    }
  }

  @Test func modesAndPanesAreTold() {
    #expect(Set(PaneRegistry.modes.map(\.title)).count == PaneRegistry.modes.count)
    #expect(Set(PaneRegistry.entries.map { $0.type.id }).count == PaneRegistry.entries.count)
    #expect(Set(PaneRegistry.entries.compactMap(\.digit)).count == PaneRegistry.views.count)
  }

  @Test func theFooterNamesTheWayToTheHelpInEveryView() {
    for mode in PaneRegistry.modes where mode.isView {
      let labels = Binding.table.filter { $0.modes.contains(mode) && $0.footerRank != nil }.map(\.label)
      #expect(labels.contains("help"))
      #expect(labels.contains("quit"))
    }
  }

  @Test(arguments: [
    "j", "k", "g", "G", "down", "up", "pgdn", "pgup", "enter", "esc", "/", "s", "r", "space", "?", "x", "t", "1", "2",
    "3", "4", "5", "6", "7", "8", "$", "9", "c", "o", "tab", "[", "]", "<", ">", "{", "}", ".", "m", "M", "q",
  ])
  func theKeysOfTheIssueAreBoundInTheOverview(name: String) throws {
    #expect(Binding.action(for: try #require(Key(name: name)), in: .overview) != nil)
  }
}
