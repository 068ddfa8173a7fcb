import Events

extension MonitorState {
  /// The costs of a wrapper, or of all together, at an instant; nil where breakdowns are not kept at all, or if no one knows the
  /// wrapper. The range begins with the scope, or where a time range that ends at the instant does. `older` holds hours that a
  /// store has and memory does not, by the number of the wrapper; see `CostMaterial` for how to read them, and sum them up
  /// only once.
  package func costs(_ scope: CostScope, of range: TimeRange, at: Timestamp, older: [Int: [Breakdown]] = [:])
    -> CostReport?
  {
    costMaterial(scope, of: range, at: at).map { material in
      let cold = material.cold(older)
      return material.report(cold: cold.range, advice: cold.advice)
    }
  }
}

extension CostMaterial {
  /// The report that follows from all this. `cold` are the sums of cold hours of the range, `advice` those of the last
  /// 7 days. Without them, what is at hand is told, and `from` of the analysis tells how far that goes back.
  ///
  /// - Parameter skipping: leaves out what is at hand of before that instant, where other wrappers have less; nil to leave
  ///   out nothing.
  package func report(
    cold: CostSums = CostSums(), advice coldAdvice: AdviceSums = AdviceSums(), skipping limit: Timestamp? = nil
  ) -> CostReport {
    var sums = cold
    var advice = coldAdvice
    for member in members {
      let slot = member.book.firstSlot(from: asked)
      let first = max(slot, limit ?? slot)
      let adviceFirst = member.book.firstSlot(from: adviceFrom)
      member.book.forEachAtHand(from: min(asked, adviceFrom), through: at, names: names) { slot, begin in
        if begin >= first { sums.add(slot, of: member.number, from: begin) }
        if begin >= adviceFirst { advice.add(slot, of: member.number) }
      }
    }
    let analysis = CostAnalysis(sums, of: self)
    var report = CostReport(
      wrapper: scope.wrapper, day: day, month: month, dayCourse: dayCourse, monthCourse: monthCourse,
      analysis: analysis)
    report.recommendations = recommendations(advice)
    if let prices {
      let models = analysis.breakdown.models.map(\.name).filter { $0 != BoundedName.other.text }
      report.prices = models.sorted().map { prices.price(of: $0) }
    }
    return report
  }

  /// The report of what is at hand, from the instant on from which that is all of every wrapper.
  package var reportAtHand: CostReport {
    let last = members.map(\.coldThrough).max() ?? .min
    return report(skipping: Timestamp(seconds: (Int64(last) + 1) * Breakdown.coarseStep))
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
