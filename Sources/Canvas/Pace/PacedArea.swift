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
