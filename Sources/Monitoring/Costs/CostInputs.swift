import Events

/// What the costs of a wrapper, or of all together, are worked out from: how things stand at one instant, so that the
/// state is free again while sums are made.
package struct CostInputs: Sendable {
  /// Whose costs, and from when on.
  package let scope: CostScope
  /// The instant up to which costs are told.
  package let at: Timestamp
  /// The wrappers whose breakdowns are summed up; those whose costs are not tracked are not among them.
  package let members: [Member]
  /// When the wanted range begins.
  let asked: Timestamp
  /// The whole slots that hold the wanted range, of all members alike.
  let slots: Range<Timestamp>
  /// The newest instant that is known of.
  let present: Timestamp
  /// Names of operation types and metrics by number.
  let names: [String]
  let zone: ZoneRules
  let prices: PriceTable?
  let day: PeriodSpending
  let month: PeriodSpending
  let dayCourse: SpendingCourse
  let monthCourse: SpendingCourse
  /// How wrappers fare that have budgets, and all together where they have one (nil).
  let budgets: [(wrapper: String?, periods: [PeriodSpending])]
  /// What was spent before a day turned within an hour, by the hour since the epoch.
  let beforeTurns: [Int32: CostSum]

  /// A wrapper.
  package struct Member: Sendable {
    package let number: Int
    let name: String
    let book: BreakdownHistory

    /// Its hours up to this one since the epoch are cold: they have to be read one by one, here or from a store. Far in the
    /// past if none is.
    package var coldThrough: Int32 { book.coldThrough }

    /// The cold hours of a range, for a state without a store.
    package func coldHours(in hours: ClosedRange<Int32>) -> [Breakdown] { book.coldHours(in: hours) }

    /// Changes when something comes late to the cold hours of a day since the epoch.
    package func lateChanges(on day: Int32) -> UInt32 { book.lateChanges(on: day) }
  }

  /// How many days advice rests on (article Cost, Recommendations).
  static let adviceSeconds: Int64 = 7 * 86400
}

extension CostInputs {
  var adviceFrom: Timestamp { at.advanced(seconds: -Self.adviceSeconds) }

  /// The hours since the epoch that hold the wanted range.
  package var hours: ClosedRange<Int32> { hours(from: asked) }

  /// The hours since the epoch that hold the days on which advice rests.
  package var adviceHours: ClosedRange<Int32> { hours(from: adviceFrom) }

  /// On what `hoursAtHand` rests: as long as it is the same, so are they.
  package var hoursBasis: [Int64] {
    members.flatMap { member in
      [
        Int64(member.number), Int64(truncatingIfNeeded: member.book.hoursRevision),
        member.book.slots(from: adviceFrom, through: at).lowerBound.seconds,
      ]
    } + [slots.lowerBound.seconds, Int64(at.slot(of: Breakdown.coarseStep))]
  }

  private func hours(from first: Timestamp) -> ClosedRange<Int32> {
    let last = at.slot(of: Breakdown.coarseStep)
    return min(first.slot(of: Breakdown.coarseStep), last)...last
  }

  /// The sums of all cold hours of the wanted range and of the days on which advice rests. `older` holds cold hours by
  /// the number of the wrapper; of a wrapper that is not in it, those in memory are taken.
  func cold(_ older: [Int: [Breakdown]]) -> HourCosts {
    var sums = HourCosts()
    var advice = CostSums()
    for member in members {
      for (hours, isRange) in [(hours, true), (adviceHours, false)] {
        guard hours.lowerBound <= member.coldThrough else { continue }
        let wanted = hours.lowerBound...min(hours.upperBound, member.coldThrough)
        let cold = older[member.number]?.filter { wanted.contains($0.index) } ?? member.coldHours(in: wanted)
        if isRange { sums.range.add(cold, of: member.number) } else { advice.add(cold, of: member.number) }
      }
    }
    sums.advice.merge(advice)
    return sums
  }
}

