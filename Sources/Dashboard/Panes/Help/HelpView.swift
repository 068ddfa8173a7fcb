import Canvas

/// All keys, from the table that binds them, and what the columns mean.
enum HelpView {
  static func draw(_ pane: HelpPane, in screen: Rect, on grid: inout CellGrid) {
    let dialog = dialog(screen), offset = pane.scroll.line
    dialog.draw(in: screen, on: &grid)
    let inner = dialog.content(in: screen)
    let lines = lines(width: inner.width)
    for (row, line) in lines.dropFirst(offset).prefix(inner.height).enumerated() {
      grid.draw(line, in: inner.row(row))
    }
    guard lines.count > inner.height else { return }
    let last = min(lines.count, offset + inner.height)
    let position = Line(" \(offset + 1) to \(last) of \(lines.count), j k scroll ", .dim)
    let border = Rect(x: inner.x, y: inner.maxY, width: inner.width, height: 1)
    grid.draw(position, in: border.columns(border.width - position.width, position.width))
  }

  /// How far it can be scrolled in an area.
  static func scrollLimit(_ area: Rect) -> Int {
    let inner = dialog(area).content(in: area)
    return max(0, lines(width: inner.width).count - inner.height)
  }

  private static func dialog(_ area: Rect) -> Dialog {
    Dialog(title: "keys and columns", contentSize: Size(columns: min(96, area.width - 4), rows: area.height - 2))
  }

  private static let keyWidth = 16

  static func lines(width: Int) -> [Line] {
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
