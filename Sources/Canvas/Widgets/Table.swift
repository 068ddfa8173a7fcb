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
  }
}
