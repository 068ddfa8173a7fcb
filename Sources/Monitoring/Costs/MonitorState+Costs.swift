import Events

extension MonitorState {
  /// The costs of a wrapper, or of all together, at an instant; nil where breakdowns are not kept at all, or if no one knows the
  /// wrapper. The range begins with the scope, or where a time range that ends at the instant does. `older` holds hours that a
  /// store has and memory does not, by the number of the wrapper; see `CostInputs` for how to read them, and sum them up
  /// only once.
  package func costs(_ scope: CostScope, of range: TimeRange, at: Timestamp, older: [Int: [Breakdown]] = [:])
    -> CostReport?
  {
    costMaterial(scope, of: range, at: at).map { material in
      var sums = material.cold(older)
      sums.merge(material.hoursAtHand())
      return material.report(sums)
    }
  }
}

/// The hours of a range and those on which advice rests, summed up.
package struct HourCosts: Sendable {
  package var range = CostSums()
  package var advice = AdviceSums()

  package init() {}

  /// Adds other hours.
  package mutating func merge(_ other: HourCosts) {
    range.merge(other.range)
    advice.merge(other.advice)
  }
}

extension CostInputs {
  /// The report that follows from all this. `hours` are the sums of cold hours and of those at hand. Without the cold ones, `from`
  /// of the analysis tells how far back it goes.
  ///
  /// - Parameter skipping: leaves out what is young and from before that instant; nil to leave out nothing.
  package func report(_ hours: HourCosts, skipping limit: Timestamp? = nil) -> CostReport {
    var sums = hours
    for member in members {
      add(to: &sums, of: member, skipping: limit) { member.book.forEachYoung(in: $0, names: names, $1) }
    }
    let analysis = CostAnalysis(sums.range, of: self)
    var report = CostReport(
      wrapper: scope.wrapper, day: day, month: month, dayCourse: dayCourse, monthCourse: monthCourse,
      analysis: analysis)
    report.recommendations = recommendations(sums.advice)
    let models = analysis.breakdown.models.filter {
      $0.name != BoundedName.other.text && (prices != nil || $0.unpriced > 0)
    }
    report.prices = models.map(\.name).sorted().map { prices?.price(of: $0) ?? ModelPrice(model: $0) }
    return report
  }

  /// The sums of the hours that are at hand. They stay the same as long as `hoursBasis` does.
  package func hoursAtHand(skipping limit: Timestamp? = nil) -> HourCosts {
    var sums = HourCosts()
    for member in members {
      add(to: &sums, of: member, skipping: limit) { member.book.forEachHour(in: $0, $1) }
    }
    return sums
  }

  /// The report of what is at hand, from the instant on from which that is all of every wrapper.
  package var reportAtHand: CostReport {
    let last = members.map(\.coldThrough).max() ?? .min
    let limit = Timestamp(seconds: (Int64(last) + 1) * Breakdown.coarseStep)
    return report(hoursAtHand(skipping: limit), skipping: limit)
  }

  private func add(
    to sums: inout HourCosts, of member: Member, skipping limit: Timestamp?,
    _ forEachSlot: (Range<Timestamp>, (Breakdown, Timestamp) -> Void) -> Void
  ) {
    let first = max(slots.lowerBound, limit ?? slots.lowerBound)
    let adviceFirst = member.book.slots(from: adviceFrom, through: at).lowerBound
    forEachSlot(min(slots.lowerBound, adviceFirst)..<slots.upperBound) { slot, begin in
      if begin >= first { sums.range.add(slot, of: member.number, from: begin) }
      if begin >= adviceFirst { sums.advice.add(slot, of: member.number) }
    }
  }

  private func recommendations(_ advice: AdviceSums) -> [Recommendation] {
    var found: [Recommendation] = []
    for member in members {
      if let sums = advice.wrappers[member.number] { found += Recommendation.all(of: member.name, sums) }
    }
    for (wrapper, periods) in budgets {
      found += periods.compactMap { Recommendation.overrun(of: wrapper, $0, at: at, zone: zone) }
    }
    return found.mostUrgentFirst
  }
}
