import Canvas

/// What is said where there is nothing to show.
enum EmptyText {
  /// Draws sentences, the first of more weight.
  static func draw(_ words: [String], _ role: Role = .text, in area: Rect, on grid: inout CellGrid) {
    let lines = words.enumerated().flatMap { Line.prose($1, $0 == 0 ? role : .dim, width: area.width - 2) }
    let first = area.height > lines.count + 1 ? 1 : 0
    for (row, line) in lines.enumerated() { grid.draw(line, in: area.rows(first + row, 1).columns(1, area.width - 1)) }
  }

  /// What is said of figures that the core has not worked out yet.
  static func pending(_ frame: Frame) -> [String] {
    frame.shared.pause == nil
      ? ["Being worked out."]
      : ["Not in the held picture.", "Space goes back to the present, where it is worked out."]
  }
}
