import Canvas

extension KeyMode {
  /// All keys.
  static let help = KeyMode("help", [.browsing, .helped])
}

/// All keys and what columns mean, over everything but the footer.
struct HelpPane: Pane {
  static let layer = PaneLayer.overlay
  static let fillsScreen = true
  static let modes = [KeyMode.help]

  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  static let bindings: [Binding] = [
    Binding(
      [.character("?")], .toggle(id), "help", "Show all keys",
      in: Set(PaneRegistry.modes.filter(\.isHelped)), .screen, footer: 1),
    Binding([.escape, .enter], .back, "close", "Close the help", in: [.help], .screen, footer: 2),
  ]

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: context.page)
    case .accept, .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    scroll.settle(
      page: 0, count: HelpView.scrollLimit(ScreenLayout(context.surroundings.size, snapshot: context.snapshot).screen))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    HelpView.draw(self, in: area, on: &grid)
  }
}
