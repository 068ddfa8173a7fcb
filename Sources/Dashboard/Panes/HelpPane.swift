import Canvas

/// All keys, from the table that binds them.
enum HelpPane {
  static func draw(_ frame: Frame, offset: Int, on grid: inout CellGrid) {
    let area = area(frame.layout.size)
    let inner = grid.box("keys", in: area)
    let lines = lines(width: inner.width)
    for (row, line) in lines.dropFirst(offset).prefix(inner.height).enumerated() {
      grid.draw(line, in: inner.rows(row, 1))
    }
    guard lines.count > inner.height else { return }
    let last = min(lines.count, offset + inner.height)
    let position = Line(" \(offset + 1) to \(last) of \(lines.count), j k scroll ", .dim)
    grid.draw(
      position, in: area.rows(area.height - 1, 1).columns(area.width - position.width - 2, position.width))
  }

  /// The furthest that it can be scrolled on a screen of that size.
  static func scrollLimit(_ size: Size) -> Int {
    let area = area(size)
    return max(0, lines(width: area.width - 4).count - (area.height - 2))
  }

  private static func area(_ size: Size) -> Rect {
    let width = min(100, size.columns), height = max(0, size.rows - 1)
    return Rect(x: (size.columns - width) / 2, y: 0, width: width, height: height)
  }

  private static let keyWidth = 16

  static func lines(width: Int) -> [Line] {
    var lines: [Line] = []
    for group in Binding.Group.allCases {
      if !lines.isEmpty { lines.append(Line()) }
      lines.append(Line(group.rawValue, .title, .bold))
      for binding in Binding.table where binding.group == group { lines += self.lines(binding, width: width) }
    }
    return lines
  }

  private static func lines(_ binding: Binding, width: Int) -> [Line] {
    var words = binding.description.split(separator: " ").map { Line(String($0)) }
    if binding.places.isDisjoint(with: Place.views) == false, !Place.views.isSubset(of: binding.places) {
      let places = Place.allCases.filter { binding.places.contains($0) && Place.views.contains($0) }.map(\.title)
      words += "(in \(places.joined(separator: ", ")))".split(separator: " ").map { Line(String($0), .dim) }
    }
    var wrapped = Line.wrap(words, width: max(10, width - keyWidth), gap: 1)
    if wrapped.isEmpty { wrapped = [Line()] }
    return wrapped.enumerated().map { row, text in
      var line = Line(row == 0 ? binding.keyNames : "", .key, .bold)
      line.pad(to: keyWidth)
      line.add(text)
      return line
    }
  }
}
