import Canvas
import Monitoring
import PlainText
import Snapshots

/// The list of wrappers: a title with filter and order, a heading, a row each.
enum WrapperTable {
  static func draw(_ frame: Frame, _ layout: OverviewLayout, in area: Rect, on grid: inout CellGrid) {
    drawTitle(frame, layout, in: area.rows(0, 1), on: &grid)
    let listing = frame.shared.listing
    let columns = WrapperColumns(width: area.width, longestName: listing.longestName, isMarked: frame.isMarked)
    drawHeading(columns, frame, in: area.rows(1, 1), on: &grid)
    let rows = area.rows(2, area.height - 2)
    // Where it stands depends on how many wrappers there are, not on how many the filter leaves.
    let height = layout.linesPerRow
    let spare = rows.rows(listing.total * height + 1, rows.height)
    if spare.height >= LastErrorsView.leastRows { LastErrorsView.draw(frame, in: spare, on: &grid) }
    guard !listing.rows.isEmpty else {
      drawNothingFound(frame, in: rows, on: &grid)
      return
    }
    let wrappers = frame.snapshot?.monitor.wrappers ?? []
    for place in 0..<layout.tableRows {
      let row = listing.top + place
      guard row < listing.rows.count else { break }
      guard wrappers.indices.contains(listing.rows[row]) else { continue }
      let wrapper = wrappers[listing.rows[row]], area = rows.rows(place * height, height)
      WrapperRow(frame: frame, wrapper: wrapper, isSelected: row == listing.cursor).draw(columns, in: area, on: &grid)
    }
  }

  private static func drawTitle(_ frame: Frame, _ layout: OverviewLayout, in row: Rect, on grid: inout CellGrid) {
    let listing = frame.shared.listing
    var title = Line("wrappers ", .title, .bold)
    let total = NumberFormat.grouped(UInt64(listing.total))
    let shown = NumberFormat.grouped(UInt64(listing.rows.count))
    title.add(listing.filter.text.isEmpty ? total : "\(shown) of \(total)", .text)
    if let field = frame.line {
      FilterLine.draw(field, title: title, in: row, on: &grid)
      return
    }
    var left = [Segment(title, rank: 0)]
    if !listing.filter.text.isEmpty {
      title.add("  filter ", .dim)
      title.add(listing.filter.text, .notice, .bold)
      left = [Segment(title, rank: 0), Segment(Line("Esc clears it", .dim), rank: 4)]
    }
    if listing.rows.count > layout.tableRows {
      left.append(Segment(position(listing, layout.tableRows), rank: 1))
    }
    let order = Line("sort ", .dim).adding(listing.order.column.title, .text)
      .adding(", \(listing.order.direction)", .dim)
    let windows = Line(frame.isMarked ? "" : "rates, p95, lines: ", .dim).adding(frame.rangeWords, .text)
    var right = [Segment(order, rank: 3), Segment(windows, rank: 2)]
    if frame.isMarked { right.insert(Segment(Line("below: change", .accent), rank: 1), at: 0) }
    grid.titleRule(left, right, in: row)
  }

  // Which rows are on the screen: "rows 13 to 24".
  private static func position(_ listing: Listing, _ page: Int) -> Line {
    Line("rows \(listing.top + 1) to \(min(listing.top + page, listing.rows.count))", .dim)
  }

  private static func drawHeading(_ columns: WrapperColumns, _ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    let order = frame.shared.listing.order
    for column in columns.columns {
      let isSorted = column.kind.isSorted(by: order.column)
      let mark = isSorted ? String(order.isAscending ? grid.glyphs.ascending : grid.glyphs.descending) : ""
      let role: Role = isSorted ? .accent : .dim
      let text = column.kind.heading(width: column.width)
      let line = Line(column.kind.isRightAligned ? mark + text : text + mark, role, isSorted ? .bold : [])
      // The mark of a right-aligned column stands in the gap before it.
      let x = column.kind.isRightAligned ? column.x + column.width - line.width : column.x
      let width = column.kind.isRightAligned ? line.width : column.width
      grid.draw(line, in: row.columns(x, width))
    }
  }

  private static func drawNothingFound(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let filter = frame.shared.listing.filter, hidden = frame.shared.listing.total
    let what = hidden == 1 ? "1 wrapper is" : "\(hidden) wrappers are"
    let lines = [
      Line("No wrapper meets the filter ", .text).adding(filter.text, .notice, .bold),
      Line("\(what) hidden. Esc clears the filter, / changes it.", .dim),
    ]
    for (row, line) in lines.enumerated() {
      grid.draw(line, in: area.rows(1 + row, 1).columns(2, area.width - 2))
    }
  }
}
