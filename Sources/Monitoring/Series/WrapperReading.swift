import Events

/// What rules look at of a wrapper at an instant: plain numbers, read without making a snapshot, since they are read of all
/// wrappers every second.
package struct WrapperReading: Sendable {
  /// The last hour.
  package var hour: Sums
  /// The score of its health.
  package var score: Double
  /// On how many operations the score rests: those of the health window.
  package var judged: UInt64
  /// True if there is nothing in the health window and nothing active.
  package var isIdle: Bool
  /// False if nobody is to be alerted of it.
  package var isMonitored: Bool
  /// The end time of its last operation.
  package var lastEnd: Timestamp?
  /// Operations under way.
  package var active: Int

  package init(
    hour: Sums, score: Double, judged: UInt64, isIdle: Bool = false, isMonitored: Bool = true,
    lastEnd: Timestamp? = nil, active: Int
  ) {
    self.hour = hour
    self.score = score
    self.judged = judged
    self.isIdle = isIdle
    self.isMonitored = isMonitored
    self.lastEnd = lastEnd
    self.active = active
  }
}

extension MonitorState {
  /// How many wrappers are known; their numbers go from 0 up.
  package var wrapperCount: Int { wrappers.count }

  /// How many operations were completed, all wrappers together.
  package var completedOperations: UInt64 { wrappers.reduce(0) { $0 + $1.totals.total } }

  /// The name of a wrapper.
  package func name(of number: Int) -> String { wrappers[number].name }

  /// True if nothing is in the health window of a wrapper and nothing is active; also for one that is not known.
  package mutating func isIdle(_ name: String, at: Timestamp) -> Bool {
    guard let number = knownNumber(of: name) else { return true }
    return active.count(of: number) == 0
      && wrappers[number].sums(seconds: policy.windowSeconds, endingAt: at).operations == 0
  }

  /// What rules look at of a wrapper, by number. Time has come to the instant.
  package mutating func reading(of number: Int, at: Timestamp) -> WrapperReading {
    let hour = wrappers[number].sums(seconds: TimeRange.hour.seconds, endingAt: at)
    let isHour = policy.windowSeconds == TimeRange.hour.seconds
    let window = isHour ? hour : wrappers[number].sums(seconds: policy.windowSeconds, endingAt: at)
    let active = active.count(of: number)
    let failure = wrappers[number].lastFailure
    let failedRecently = failure.map { $0 > at.advanced(seconds: -policy.recentFailureSeconds) } ?? false
    return WrapperReading(
      hour: hour, score: policy.bareScore(of: window, failedRecently: failedRecently),
      judged: window.operations, isIdle: window.operations == 0 && active == 0,
      isMonitored: watching.unmonitored.isEmpty || !watching.unmonitored.contains(wrappers[number].name),
      lastEnd: wrappers[number].lastEnd, active: active)
  }

  /// How long the oldest active operation of a wrapper has been under way, in milliseconds; nil if none is.
  package mutating func oldestActiveMs(of number: Int, at: Timestamp) -> Double? {
    active.oldestStart(of: number).map { max(0, at.milliseconds(since: $0)) }
  }

  /// What ended in a window of a wrapper.
  package mutating func sums(of number: Int, seconds: Int64, at: Timestamp) -> Sums {
    wrappers[number].sums(seconds: seconds, endingAt: at)
  }

  /// The durations of a window of a wrapper.
  package mutating func durations(of number: Int, seconds: Int64, at: Timestamp) -> ExponentialHistogram {
    wrappers[number].figures(seconds: seconds, endingAt: at).durations
  }

  /// What operations of a wrapper told in a window beside their sums, in slots of five minutes for the last hour and of an hour
  /// before.
  package func figures(of number: Int, seconds: Int64, at: Timestamp) -> GroupFigures {
    let breakdowns = wrappers[number].breakdowns
    var sums = OperationSums()
    let span = breakdowns.slots(from: at.advanced(seconds: -seconds), through: at)
    breakdowns.forEach(in: span, names: counter.names.names) { slot, _ in sums.merge(slot.all) }
    return GroupFigures(name: "all", sums)
  }

  /// What has changed of late with a wrapper.
  package mutating func trends(ofNumber number: Int, at: Timestamp) -> [Trend] { wrappers[number].trends(at: at) }

  /// The newest failures of a wrapper, newest first.
  package mutating func recentFailures(of name: String) -> [OperationRecord] {
    knownNumber(of: name).map { wrappers[$0].failures.records() } ?? []
  }

  /// How wrappers fare against their budgets, by number, and all of them together. Only wrappers that have a budget are there.
  package mutating func budgetStates(at: Timestamp) -> (
    wrappers: [(number: Int, budget: BudgetState)], all: BudgetState?
  ) {
    guard budgets.hasAny else { return ([], nil) }
    var sums = BudgetSums(budgets, at: at)
    var states: [(Int, BudgetState)] = []
    for number in wrappers.indices {
      let need = sums.need(of: wrappers[number].name)
      let spent = wrappers[number].spending(need, in: sums)
      let budget = sums.add(
        spent, need, firstEnd: wrappers[number].firstEnd, firstData: wrappers[number].firstData)
      if let budget { states.append((number, budget)) }
    }
    return (states, sums.overall)
  }
}

extension BudgetPlan {
  /// True if anybody has a budget.
  var hasAny: Bool { overall.isAny || wrappers.values.contains { $0.isAny } }
}
