import Canvas

/// The last row: a message if there is one, else the keys that help most here.
enum FooterPane {
  static func draw(_ frame: Frame, on grid: inout CellGrid) {
    let row = frame.layout.footer
    if let message = frame.state.message {
      grid.draw(Line(message.text, .notice, .bold), in: row)
      return
    }
    if frame.layout.isFolded {
      let size = frame.layout.size, full = ScreenLayout.full
      let text = "\(size.columns)x\(size.rows): under \(full.columns)x\(full.rows) some is left out"
      grid.draw(
        [Segment(Line(text, .notice), rank: 0)], [Segment(keys(["?", "q"], frame), rank: 1)], in: row)
      return
    }
    let bindings = Binding.table.filter { $0.places.contains(frame.state.place) && $0.footerRank != nil }
    grid.draw(bindings.map { Segment(key($0), rank: $0.footerRank ?? 0) }, [], in: row)
  }

  private static func key(_ binding: Binding) -> Line {
    Line(binding.keys.first?.name ?? "", .key, .bold).adding(" " + binding.label, .dim)
  }

  private static func keys(_ names: [String], _ frame: Frame) -> Line {
    var line = Line()
    for binding in Binding.table
    where binding.places.contains(frame.state.place) && names.contains(binding.keys.first?.name ?? "") {
      line.pad(to: line.width == 0 ? 0 : line.width + 2)
      line.add(key(binding))
    }
    return line
  }
}

/// All there is on a screen on which nothing would fit.
enum TooSmallPane {
  static func draw(_ frame: Frame, on grid: inout CellGrid) {
    let size = frame.layout.size, full = ScreenLayout.full
    let pieces = [
      "too small: \(size.columns)x\(size.rows)", "needs \(full.columns)x\(full.rows)", "q quits",
    ].map { Line($0, .notice) }
    for (row, line) in Line.wrap(pieces, width: size.columns).enumerated() where row < size.rows {
      grid.draw(line, in: grid.bounds.rows(row, 1))
    }
  }
}
