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
  /// The text, laid out for the columns that there were last.
  private(set) var text = HelpText(width: 0)

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
    let layout = ScreenLayout(context.surroundings.size, snapshot: context.snapshot, alerts: nil)
    let inner = HelpView.content(in: layout.screen)
    if text.width != inner.width { text = HelpText(width: inner.width) }
    scroll.settle(page: 0, count: max(0, text.lines.count - inner.height))
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    HelpView.draw(self, in: area, on: &grid)
  }
}

/// All keys, from the table that binds them, and what the columns mean.
enum HelpView {
  static func draw(_ pane: HelpPane, in screen: Rect, on grid: inout CellGrid) {
    let dialog = dialog(screen), offset = pane.scroll.line
    dialog.draw(in: screen, on: &grid)
    let inner = dialog.content(in: screen)
    let lines = pane.text.lines
    for (row, line) in lines.dropFirst(offset).prefix(inner.height).enumerated() {
      grid.draw(line, in: inner.row(row))
    }
    guard lines.count > inner.height else { return }
    let last = min(lines.count, offset + inner.height)
    let position = Line(" \(offset + 1) to \(last) of \(lines.count), j k scroll ", .dim)
    let border = Rect(x: inner.x, y: inner.maxY, width: inner.width, height: 1)
    grid.draw(position, in: border.columns(border.width - position.width, position.width))
  }

  /// Where its text stands in an area.
  static func content(in area: Rect) -> Rect { dialog(area).content(in: area) }

  private static func dialog(_ area: Rect) -> Dialog {
    Dialog(title: "keys and columns", contentSize: Size(columns: min(96, area.width - 4), rows: area.height - 2))
  }
}

/// The text of the help. It only depends on the columns that there are, so that it is laid out once for each width.
struct HelpText: Equatable {
  let width: Int
  let lines: [Line]

  static func == (a: HelpText, b: HelpText) -> Bool { a.width == b.width }

  private static let keyWidth = 16

  init(width: Int) {
    self.width = width
    lines = width > 0 ? Self.lines(width: width) : []
  }

  private static func lines(width: Int) -> [Line] {
    var lines: [Line] = []
    for group in Binding.Group.allCases {
      if !lines.isEmpty { lines.append(Line()) }
      lines.append(Line(group.rawValue, .title, .bold))
      for binding in Binding.listed(group) { lines += self.lines(binding, width: width) }
    }
    lines += [Line(), Line("Columns", .title, .bold)]
    for kind in WrapperColumns.Kind.allCases {
      guard let explanation = kind.explanation else { continue }
      let words = explanation.split(separator: " ").map { Line(String($0)) }
      lines += entry(Line(kind.heading(width: 20), .accent), words, width: width)
    }
    return lines
  }

  private static func lines(_ binding: Binding, width: Int) -> [Line] {
    var words = binding.description.split(separator: " ").map { Line(String($0)) }
    let views = PaneRegistry.modes.filter(\.isView)
    let inside = views.filter(binding.modes.contains), outside = views.filter { !binding.modes.contains($0) }
    if !inside.isEmpty, !outside.isEmpty {
      // The shorter of the two lists.
      let isIn = inside.count <= outside.count + 1
      let titles = (isIn ? inside : outside).map(\.title).joined(separator: ", ")
      words += "(\(isIn ? "" : "not ")in \(titles))".split(separator: " ")
        .map { Line(String($0), .dim) }
    }
    return entry(Line(binding.keyNames, .key, .bold), words, width: width)
  }

  private static func entry(_ name: Line, _ words: [Line], width: Int) -> [Line] {
    var wrapped = Line.wrap(words, width: max(10, width - keyWidth), gap: 1)
    // Names that fill their column have a line of their own.
    if wrapped.isEmpty || name.width >= keyWidth { wrapped.insert(Line(), at: 0) }
    return wrapped.enumerated().map { row, text in
      var line = row == 0 ? name : Line()
      line.pad(to: keyWidth)
      line.add(text)
      return line
    }
  }
}
