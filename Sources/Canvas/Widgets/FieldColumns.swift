/// Where the parts of the rows of a form stand, so that they line up under one another.
package struct FieldColumns: Hashable, Sendable {
  /// The columns of the names of fields.
  package var labelWidth: Int
  /// The columns of the badges that say where values come from; 0 if they have folded away.
  package var badgeWidth: Int
  /// The columns of the words behind the badges, such as `edited`; 0 if only the signs before the names are shown.
  package var wordWidth: Int

  package init(labelWidth: Int, badgeWidth: Int, wordWidth: Int) {
    self.labelWidth = labelWidth
    self.badgeWidth = badgeWidth
    self.wordWidth = wordWidth
  }

  /// The columns before the name: the pointer and two signs.
  package static let gutter = 4
  /// The columns between two parts.
  static let gap = 2
  /// Values get that much room before anything beside them does, and so much before names fill more than their share.
  private static let valueWidth = (least: 24, ample: 28)
  /// The share of a row that names fill at most while values are short of room.
  private static let labelShare = 2.0 / 5

  /// What suits these names and badges in a row of that many columns. Words fold away first, then badges.
  package init(labels: [String], badges: [String], width: Int) {
    let label = labels.map { DisplayWidth.of($0) }.max() ?? 0
    let badge = badges.map { DisplayWidth.of($0) }.max() ?? 0
    let word = FieldLine.Mark.allCases.map(\.word.count).max() ?? 0
    let room = max(0, width - Self.gutter)
    let least = min(label, max(8, Int(Double(room) * Self.labelShare)))
    var spare = room - least - Self.gap - Self.valueWidth.least
    badgeWidth = badge > 0 && spare >= badge + Self.gap ? badge : 0
    if badgeWidth > 0 { spare -= badge + Self.gap }
    wordWidth = badgeWidth > 0 && spare >= word + Self.gap ? word : 0
    if wordWidth > 0 { spare -= word + Self.gap }
    labelWidth = min(label, least + max(0, spare + Self.valueWidth.least - Self.valueWidth.ample))
  }

  /// Where the name stands in a row.
  package func label(in row: Rect) -> Rect { part(of: row, from: Self.gutter, width: labelWidth) }

  /// Where the value stands in a row: between the name and what is at the right edge.
  package func value(in row: Rect) -> Rect {
    let start = Self.gutter + labelWidth + Self.gap
    return part(of: row, from: start, width: row.width - start - beside)
  }

  func badge(in row: Rect) -> Rect {
    part(of: row, from: row.width - beside + Self.gap, width: badgeWidth)
  }

  func word(in row: Rect) -> Rect { part(of: row, from: row.width - wordWidth, width: wordWidth) }

  private var beside: Int {
    (badgeWidth > 0 ? badgeWidth + Self.gap : 0) + (wordWidth > 0 ? wordWidth + Self.gap : 0)
  }

  private func part(of row: Rect, from offset: Int, width: Int) -> Rect {
    Rect(x: row.x + offset, y: row.y, width: width, height: row.height).intersection(row)
  }
}
