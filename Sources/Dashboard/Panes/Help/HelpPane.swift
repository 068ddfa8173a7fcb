import Canvas

extension PaneID {
  static let help = PaneID("help")
}

extension KeyMode {
  static let help = KeyMode("help", [.browsing, .helped])
}

/// All keys and what columns mean, over everything but the footer.
struct HelpPane: Pane {
  typealias Own = Never

  static let id = PaneID.help
  static let layer = PaneLayer.overlay
  static let modes = [KeyMode.help]

  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  var mode: KeyMode { .help }

  static let bindings: [Binding] = [
    Binding(
      [.character("?")], .toggle(.help), "help", "All keys; again or Esc closes it",
      in: Set(PaneRegistry.modes.filter(\.isHelped)), .screen, footer: 1),
    Binding([.escape, .enter], .back, "close", "Close the help", in: [.help], .screen, footer: 2),
  ]

  mutating func update(
    _ input: PaneInput<Never>, _ shared: inout SharedState, _ context: PaneContext
  ) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: context.page)
    case .accept, .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ shared: inout SharedState, _ context: PaneContext) {
    scroll.settle(page: 0, count: HelpView.scrollLimit(context.surroundings.size))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    HelpView.draw(frame, offset: scroll.line, on: &grid)
  }
}
