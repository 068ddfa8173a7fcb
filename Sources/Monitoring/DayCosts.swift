import Events

/// What the operations of one wrapper cost on one day of the zone of the budgets, and what for.
package struct DayCosts: Sendable, Equatable {
  /// When the day begins.
  package var day: Timestamp
  /// Its date in the zone, such as `2026-03-29`.
  package var date: String
  /// Operations are counted by the hour (of UTC): one that ended in an hour that belongs to two days, as there are where clocks are
  /// half an hour or a quarter off, counts on the day in which that hour begins.
  package var operations: UInt64 = 0
  package var failed: UInt64 = 0
  package var fallback: UInt64 = 0
  /// All that was spent, that for no known operation included; exact to the day.
  package var costs = CostSum.zero
  /// The amount of `costs`.
  package var cost: Money { costs.amount }
  /// What the operations were made of; nil where that is no longer known of all of them, or where something happened in an
  /// hour that belongs to two days.
  package var made: GroupFigures?

  package init(day: Timestamp, in zone: ZoneRules = .utc) {
    self.day = day
    date = zone.date(at: day)
  }
}

extension MonitorState {
  /// The days of the zone of the budgets on which a wrapper had operations or spent anything, oldest first, as far as they are
  /// kept. What operations were made of is added where breakdowns are kept.
  package func dailyCosts(of wrapper: String) -> [DayCosts] {
    guard let number = knownNumber(of: wrapper) else { return [] }
    var days = ZoneDays(zone: budgets.zone)
    let state = wrappers[number]
    state.hours.forEach(from: .min, through: .max) { slot in
      let sums = slot.sums
      let begin = state.hours.start(of: sums.index)
      days.change(begin) { costs in
        costs.operations += UInt64(sums.total)
        costs.failed += UInt64(sums.failed)
        costs.fallback += UInt64(sums.fallback)
      }
      days.split(begin..<begin.advanced(seconds: state.hours.step))
    }
    state.spending.forEach(from: .min, through: .max) { slot in
      let costs = CostSum(slot.costs)
      days.change(state.spending.start(of: slot.index)) { $0.costs += costs }
    }
    return days.all.map { day, costs, isSplit in
      guard keepsBreakdowns, !isSplit else { return costs }
      var costs = costs
      let all = breakdown(of: number, from: day.lowerBound, through: day.upperBound.advanced(microseconds: -1)).all
      if all.operations == costs.operations { costs.made = all }
      return costs
    }
  }
}

/// Costs by days of a zone. Instants that follow each other mostly lie in the same day, which is found once.
private struct ZoneDays {
  let zone: ZoneRules
  private var days: [Timestamp: (span: Range<Timestamp>, costs: DayCosts, isSplit: Bool)] = [:]
  private var last = Timestamp(seconds: 0)..<Timestamp(seconds: 0)

  init(zone: ZoneRules) { self.zone = zone }

  /// By their beginning. Days that only share an hour with another, and on which nothing was counted, are left out.
  var all: [(span: Range<Timestamp>, costs: DayCosts, isSplit: Bool)] {
    days.values.filter { $0.costs.operations > 0 || $0.costs.costs != .zero }
      .sorted { $0.costs.day < $1.costs.day }
  }

  mutating func change(_ instant: Timestamp, _ change: (inout DayCosts) -> Void) {
    let span = day(holding: instant)
    let none = empty(span)
    change(&days[span.lowerBound, default: none].costs)
  }

  /// Notes that something happened in an hour, which may belong to two days.
  mutating func split(_ hour: Range<Timestamp>) {
    let first = day(holding: hour.lowerBound)
    guard first.upperBound < hour.upperBound else { return }
    for span in [first, day(holding: first.upperBound)] {
      let none = empty(span)
      days[span.lowerBound, default: none].isSplit = true
    }
  }

  private func empty(_ span: Range<Timestamp>) -> (Range<Timestamp>, DayCosts, Bool) {
    (span, DayCosts(day: span.lowerBound, in: zone), false)
  }

  private mutating func day(holding instant: Timestamp) -> Range<Timestamp> {
    if !last.contains(instant) { last = zone.day(holding: instant) }
    return last
  }
}
