import Events

/// What the operations of one wrapper cost on one day in UTC, and what for.
package struct DayCosts: Sendable, Equatable {
  /// When the day begins.
  package var day: Timestamp
  package var operations: UInt64 = 0
  package var failed: UInt64 = 0
  package var fallback: UInt64 = 0
  /// All that was spent, that for no known operation included.
  package var cost = Money.zero
  /// What the operations were made of; nil where that is no longer known of all of them.
  package var made: GroupFigures?

  package init(day: Timestamp) { self.day = day }
}

extension MonitorState {
  /// The days in UTC on which a wrapper had operations or spent anything, oldest first, as far as they are kept. What
  /// operations were made of is added where breakdowns are kept.
  package func dailyCosts(of wrapper: String) -> [DayCosts] {
    guard let number = knownNumber(of: wrapper) else { return [] }
    var days: [Timestamp: DayCosts] = [:]
    func add(_ index: Int32, step: Int64, _ change: (inout DayCosts) -> Void) {
      let day = Timestamp(seconds: Int64(index) * step).startOfDay
      change(&days[day, default: DayCosts(day: day)])
    }
    let state = wrappers[number]
    state.hours.forEach(from: .min, through: .max) { slot in
      let sums = slot.sums
      add(sums.index, step: state.hours.step) { costs in
        costs.operations += UInt64(sums.total)
        costs.failed += UInt64(sums.failed)
        costs.fallback += UInt64(sums.fallback)
      }
    }
    state.spending.forEach(from: .min, through: .max) { slot in
      let cost = slot.cost
      add(slot.index, step: state.spending.step) { $0.cost.nanodollars += cost }
    }
    return days.values.sorted { $0.day < $1.day }.map { costs in
      var costs = costs
      let all = breakdown(of: number, from: costs.day, through: costs.day.advanced(microseconds: 86_400_000_000 - 1))
        .all
      if all.operations == costs.operations, keepsBreakdowns { costs.made = all }
      return costs
    }
  }
}
