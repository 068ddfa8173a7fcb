import Configuration

/// The cursor among the fields of a wrapper: it holds a field, wherever that stands, and jumps over headings.
package struct FieldCursor: Sendable, Equatable {
  /// The field that holds the cursor; nil for the first.
  package internal(set) var path: FieldPath?
  /// The row of the cursor.
  package private(set) var row = 0
  /// The first row on the screen.
  package private(set) var top = 0

  /// Puts the cursor back on its field, or near where that was, and scrolls so that it is on the screen with the heading
  /// above it and the messages below it.
  ///
  /// - Parameters:
  ///   - rows: all rows, of which some are fields.
  ///   - page: how many are on the screen.
  package mutating func settle(_ rows: [InspectorRow], page: Int) {
    let page = max(1, page)
    if let path, let place = rows.firstIndex(where: { $0.field?.path == path }) {
      row = place
    } else {
      row = path == nil ? 0 : min(row, max(0, rows.count - 1))
      // A row that is no field gives way to the field behind it, at the end to the one before.
      row = rows.indices.first { $0 >= row && rows[$0].isField } ?? rows.lastIndex(where: \.isField) ?? 0
      if path != nil { path = rows.indices.contains(row) ? rows[row].field?.path : nil }
    }
    let (first, last) = block(rows)
    top = min(max(top, last - page + 1), first)
    top = max(0, min(top, rows.count - page))
    // A block that is longer than the page gives way to its field.
    if row >= top + page { top = row - page + 1 }
  }

  package mutating func move(_ movement: Movement, page: Int, among rows: [InspectorRow]) {
    let places = rows.indices.filter { rows[$0].isField }
    guard !places.isEmpty else { return }
    let here = places.firstIndex { $0 >= row } ?? places.count - 1
    // A page is as many lines as are on the screen, whatever they are.
    let target: Int
    switch movement {
    case .pageUp: target = places.lastIndex { $0 <= row - max(1, page - 1) } ?? 0
    case .pageDown: target = places.firstIndex { $0 >= row + max(1, page - 1) } ?? places.count - 1
    default: target = movement.row(from: here, page: page, count: places.count)
    }
    row = places[target]
    path = rows[row].field?.path
  }

  // The rows that are to be seen together with the one under the cursor.
  private func block(_ rows: [InspectorRow]) -> (first: Int, last: Int) {
    var first = row, last = row
    while first > 0, rows[first - 1].isHeading { first -= 1 }
    while last + 1 < rows.count, rows[last + 1].isMessage { last += 1 }
    return (first, last)
  }
}
