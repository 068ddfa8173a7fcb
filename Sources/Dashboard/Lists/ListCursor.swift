/// A cursor in a list whose rows change places: it stays with a thing, not with a row.
///
/// Until the operator moves it, it follows the first row, so that an unattended screen explains what matters most. Rows
/// that cannot hold the cursor, such as headings, have no identifier; it jumps over them.
package struct ListCursor<ID: Sendable & Equatable>: Sendable, Equatable {
  /// The thing that holds the cursor; nil while it follows the first row.
  package private(set) var selection: ID?
  /// The row of the cursor.
  package private(set) var row = 0
  /// The first row on the screen.
  package private(set) var top = 0
  private let holdsFirst: Bool

  /// Creates a cursor that follows the first row.
  ///
  /// - Parameter holdsFirst: true to hold the first row when the operator moves there; false to follow it again.
  package init(holdsFirst: Bool = false) { self.holdsFirst = holdsFirst }

  /// What becomes of a cursor whose thing is no longer listed.
  enum Absence {
    /// It stays in its row and waits for the thing to come back.
    case wait
    /// It holds the next row, at the end the last one.
    case takeNext
    /// It holds the row that the function finds for the thing.
    case take((ID) -> Int)
  }

  /// Moves the cursor to where its thing is listed by now.
  ///
  /// - Parameters:
  ///   - count: the number of rows.
  ///   - scrolls: true to let the list scroll along, so that the thing keeps its place on the screen.
  ///   - absence: what to do if the thing is not listed.
  ///   - id: the identifier of a row; nil for a row that cannot hold the cursor.
  mutating func locate(
    count: Int, scrolls: Bool = false, absence: Absence = .wait, id: (Int) -> ID?
  ) {
    guard let selection else {
      row = next(from: 0, count: count, id: id) ?? 0
      return
    }
    if row < count, id(row) == selection { return }
    if let found = nearest(to: selection, count: count, id: id) {
      if scrolls { top += found - row }
      row = found
      return
    }
    switch absence {
    case .wait: row = max(0, min(row, count - 1))
    case .takeNext:
      row = next(from: min(row, max(0, count - 1)), count: count, id: id) ?? 0
      self.selection = row < count ? id(row) : nil
    case .take(let find):
      guard count > 0 else { return }
      row = max(0, min(find(selection), count - 1))
      self.selection = id(row)
    }
  }

  /// Scrolls as little as shows the cursor, and leaves no room behind the end.
  ///
  /// - Parameters:
  ///   - page: the number of rows on the screen.
  ///   - count: the number of rows.
  ///   - block: rows that are to be seen together with that of the cursor, if there is room for them.
  mutating func scroll(page: Int, count: Int, block: ClosedRange<Int>? = nil) {
    let page = max(1, page), block = block ?? row...row
    top = min(max(top, block.upperBound - page + 1), block.lowerBound)
    top = max(0, min(top, count - page))
    if row >= top + page { top = row - page + 1 }
  }

  /// Locates the cursor and scrolls to it.
  mutating func settle(page: Int, count: Int, id: (Int) -> ID?) {
    locate(count: count, id: id)
    scroll(page: page, count: count)
  }

  /// Moves the cursor; `page` is the number of rows on the screen.
  mutating func move(_ movement: Movement, page: Int, count: Int, id: (Int) -> ID?) {
    guard count > 0 else { return }
    let target = movement.row(from: row, page: page, count: count)
    let isForward = movement == .down || movement == .pageDown || movement == .first
    let before = (0...target).last { id($0) != nil }, after = (target..<count).first { id($0) != nil }
    guard let row = isForward ? after ?? before : before ?? after else { return }
    self.row = row
    selection = movement == .first && !holdsFirst ? nil : id(row)
  }

  /// Keeps the cursor with a thing from now on, wherever that is listed.
  mutating func hold(_ id: ID) { selection = id }

  /// Puts the cursor on a row and keeps it with the thing there.
  mutating func hold(_ id: ID, at row: Int) {
    selection = id
    self.row = row
  }

  /// Lets the cursor follow the first row again.
  mutating func release() {
    selection = nil
    row = 0
  }

  // Where several rows are alike, the nearest is meant.
  private func nearest(to thing: ID, count: Int, id: (Int) -> ID?) -> Int? {
    for distance in 0...max(row, count) {
      if (0..<count).contains(row - distance), id(row - distance) == thing { return row - distance }
      if (0..<count).contains(row + distance), id(row + distance) == thing { return row + distance }
    }
    return nil
  }

  // The first row from there on that can hold the cursor, else the last one before.
  private func next(from start: Int, count: Int, id: (Int) -> ID?) -> Int? {
    guard start < count else { return nil }
    return (start..<count).first { id($0) != nil } ?? (0..<start).last { id($0) != nil }
  }
}

/// How far lines without a cursor are scrolled.
package struct ScrollOffset: Sendable, Equatable {
  /// The first line on the screen.
  package private(set) var line = 0

  /// Scrolls by a line, a page or to an end; `settle` cuts off what is too far.
  mutating func move(_ movement: Movement, page: Int) {
    switch movement {
    case .up: line -= 1
    case .down: line += 1
    case .pageUp: line -= max(1, page - 1)
    case .pageDown: line += max(1, page - 1)
    case .first: line = 0
    case .last: line = Int.max / 2
    }
  }

  /// Keeps the lines on the screen within the `count` that there are, with `page` of them shown at once.
  mutating func settle(page: Int, count: Int) { line = max(0, min(line, count - page)) }
}
