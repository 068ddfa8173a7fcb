/// A cursor in a list whose rows change places: it holds a row by what that is called.
///
/// Until the operator moves it, it stands on the first row, so that an unattended screen explains what matters most.
package struct RowCursor: Sendable, Equatable {
  /// What holds the cursor; nil while it follows the first row.
  package private(set) var selection: String?
  /// The row of the cursor.
  package private(set) var row = 0
  /// The first row on the screen.
  package private(set) var top = 0

  /// Puts the cursor back on what it holds, and scrolls so that it is among the `page` rows on the screen.
  mutating func settle(page: Int, count: Int, name: (Int) -> String) {
    if let selection {
      if row >= count || name(row) != selection {
        // What is no longer listed leaves its place to what stands there now.
        row = (0..<count).first { name($0) == selection } ?? max(0, min(row, count - 1))
      }
    } else {
      row = 0
    }
    let page = max(1, page)
    top = min(max(top, row - page + 1), row)
    top = max(0, min(top, count - page))
  }

  mutating func move(_ movement: Movement, page: Int, count: Int, name: (Int) -> String) {
    guard count > 0 else { return }
    row = movement.row(from: row, page: page, count: count)
    selection = movement == .first ? nil : name(row)
  }

  /// From now on the cursor stays with the row of that name.
  mutating func hold(_ name: String) { selection = name }
}
