import Events

/// What is known of a past instant. Operations are counted in slots, so that those that ended after the instant, but in the
/// same slot, count as well: up to ten seconds of them while slots of ten seconds are kept, then up to a minute, then up
/// to an hour.
extension WrapperState {
  /// The newest things that had happened by an instant. They are exact as long as one of the last ten operations or of
  /// `failures` had ended by then; before that they are taken to have happened when the slot began that holds them,
  /// and the message of the last error is not known.
  func lastEvents(by instant: Timestamp, failures: [OperationRecord]) -> LastEvents {
    var last = LastEvents()
    last.end =
      lastEnd.flatMap { $0 <= instant ? $0 : nil } ?? recent.newest(through: instant)
      ?? lastSlot(through: instant) { $0.total > 0 }
    let known = failures.first { $0.end <= instant }
    last.failure =
      lastFailure.flatMap { $0 <= instant ? $0 : nil } ?? known?.end ?? lastSlot(through: instant) { $0.failed > 0 }
    if let error = lastError, error.end <= instant {
      last.error = error
    } else if let failure = failures.first(where: { $0.end <= instant && $0.errorMessage != nil }) {
      last.error = failure.errorMessage.map { (failure.end, $0) }
    }
    return last
  }

  /// The totals as of an instant: those of the present without what ended after it. Counts, durations and money are exact
  /// to a slot as far back as hours are kept. What no slot counts is at most what it is at present: timeouts,
  /// cancelled, abandoned, estimated and unpriced. Nothing is active, and quantiles are nil.
  ///
  /// - Parameters:
  ///   - pending: what has come in and whose end has not come.
  ///   - ahead: what was counted while the clock was ahead.
  func totals(asOf instant: Timestamp, pending: [Completion], ahead: WrapperAhead?) -> WrapperTotals {
    var later = Sums()
    for completion in pending {
      var slot = Bucket(index: 0)
      if completion.isApart { slot.costs.amount = Int128(completion.cost) } else { slot.add(completion) }
      later.add(slot)
    }
    var laterCosts = later.costs
    if let ahead {
      later.add(ahead.ended(after: instant))
      laterCosts += ahead.spent(after: instant)
    }
    later.add(ended(after: instant))
    var totals = totals
    totals.active = 0
    totals.total &-= min(totals.total, later.operations)
    totals.successful &-= min(totals.successful, later.successful)
    totals.failed = min(totals.total, totals.failed &- min(totals.failed, later.failed))
    totals.fallback = min(totals.total, totals.fallback &- min(totals.fallback, later.fallback))
    totals.timeouts = min(totals.timeouts, totals.failed)
    totals.cancelled = min(totals.cancelled, totals.failed - totals.timeouts)
    totals.durationSumNanoseconds &-= min(totals.durationSumNanoseconds, Int128(later.durationSum))
    laterCosts += spent(after: instant)
    var costs = totals.costs
    costs.takeOut(laterCosts)
    totals.costs = costs
    return totals
  }

  private func spent(after instant: Timestamp) -> CostSum {
    var sum = costInQuarter(after: instant)
    spending.forEach(from: spending.index(of: instant) + 1, through: .max) { sum += CostSum($0.costs) }
    return sum
  }

  /// What was spent after an instant in the same quarter of an hour, as far as finer slots tell.
  func costInQuarter(after instant: Timestamp) -> CostSum {
    let end = spending.start(of: spending.index(of: instant) + 1).advanced(microseconds: -1)
    var costs = ended(after: instant).costs
    costs.takeOut(ended(after: end).costs)
    return costs
  }

  /// What ended after the slot that holds an instant: the rest of its hour, and all later hours.
  private func ended(after instant: Timestamp) -> Sums {
    var sums = rest(of: .hour, after: instant)
    hours.forEach(from: hours.index(of: instant) + 1, through: .max) { sums.add($0.sums) }
    return sums
  }

  /// Operations a minute before an instant: those of the last 60 seconds, or the mean of the slots that hold them where only
  /// minutes or hours are kept.
  func operationsPerMinute(before instant: Timestamp) -> Double {
    let resolution = finest(for: 60, endingAt: instant)
    let total = Double(window(seconds: 60, endingAt: instant).operations)
    guard resolution != .tens else { return total }
    let step = resolution.step
    let first = instant.advanced(seconds: -60).seconds.floored(to: step) * step
    return total * 60 / Double(instant.seconds.floored(to: step) * step + step - first)
  }

  // When the newest slot began that passes, none of it later than an instant as far as finer slots tell it apart.
  private func lastSlot(through instant: Timestamp, where passes: (Bucket) -> Bool) -> Timestamp? {
    if let index = tens.last(through: tens.index(of: instant), where: { passes($0) }) { return tens.start(of: index) }
    var minute = minutes.index(of: instant)
    if reaches(minutes.start(of: minute), .tens) { minute -= 1 }
    if let index = minutes.last(through: minute, where: { passes($0.sums) }) { return minutes.start(of: index) }
    var hour = hours.index(of: instant)
    if reaches(hours.start(of: hour), .minute) || reaches(hours.start(of: hour), .tens) { hour -= 1 }
    return hours.last(through: hour) { passes($0.sums) }.map { hours.start(of: $0) }
  }
}
