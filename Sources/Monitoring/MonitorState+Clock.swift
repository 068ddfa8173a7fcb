import Events

/// What wrappers counted while the clock stood ahead of what it says now. It is in totals, and comes back into the
/// windows when its time comes (article Monitoring, Windows).
struct AheadBuckets: Sendable {
  fileprivate var wrappers: [Int: WrapperAhead] = [:]
  /// When the first of it comes; the end of time if there is nothing.
  fileprivate(set) var next = Timestamp(microseconds: .max)

  /// How many operations there are.
  var operations: UInt64 { wrappers.values.reduce(0) { $0 + $1.operations } }

  subscript(wrapper: Int) -> WrapperAhead? { wrappers.isEmpty ? nil : wrappers[wrapper] }
}

/// What of one wrapper lies ahead of the present.
struct WrapperAhead: Sendable {
  var tens: [Bucket] = []
  var minutes: [DetailedBucket] = []
  var hours: [DetailedBucket] = []
  var spending: [Bucket] = []
  fileprivate var outcomes: [RecentOutcomes.Outcome] = []
  fileprivate var failures: [OperationRecord] = []
  fileprivate var last = LastEvents()

  // Slots of ten seconds are kept for an hour only, and of hours only whole ones lie ahead.
  fileprivate var operations: UInt64 {
    max(tens.reduce(0) { $0 + UInt64($1.total) }, hours.reduce(0) { $0 + UInt64($1.sums.total) })
  }

  /// The operations of it that the slots of a wrapper do not tell about the time after an instant. Those of the hour
  /// that holds the present are in the slot of that hour, but not in its finer slots.
  func ended(after instant: Timestamp) -> Sums {
    var sums = Sums()
    for slot in hours { sums.add(slot.sums) }
    for slot in tens where slot.index / 360 == instant.slot(of: 3600) { sums.add(slot) }
    return sums
  }

  /// The same for spending, of which quarters of an hour are kept.
  func spent(after instant: Timestamp) -> CostSum {
    var sum = CostSum.zero
    for slot in spending { sum += CostSum(slot.costs) }
    for slot in tens where slot.index / 90 == instant.slot(of: 900) { sum += CostSum(slot.costs) }
    return sum
  }

  fileprivate var next: Timestamp {
    [
      tens.first.map { Timestamp(seconds: Int64($0.index) * 10) },
      minutes.first.map { Timestamp(seconds: Int64($0.sums.index) * 60) },
      hours.first.map { Timestamp(seconds: Int64($0.sums.index) * 3600) },
      spending.first.map { Timestamp(seconds: Int64($0.index) * 900) },
      outcomes.first?.end, failures.last?.end, last.end, last.failure, last.error?.end,
    ].compactMap { $0 }.min() ?? Timestamp(microseconds: .max)
  }
}

extension MonitorState {
  /// How many operations were counted while the clock stood ahead, and wait until it comes there again.
  package var aheadOfClock: UInt64 { ahead.operations }

  /// Sets aside whatever was counted later than the present.
  mutating func setAsideAhead(of now: Timestamp) {
    for number in wrappers.indices {
      if keepsBreakdowns { wrappers[number].breakdowns.setBack(to: now) }
      guard let later = wrappers[number].takeAhead(of: now) else { continue }
      ahead.wrappers[number, default: WrapperAhead()].add(later)
    }
    ahead.next = ahead.wrappers.values.map(\.next).min() ?? Timestamp(microseconds: .max)
  }

  /// Sets aside what a store held of a wrapper and that lies ahead of the present.
  mutating func setAside(_ later: WrapperAhead, of number: Int) {
    guard later.next < Timestamp(microseconds: .max) else { return }
    ahead.wrappers[number, default: WrapperAhead()].add(later)
    ahead.next = min(ahead.next, later.next)
  }

  /// Takes up again what was set aside and whose time has come.
  mutating func takeUpAhead(through now: Timestamp) {
    for number in Array(ahead.wrappers.keys) {
      guard var later = ahead.wrappers.removeValue(forKey: number), later.next <= now else { continue }
      wrappers[number].takeUp(&later, through: now)
      if later.next < Timestamp(microseconds: .max) { ahead.wrappers[number] = later }
    }
    ahead.next = ahead.wrappers.values.map(\.next).min() ?? Timestamp(microseconds: .max)
  }
}

extension WrapperState {
  /// Takes out whatever lies after an instant; nil if nothing does.
  fileprivate mutating func takeAhead(of now: Timestamp) -> WrapperAhead? {
    var later = WrapperAhead()
    let events = lastEvents(by: now, failures: failures.records())
    later.tens = tens.take(after: tens.index(of: now))
    later.minutes = minutes.take(after: minutes.index(of: now))
    later.hours = hours.take(after: hours.index(of: now))
    later.spending = spending.take(after: spending.index(of: now))
    later.outcomes = recent.take(after: now)
    if let lastEnd, lastEnd > now { later.last.end = lastEnd }
    if let lastFailure, lastFailure > now { later.last.failure = lastFailure }
    if let lastError, lastError.end > now { later.last.error = lastError }
    // Failures whose end has yet to come are listed as they come in, as long as the clock was right.
    guard later.next < Timestamp(microseconds: .max) else { return nil }
    later.failures = failures.take(after: now)
    (lastEnd, lastFailure, lastError) = (events.end, events.failure, events.error)
    if !later.failures.isEmpty { delta?.hasFailures = true }
    delta?.isTouched = true
    // They were worked out from slots that are gone.
    running = RunningWindows()
    trendWatch = TrendWatch()
    return later
  }

