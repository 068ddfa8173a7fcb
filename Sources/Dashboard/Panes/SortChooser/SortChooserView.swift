import Canvas

/// The columns to sort by, over the overview.
enum SortChooserView {
  static func draw(_ frame: Frame, cursor: SortColumn, in area: Rect, on grid: inout CellGrid) {
    let order = frame.state.listing.order
    let dialog = Dialog(title: "sort by", contentSize: Size(columns: 40, rows: SortColumn.allCases.count))
    dialog.draw(in: area, on: &grid)
    let inner = dialog.content(in: area)
    let first = max(0, min(cursor.rawValue - inner.height + 1, SortColumn.allCases.count - inner.height))
    for (row, column) in SortColumn.allCases.dropFirst(first).prefix(inner.height).enumerated() {
      let isSelected = column == cursor
      let isCurrent = column == order.column
      var line = Line(isSelected ? String(grid.glyphs.pointer) : " ", .accent, .bold)
      line.add("\(column.key) ", .key, .bold)
      line.add(column.title, isCurrent ? .accent : .text, isCurrent ? .bold : [])
      line.pad(to: 23)
      line.add(isCurrent ? order.direction + ", now" : column.firstEnd, .dim)
      let place = inner.rows(row, 1)
      grid.draw(line, in: place)
      if isSelected { grid.select(place) }
    }
  }
}
