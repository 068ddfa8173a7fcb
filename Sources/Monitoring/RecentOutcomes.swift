import Events

/// The last ten operations of a wrapper by end time, with the error messages among them.
package struct RecentOutcomes: Sendable {
  /// How an operation ended: when, and with which error message if it failed with one.
  package struct Outcome: Sendable, Equatable, Codable {
    package var end: Timestamp
    package var error: String?

    package init(end: Timestamp, error: String?) {
      self.end = end
      self.error = error
    }
  }

  static let kept = 10

  // A ring: the oldest stands at `oldest`, the others follow in the order of their ends.
  private var outcomes: [Outcome] = []
  private var oldest = 0

  /// All of them, oldest first.
  var all: [Outcome] { outcomes.indices.map { outcomes[place($0)] } }

  private func place(_ rank: Int) -> Int {
    let place = oldest + rank
    return place < outcomes.count ? place : place - outcomes.count
  }

  /// Takes in an operation; among those that ended at the same instant, the one taken in last is the newest.
  @inline(__always)
  mutating func add(end: Timestamp, error: @autoclosure () -> String?) {
    guard outcomes.count == Self.kept else {
      outcomes.append(Outcome(end: end, error: error()))
      settle(outcomes.count - 1)
      return
    }
    guard end >= outcomes[oldest].end else { return }
    outcomes[oldest] = Outcome(end: end, error: error())
    oldest = oldest + 1 < Self.kept ? oldest + 1 : 0
    settle(Self.kept - 1)
  }

  // Moves the outcome of that rank before those that ended later.
  @inline(__always)
  private mutating func settle(_ rank: Int) {
    var rank = rank
    while rank > 0, outcomes[place(rank - 1)].end > outcomes[place(rank)].end {
      outcomes.swapAt(place(rank - 1), place(rank))
      rank -= 1
    }
  }

  /// Takes out those that ended after an instant, oldest first.
  mutating func take(after last: Timestamp) -> [Outcome] {
    let all = all
    guard let first = all.firstIndex(where: { $0.end > last }) else { return [] }
    outcomes = Array(all[..<first])
    oldest = 0
    return Array(all[first...])
  }

  /// When the newest of those ended that had ended by an instant; nil if none had.
  func newest(through last: Timestamp) -> Timestamp? {
    outcomes.indices.reversed().lazy.map { outcomes[place($0)].end }.first { $0 <= last }
  }

  /// The error messages of those that ended between two instants, both included, newest first.
  func errors(from first: Timestamp, through last: Timestamp) -> [String] {
    outcomes.indices.reversed().compactMap { rank in
      let outcome = outcomes[place(rank)]
      return outcome.end >= first && outcome.end <= last ? outcome.error : nil
    }
  }
}
