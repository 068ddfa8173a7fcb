/// Lets what changes through to the terminal at a pace. It is pure: the time is passed in.
///
/// A row that has not changed for its interval is let through at once. One that changes all the time is held until the
/// interval is over. Intervals begin at multiples of their length, so that all rows that are held go together: what belongs
/// together does not disagree for long, and there is one frame for all.
package struct RowPacer: Sendable {
  /// Why a grid was drawn.
  package enum Reason: Sendable {
    /// New figures came in.
    case figures
    /// An age or a clock has changed. That is no news: what comes next does not have to wait for it.
    case time
    /// Something that is waited for, such as what a key has done: all of it is shown at once.
    case urgent
  }

  /// When the first of the rows that are held is due; nil if none is.
  package private(set) var due: Duration?

  private var shown: CellGrid?
  private var rows: [[Strip]] = []

  /// A part of a row that is let through as a whole: what one area has of the row, or, as the first, what no area has.
  private struct Strip {
    let columns: Range<Int>
    let pace: Pace
    let urgency: Int
    /// When it was let through with news.
    var time: Duration
    var isHeld = false

    /// The number of intervals that are over.
    func intervals(at time: Duration) -> Int { Int(time / pace.interval) }
  }

  package init() {}

  /// Takes over what may be shown of a grid. A row in which areas lie elsewhere than before is shown at once.
  ///
  /// - Parameters:
  ///   - grid: what views have drawn.
  ///   - time: the time since any instant; never less than before.
  ///   - reason: why it was drawn.
  /// - Returns: what is to be on the screen.
  package mutating func pass(_ grid: CellGrid, at time: Duration, for reason: Reason) -> CellGrid {
    due = nil
    guard reason != .urgent, var shown, shown.size == grid.size else {
      rows = (0..<grid.size.rows).map { Self.strips(of: grid, inRow: $0, at: time) }
      shown = grid
      return grid
    }
    // Held once, it can be changed in place.
    self.shown = nil
    for row in 0..<grid.size.rows where !shown.hasSame(row, as: grid) {
      let strips = Self.strips(of: grid, inRow: row, at: time)
      guard strips.map(\.columns) == rows[row].map(\.columns) else {
        shown.copy(row, from: grid)
        rows[row] = strips
        continue
      }
      let owners = Self.owners(strips, width: grid.size.columns)
      for (number, strip) in strips.enumerated() {
        guard shown.differs(from: grid, inRow: row, where: { owners[$0] == number }) else { continue }
        let last = rows[row][number]
        if strip.urgency != last.urgency || strip.intervals(at: time) > strip.intervals(at: last.time) {
          shown.copy(row, from: grid) { owners[$0] == number }
          rows[row][number] = strip
          if reason == .time, !last.isHeld { rows[row][number].time = last.time }
        } else {
          if reason == .figures { rows[row][number].isHeld = true }
          let end = strip.pace.interval * (strip.intervals(at: time) + 1)
          due = min(due ?? end, end)
        }
      }
    }
    self.shown = shown
    return shown
  }

  private static func strips(of grid: CellGrid, inRow row: Int, at time: Duration) -> [Strip] {
    let areas = grid.pacedAreas.filter { $0.area.y <= row && row < $0.area.maxY }
    return [Strip(columns: 0..<grid.size.columns, pace: .steady, urgency: 0, time: time)]
      + areas.map { Strip(columns: $0.area.x..<$0.area.maxX, pace: $0.pace, urgency: $0.urgency, time: time) }
  }

  // The number of the strip that each cell of a row is part of.
  private static func owners(_ strips: [Strip], width: Int) -> [Int] {
    var owners = Array(repeating: 0, count: width)
    for (number, strip) in strips.enumerated() {
      for column in strip.columns { owners[column] = number }
    }
    return owners
  }
}

/// A part of a grid of which each row changes at a pace of its own; the view that draws it says so.
package struct PacedArea: Hashable, Sendable {
  /// Where it is. What lies in a later area as well is part of that one.
  package let area: Rect
  /// How often a row of it changes.
  package let pace: Pace
  /// Stands for what must not wait: its rows are shown at once when this is another number.
  package let urgency: Int
}

/// How often something that changes all the time changes on the screen.
package enum Pace: Hashable, Sendable {
  /// Every half second: figures.
  case steady
  /// Every two seconds: texts that are read, sums that only grow, and charts.
  case slow

  /// The time between two changes.
  package var interval: Duration {
    switch self {
    case .steady: .milliseconds(500)
    case .slow: .seconds(2)
    }
  }
}

extension CellGrid {
  /// Has each row of an area change at a pace of its own; what is in no area is paced by whole rows.
  ///
  /// - Parameter urgent: what must be shown at once when it changes, such as a name or a grade.
  package mutating func pace(_ area: Rect, _ pace: Pace = .steady, urgent: [AnyHashable] = []) {
    let area = area.intersection(bounds)
    if !area.isEmpty { pacedAreas.append(PacedArea(area: area, pace: pace, urgency: urgent.hashValue)) }
  }

  /// Blanks an area, and forgets the paces of what stood in it.
  package mutating func clear(_ area: Rect) {
    fill(area)
    pacedAreas.removeAll { $0.area.intersection(area) == $0.area }
  }
}
