/// A box over the rest of the screen, with a frame and a title.
package struct Dialog: Widget, Hashable, Sendable {
  package var title: String
  package var lines: [[Span]]
  /// The keys that it takes, in its last row.
  package var hints: KeyHints?
  package var role: Role
  /// The size of its contents; as its lines and hints need, if nil.
  package var contentSize: Size?

  package init(
    title: String, lines: [[Span]] = [], hints: KeyHints? = nil, role: Role = .border, contentSize: Size? = nil
  ) {
    self.title = title
    self.lines = lines
    self.hints = hints
    self.role = role
    self.contentSize = contentSize
  }

  /// Where it lies within an area, frame included.
  package func frame(in area: Rect) -> Rect {
    let lineWidth = lines.map(\.width).max() ?? 0
    let wanted = max(lineWidth, hints?.width ?? 0, DisplayWidth.of(title) + 2)
    let size = contentSize ?? Size(columns: wanted, rows: lines.count)
    return area.centred(width: size.columns + 4, height: size.rows + 2 + (hints == nil ? 0 : 2))
  }

  /// Where its contents lie within an area, for callers that draw more than lines.
  package func content(in area: Rect) -> Rect {
    let frame = frame(in: area).inset(columns: 2, rows: 1)
    return Rect(x: frame.x, y: frame.y, width: frame.width, height: frame.height - (hints == nil ? 0 : 2))
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    let frame = frame(in: area)
    guard frame.width > 4, frame.height > 2 else { return }
    grid.fill(frame)
    grid.frame(frame, style: Style(role))
    grid.write(
      " \(title) ", x: frame.x + 2, y: frame.y, width: min(frame.width - 4, DisplayWidth.of(title) + 2),
      style: Style(.title))
    let content = content(in: area)
    for (number, line) in lines.prefix(content.height).enumerated() {
      grid.write(line, x: content.x, y: content.y + number, width: content.width)
    }
    hints?.draw(in: Rect(x: content.x, y: frame.maxY - 2, width: content.width, height: 1), on: &grid)
  }
}
