import Canvas

/// Where the list of wrappers and the one under the cursor stand in the overview.
struct OverviewLayout {
  /// The list of wrappers with its title and heading.
  private(set) var table: Rect
  /// The wrapper under the cursor, in whatever room there is; empty if there is none.
  private(set) var detail: Rect
  /// How the detail is to be drawn.
  private(set) var detailForm = DetailForm.none
  /// How many lines a wrapper has in the list: with a mark, a second one for the changes.
  let linesPerRow: Int

  /// How the wrapper under the cursor is shown beside the list.
  enum DetailForm { case none, strip, pane }

  /// - Parameters:
  ///   - body: where the pane is drawn.
  ///   - size: the size of the terminal.
  ///   - isListOnly: true to leave all room to the list.
  init(_ body: Rect, _ size: Size, _ shared: SharedState, isListOnly: Bool = false) {
    table = body
    detail = body.rows(body.height, 0)
    linesPerRow = shared.mark == nil ? 1 : 2
    let lines = shared.listing.total * linesPerRow
    // What wraptop waits for takes the whole room.
    guard lines > 0, !isListOnly else { return }
    if size.columns >= 160 && size.rows >= 24 {
      let width = min(120, size.columns * 6 / 10)
      table = body.columns(0, width)
      detail = body.columns(width + 2, body.width - width - 2)
      detailForm = .pane
    } else if size.rows >= 30 || size.rows >= 24 && body.height - 2 - lines >= Self.leastPane {
      let rows = 2 + max(size.rows >= 30 ? 6 : 3, min(lines, body.height - 2 - Self.leastPane))
      table = body.rows(0, rows)
      detail = body.rows(rows, body.height - rows)
      detailForm = .pane
    } else if size.rows >= 20 {
      table = body.rows(0, body.height - Self.strip)
      detail = body.rows(body.height - Self.strip, Self.strip)
      detailForm = .strip
    }
  }

  /// How many wrappers are listed at once.
  var tableRows: Int { max(1, (table.height - 2) / linesPerRow) }

  private static let strip = 6
  private static let leastPane = 12
}
