/// A bar that fills from the left in eighths of a cell, one row high. It is full at 1 and only then, and it never
/// looks empty above 0.
package struct Gauge: Widget, Hashable, Sendable {
  /// 0 to 1, cut off beyond; nil, if there is nothing to show: then the bar stays blank.
  package var value: Double?
  package var role: Role
  /// What stands to the right of the bar.
  package var label: [Span]
  /// The columns that are kept for the label, so that bars below one another line up; those of `label`, if nil.
  package var labelWidth: Int?

  package init(_ value: Double?, role: Role, label: [Span] = [], labelWidth: Int? = nil) {
    self.value = value
    self.role = role
    self.label = label
    self.labelWidth = labelWidth
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let row = area.row(0)
    let bar = bar(in: row)
    drawBar(bar, on: &grid)
    grid.write(label, x: bar.maxX + 1, y: row.y, width: row.maxX - bar.maxX - 1, alignment: .trailing)
  }

  /// The fewest columns of a bar that has a label beside it; with less room the label goes.
  private static let minimumBar = 4

  /// The part of an area that the bar fills; what is right of it, but for a blank, is for the label.
  func bar(in area: Rect) -> Rect {
    let wanted = labelWidth ?? label.width
    let beside = wanted > 0 && area.width >= wanted + 1 + Self.minimumBar
    return Rect(x: area.x, y: area.y, width: beside ? area.width - wanted - 1 : area.width, height: area.height)
  }

  /// Fills the rows of an area with the bar alone.
  func drawBar(_ area: Rect, on grid: inout CellGrid) {
    guard let value, !value.isNaN, !area.isEmpty else { return }
    let eighths = Self.eighths(of: value, cells: area.width)
    let full = eighths / 8
    grid.fill(
      Rect(x: area.x, y: area.y, width: full, height: area.height), grid.glyphs.gaugeCell(eighths: 8), Style(role))
    let rest = Rect(x: area.x + full, y: area.y, width: area.width - full, height: area.height)
    grid.fill(rest, grid.glyphs.gaugeTrack, Style(.track))
    if eighths % 8 > 0 {
      let partial = Rect(x: rest.x, y: rest.y, width: 1, height: rest.height)
      grid.fill(partial.intersection(rest), grid.glyphs.gaugeCell(eighths: eighths % 8), Style(role))
    }
  }

  /// How many eighths of so many cells are filled: all at 1 and only then, at least one above 0.
  static func eighths(of value: Double, cells: Int) -> Int {
    let all = cells * 8
    if value >= 1 { return all }
    guard value > 0, all > 0 else { return 0 }
    return min(max(Int(value * Double(all)), 1), all - 1)
  }
}