extension MonitorState {
  /// What the costs of a scope are worked out from; nil where breakdowns are not kept at all, or if no one knows the
  /// wrapper. The range begins with the scope, or where a time range that ends at the instant does.
  package func costMaterial(_ scope: CostScope, of range: TimeRange, at: Timestamp) -> CostInputs? {
    guard keepsBreakdowns else { return nil }
    var numbers = Array(wrappers.indices)
    var limits = budgets.overall
    if let wrapper = scope.wrapper {
      let number = knownNumber(of: wrapper)
      guard number != nil || budgets.configured.contains(wrapper) || budgets.wrappers[wrapper] != nil else {
        return nil
      }
      numbers = number.map { [$0] } ?? []
      limits = budgets.wrappers[wrapper] ?? BudgetLimits()
    }
    numbers.removeAll { !budgets.tracks(wrappers[$0].name) }
    let asked = min(scope.from ?? at.advanced(seconds: -range.seconds), at)
    let slots = numbers.map { wrappers[$0].breakdowns.slots(from: asked, through: at) }
    return CostInputs(
      scope: scope, at: at,
      members: numbers.map {
        CostInputs.Member(number: $0, name: wrappers[$0].name, book: wrappers[$0].breakdowns)
      },
      asked: asked, slots: Range(covering: slots) ?? asked..<at, present: max(present, at), names: counter.names.names,
      zone: budgets.zone, prices: prices,
      day: spending(of: numbers, in: .day, at: at, within: limits),
      month: spending(of: numbers, in: .month, at: at, within: limits),
      dayCourse: spendingCourse(of: numbers, in: .day, at: at),
      monthCourse: spendingCourse(of: numbers, in: .month, at: at),
      budgets: budgetPeriods(of: numbers, isOverall: scope.wrapper == nil, at: at),
      beforeTurns: spendingBeforeTurns(of: numbers, from: asked, through: at))
  }

  private func budgetPeriods(
    of numbers: [Int], isOverall: Bool, at: Timestamp
  ) -> [(wrapper: String?, periods: [PeriodSpending])] {
    func periods(of numbers: [Int], _ limits: BudgetLimits) -> [PeriodSpending] {
      BudgetPeriod.allCases.compactMap { period in
        limits[period] == nil ? nil : spending(of: numbers, in: period, at: at, within: limits)
      }
    }
    var found: [(String?, [PeriodSpending])] = []
    if isOverall { found.append((nil, periods(of: numbers, budgets.overall))) }
    for number in numbers {
      let name = wrappers[number].name
      if let limits = budgets.wrappers[name] { found.append((name, periods(of: [number], limits))) }
    }
    return found.filter { !$0.1.isEmpty }
  }

  // Offsets are whole quarters of an hour, so that quarters tell what belongs to which day.
  private func spendingBeforeTurns(of numbers: [Int], from: Timestamp, through: Timestamp) -> [Int32: CostSum] {
    guard budgets.zone.turnsWithinHours else { return [:] }
    var found: [Int32: CostSum] = [:]
    var turn = budgets.zone.day(holding: max(from, through.advanced(seconds: -62 * 86400))).upperBound
    while turn <= through {
      let hour = turn.slot(of: Breakdown.coarseStep)
      let begin = Timestamp(seconds: Int64(hour) * Breakdown.coarseStep)
      if begin < turn {
        for number in numbers {
          let spending = wrappers[number].spending
          let quarters = spending.index(of: begin)..<spending.index(of: turn)
          found[hour, default: .zero] += wrappers[number].spent(in: quarters, asOf: through)
        }
      }
      turn = budgets.zone.day(holding: turn).upperBound
    }
    return found
  }
}

extension ZoneRules {
  /// True if days can turn within an hour of UTC.
  fileprivate var turnsWithinHours: Bool {
    first.seconds % 3600 != 0 || changes.contains { $0.offset.seconds % 3600 != 0 }
  }
}
