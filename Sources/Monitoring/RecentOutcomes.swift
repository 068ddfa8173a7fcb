import Events

/// The last ten operations of a wrapper by end time, with the error messages among them.
struct RecentOutcomes: Sendable {
  struct Outcome: Sendable {
    var end: Timestamp
    var error: String?
  }

  static let kept = 10

  /// Oldest first.
  private var outcomes: [Outcome] = []

  /// Takes in an operation; among those that ended at the same instant, the one taken in last is the newest.
  @inline(__always)
  mutating func add(end: Timestamp, error: @autoclosure () -> String?) {
    if outcomes.count == Self.kept, end < outcomes[0].end { return }
    insert(Outcome(end: end, error: error()))
  }

  private mutating func insert(_ outcome: Outcome) {
    if outcomes.count == Self.kept {
      // Moves the others down in place, which costs less than removing and inserting.
      var at = 0
      while at + 1 < Self.kept, outcomes[at + 1].end <= outcome.end {
        outcomes.swapAt(at, at + 1)
        at += 1
      }
      outcomes[at] = outcome
    } else {
      var at = outcomes.count
      while at > 0, outcomes[at - 1].end > outcome.end { at -= 1 }
      outcomes.insert(outcome, at: at)
    }
  }

  /// The error messages of those that ended between two instants, both included, newest first.
  func errors(from first: Timestamp, through last: Timestamp) -> [String] {
    outcomes.reversed().compactMap { $0.end >= first && $0.end <= last ? $0.error : nil }
  }
}