  fileprivate mutating func takeUp(_ later: inout WrapperAhead, through now: Timestamp) {
    later.tens.removeAll(through: tens.index(of: now)) { slot in _ = tens.update(slot.index) { $0.add(slot) } }
    later.minutes.removeAll(through: minutes.index(of: now)) { slot in
      _ = minutes.update(slot.sums.index) { $0.add(slot) }
    }
    later.hours.removeAll(through: hours.index(of: now)) { slot in _ = hours.update(slot.sums.index) { $0.add(slot) } }
    later.spending.removeAll(through: spending.index(of: now)) { slot in
      guard spending.update(slot.index, { $0.add(slot) }) else { return }
      running.today.add(slot.costs, to: slot.index)
      running.thisMonth.add(slot.costs, to: slot.index)
    }
    for outcome in later.outcomes where outcome.end <= now { recent.add(end: outcome.end, error: outcome.error) }
    later.outcomes.removeAll { $0.end <= now }
    for failure in later.failures.reversed() where failure.end <= now { keep(failure: failure) }
    later.failures.removeAll { $0.end <= now }
    if let end = later.last.end, end <= now {
      lastEnd = max(lastEnd ?? end, end)
      later.last.end = nil
    }
    if let end = later.last.failure, end <= now {
      lastFailure = max(lastFailure ?? end, end)
      later.last.failure = nil
    }
    if let error = later.last.error, error.end <= now {
      if lastError.map({ error.end >= $0.end }) ?? true { lastError = error }
      later.last.error = nil
    }
    delta?.isTouched = true
  }
}

extension WrapperAhead {
  /// Adds what was set aside later on.
  fileprivate mutating func add(_ other: WrapperAhead) {
    tens.merge(other.tens) { $0.add($1) }
    minutes.merge(other.minutes) { $0.add($1) }
    hours.merge(other.hours) { $0.add($1) }
    spending.merge(other.spending) { $0.add($1) }
    outcomes = (outcomes + other.outcomes).sorted { $0.end < $1.end }.suffix(RecentOutcomes.kept)
    failures = Array((failures + other.failures).sorted { $0.end > $1.end }.prefix(RecentFailures.kept))
    last.end = [last.end, other.last.end].compactMap { $0 }.max()
    last.failure = [last.failure, other.last.failure].compactMap { $0 }.max()
    last.error = [last.error, other.last.error].compactMap { $0 }.max { $0.end < $1.end }
  }
}

extension Array where Element: BucketElement {
  /// Takes out the slots through a number, each of which `body` is given.
  fileprivate mutating func removeAll(through last: Int32, _ body: (Element) -> Void) {
    let count = prefix { $0.slotIndex <= last }.count
    for slot in prefix(count) { body(slot) }
    removeFirst(count)
  }

  /// Adds slots; both are in the order of time.
  fileprivate mutating func merge(_ other: [Element], _ add: (inout Element, Element) -> Void) {
    for slot in other {
      let at = firstIndex { $0.slotIndex >= slot.slotIndex } ?? count
      if at < count, self[at].slotIndex == slot.slotIndex { add(&self[at], slot) } else { insert(slot, at: at) }
    }
  }
}

extension WrapperAhead {
  /// What a store held of a wrapper that lies after an instant.
  init(of stored: StoredWrapper, after now: Timestamp) {
    tens = stored.tens.filter { $0.index > now.slot(of: 10) }
    minutes = stored.minutes.filter { $0.sums.index > now.slot(of: 60) }
    // What is in a minute is in no hour there; here it is in both.
    hours = stored.hours.filter { $0.sums.index > now.slot(of: 3600) }
    for minute in minutes where minute.sums.index / 60 > now.slot(of: 3600) {
      var hour = minute
      hour.sums.index = minute.sums.index / 60
      hours.merge([hour]) { $0.add($1) }
    }
    spending = stored.spending.filter { $0.index > now.slot(of: 900) }
  }
}

extension StoredWrapper {
  /// What of its slots lies no later than an instant.
  func through(_ now: Timestamp) -> StoredWrapper {
    var present = self
    present.tens.removeAll { $0.index > now.slot(of: 10) }
    present.hours.removeAll { $0.sums.index > now.slot(of: 3600) }
    present.spending.removeAll { $0.index > now.slot(of: 900) }
    present.minutes.removeAll { $0.sums.index > now.slot(of: 60) }
    // The slot of the present hour counts as a whole.
    for minute in minutes where minute.sums.index > now.slot(of: 60) && minute.sums.index / 60 == now.slot(of: 3600) {
      var hour = minute
      hour.sums.index = minute.sums.index / 60
      present.hours.merge([hour]) { $0.add($1) }
    }
    return present
  }
}
