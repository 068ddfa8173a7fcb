/// Rows of cells under titles, one of them selected. Columns fold away, least important first, when there is not
/// enough room. Only the rows in sight are asked for.
package struct Table: Widget {
  /// A column.
  package struct Column: Hashable, Sendable {
    package var title: String
    package var alignment: Alignment
    /// The fewest columns of the screen that it needs; its title is cut to that.
    package var minimum: Int
    /// Its share of the room that is left; 0: it does not grow.
    package var weight: Int
    /// Columns of the lowest priority fold away first; `Part.required` never does.
    package var priority: Int
    /// Which end of a text that is too long gives way.
    package var truncation: Truncation

    package init(
      _ title: String, width minimum: Int, alignment: Alignment = .leading, weight: Int = 0,
      priority: Int = Part.required, truncation: Truncation = .tail
    ) {
      self.title = title
      self.alignment = alignment
      self.minimum = minimum
      self.weight = weight
      self.priority = priority
      self.truncation = truncation
    }
  }

  /// What a row has in a column.
  package enum Item: Hashable, Sendable {
    case empty
    case text(String, Style)
    case line([Span])
    case gauge(Gauge)
    case budgetGauge(BudgetGauge)
    case sparkline(Sparkline)

    package static func text(_ text: String, _ role: Role = .text) -> Item { .text(text, Style(role)) }
  }

  /// Which column the rows are sorted by.
  package struct Sorting: Hashable, Sendable {
    /// The number of the column, from 0.
    package var column: Int
    package var isDescending: Bool

    package init(column: Int, isDescending: Bool) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  package var columns: [Column]
  package var rowCount: Int
  /// The items of a row, one for each column; called only for rows in sight.
  package var items: (Int) -> [Item]
  package var sorting: Sorting?
  /// The selected row.
  package var selected: Int?
  /// The first row in sight; `firstRow(toShow:…)` works it out.
  package var firstRow: Int
  /// The columns of the screen between two columns.
  package var spacing: Int

  package init(
    columns: [Column], rowCount: Int, sorting: Sorting? = nil, selected: Int? = nil, firstRow: Int = 0,
    spacing: Int = 2, items: @escaping (Int) -> [Item]
  ) {
    self.columns = columns
    self.rowCount = rowCount
    self.sorting = sorting
    self.selected = selected
    self.firstRow = firstRow
    self.spacing = spacing
    self.items = items
  }

  /// The rows that are in sight, drawn in an area of that height.
  package func visibleRows(height: Int) -> Range<Int> {
    let first = Self.firstRow(toShow: nil, from: firstRow, rowCount: rowCount, height: height)
    return first..<min(rowCount, first + max(0, height - 1))
  }

  /// The first row in sight that shows the row `selected` while moving as little as possible.
  ///
  /// - Parameters:
  ///   - previous: the first row in sight so far.
  ///   - height: the height of the table, the line of titles included.
  package static func firstRow(toShow selected: Int?, from previous: Int, rowCount: Int, height: Int) -> Int {
    let shown = max(0, height - 1)
    var first = previous
    if let selected {
      if selected < first { first = selected }
      if selected >= first + shown { first = selected - shown + 1 }
    }
    return max(0, min(first, rowCount - shown))
  }

  package func draw(in area: Rect, on grid: inout CellGrid) {
    guard !area.isEmpty else { return }
    let places = Rect(
      x: area.x + Self.pointerWidth, y: area.y, width: area.width - Self.pointerWidth - Self.scrollBarWidth, height: 1
    ).columns(columns.map { Part(minimum: $0.minimum, weight: $0.weight, priority: $0.priority) }, spacing: spacing)
    for (index, place) in places.enumerated() where !place.isEmpty { drawTitle(index, in: place, on: &grid) }
    let visible = visibleRows(height: area.height)
    for row in visible {
      let line = area.row(row - visible.lowerBound + 1)
      for (index, item) in items(row).prefix(columns.count).enumerated() where !places[index].isEmpty {
        let place = Rect(x: places[index].x, y: line.y, width: places[index].width, height: 1)
        draw(item, of: columns[index], in: place, on: &grid)
      }
      guard row == selected else { continue }
      grid[line.x, line.y] = Cell(grid.glyphs.pointer, style: Style(.accent, .bold))
      grid.select(Rect(x: line.x, y: line.y, width: line.width - Self.scrollBarWidth, height: 1))
    }
    if visible.count < rowCount {
      let bar = Rect(x: area.maxX - 1, y: area.y + 1, width: Self.scrollBarWidth, height: area.height - 1)
      grid.scrollThumb(in: bar, visible: visible, of: rowCount)
    }
  }

  private static let pointerWidth = 2
  private static let scrollBarWidth = 1

  private func drawTitle(_ index: Int, in place: Rect, on grid: inout CellGrid) {
    let column = columns[index]
    let sorts = sorting?.column == index
    // The mark stands in the gap behind the column, so that titles stay over what they name.
    let room = sorts && spacing == 0 ? place.width - 1 : place.width
    let style = sorts ? Style(.accent, .bold) : Style(.dim)
    let used = grid.write(
      column.title, x: place.x, y: place.y, width: room, style: style, alignment: column.alignment)
    guard let sorting, sorts else { return }
    let mark = sorting.isDescending ? grid.glyphs.descending : grid.glyphs.ascending
    grid[place.x + column.alignment.offset(of: used, in: room) + used, place.y] = Cell(mark, style: style)
  }

  private func draw(_ item: Item, of column: Column, in place: Rect, on grid: inout CellGrid) {
    switch item {
    case .empty: break
    case .text(let text, let style):
      grid.write(
        text, x: place.x, y: place.y, width: place.width, style: style, alignment: column.alignment,
        truncation: column.truncation)
    case .line(let spans):
      grid.write(spans, x: place.x, y: place.y, width: place.width, alignment: column.alignment)
    case .gauge(let gauge): gauge.draw(in: place, on: &grid)
    case .budgetGauge(let gauge): gauge.draw(in: place, on: &grid)
    case .sparkline(let sparkline): sparkline.draw(in: place, on: &grid)
    }
  }
}
