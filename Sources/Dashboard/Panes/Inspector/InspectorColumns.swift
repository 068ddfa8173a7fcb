import Canvas
import Configuration

/// Where the columns of the list of fields stand; those that have no room are empty.
struct InspectorColumns {
  /// Beside the chosen row.
  let pointer: Rect
  /// A letter where something is wrong.
  let sign: Rect
  let name: Rect
  let value: Rect
  let layer: Rect
  let hidden: Rect

  private static let gap = 2

  init(_ row: Rect) {
    pointer = row.columns(0, 1)
    sign = row.columns(2, 1)
    let nameWidth = min(32, max(10, (row.width - 4) * 43 / 100))
    name = row.columns(4, nameWidth)
    var x = 4 + nameWidth + Self.gap
    // The last column is that of the scroll bar.
    var rest = row.width - 1 - x
    let hasLayer = rest >= Layer.badgeWidth + Self.gap + 10
    if hasLayer { rest -= Layer.badgeWidth + Self.gap }
    let hiddenWidth = hasLayer && rest >= 24 ? max(14, min(32, (rest - Self.gap) * 45 / 100)) : 0
    let valueWidth = max(0, rest - (hiddenWidth > 0 ? hiddenWidth + Self.gap : 0))
    value = row.columns(x, valueWidth)
    x += valueWidth + Self.gap
    layer = row.columns(x, hasLayer ? Layer.badgeWidth : 0)
    x += hasLayer ? Layer.badgeWidth + Self.gap : 0
    hidden = row.columns(x, hiddenWidth)
  }
}
