/// Where in its range a number is: `├──●─────┤`. Where steps are few, each has a mark.
package struct NumberScale: Widget, Hashable, Sendable {
  /// An end of the range.
  package struct End: Hashable, Sendable {
    package var value: Double
    /// As it is written.
    package var text: String
    /// The value itself is not in the range.
    package var isExcluded: Bool

    package init(_ value: Double, _ text: String, isExcluded: Bool = false) {
      self.value = value
      self.text = text
      self.isExcluded = isExcluded
    }
  }

  /// Nil if there is none, or if it is no number.
  package var value: Double?
  /// Nil for no end.
  package var minimum: End?
  package var maximum: End?
  /// How far a step goes; nil if that is not to be shown.
  package var step: Double?

  package init(_ value: Double? = nil, minimum: End? = nil, maximum: End? = nil, step: Double? = nil) {
    self.value = value
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
  }

  /// The range in words: `1 … 300`, `> 0`, `≤ 5`; empty if it has no end.
  package func words(in glyphs: GlyphSet) -> String {
    if let ends { return "\(ends.low) \(glyphs.rangeDash) \(ends.high)" }
    if let minimum { return "\(minimum.isExcluded ? ">" : glyphs.atLeast) \(minimum.text)" }
    if let maximum { return "\(maximum.isExcluded ? "<" : glyphs.atMost) \(maximum.text)" }
    return ""
  }

  /// What stands at both ends; nil if one is missing.
  var ends: (low: String, high: String)? {
    guard let minimum, let maximum, minimum.value < maximum.value else { return nil }
    return ((minimum.isExcluded ? "> " : "") + minimum.text, (maximum.isExcluded ? "< " : "") + maximum.text)
  }

  /// The columns that it is best drawn in: at most so many, such that marks of steps are equally far apart.
  func width(atMost room: Int) -> Int {
    guard let count = markedSteps(width: room) else { return room }
    return (room - 1) / count * count + 1
  }

  // How many steps lead from end to end, if each can have a mark; a mark needs two columns beside it to be told from a
  // line.
  private func markedSteps(width: Int) -> Int? {
    guard let step, step > 0, let minimum, let maximum else { return nil }
    let steps = ((maximum.value - minimum.value) / step).rounded(.up)
    return steps > 1 && steps * 3 <= Double(width - 1) ? Int(steps) : nil
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard area.width >= 3, area.height > 0, let minimum, let maximum, minimum.value < maximum.value else { return }
    let row = area.row(0)
    grid.fill(row, grid.glyphs.rule, Style(.track))
    let last = row.width - 1
    func column(of number: Double) -> Int {
      let share = (number - minimum.value) / (maximum.value - minimum.value)
      return row.x + Int((min(max(share, 0), 1) * Double(last)).rounded())
    }
    if let step, let count = markedSteps(width: row.width) {
      for number in 1..<count {
        let place = column(of: minimum.value + Double(number) * step)
        grid[place, row.y] = Cell(grid.glyphs.scaleStep, style: Style(.track))
      }
    }
    grid[row.x, row.y] = Cell(grid.glyphs.scaleStart, style: Style(.track))
    grid[row.x + last, row.y] = Cell(grid.glyphs.scaleEnd, style: Style(.track))
    guard let value, value.isFinite else { return }
    // What lies beyond an end stands at it, and says so by its shape and colour.
    let isBelow = value < minimum.value
    let isBeyond = isBelow || value > maximum.value
    let beyond = isBelow ? grid.glyphs.cutLeft : grid.glyphs.cutRight
    let thumb = Cell(isBeyond ? beyond : grid.glyphs.scaleThumb, style: Style(isBeyond ? .error : .accent, .bold))
    grid[column(of: value), row.y] = thumb
  }
}
