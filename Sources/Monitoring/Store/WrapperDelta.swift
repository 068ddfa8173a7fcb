import Events

/// What came in for one wrapper since the last commit, beside what its `WrapperState` holds anyhow.
struct WrapperDelta: Sendable {
  var tens = BucketSeries<Bucket>(step: 10, span: .max)
  var minutes = BucketSeries<DetailedBucket>(step: 60, span: .max)
  var hours = BucketSeries<DetailedBucket>(step: 3600, span: .max)
  var spending = BucketSeries<Bucket>(step: 900, span: .max)
  /// Something of the wrapper changed.
  var isTouched = false
  /// Its list of failures changed.
  var hasFailures = false

  /// Counts an operation; the newest slots are those of the wrapper, this operation included.
  @inline(__always)
  mutating func count(_ operation: Completion, newestTen: Int32, newestMinute: Int32) {
    let ten = tens.index(of: operation.end)
    if ten > newestTen - MonitoringLimits.storedTens { _ = tens.update(ten) { $0.add(operation) } }
    let minute = minutes.index(of: operation.end)
    if minute > newestMinute - MonitoringLimits.storedMinutes {
      _ = minutes.update(minute) { $0.add(operation) }
    } else {
      _ = hours.update(hours.index(of: operation.end)) { $0.add(operation) }
    }
  }
}

extension WrapperState {
  /// What changed since the last time; nil if nothing did.
  ///
  /// - Parameter isNew: the store does not know it yet, so that it is a change whatever happened.
  mutating func takeChanges(isNew: Bool) -> WrapperChanges? {
    guard let delta, delta.isTouched || isNew else { return nil }
    self.delta = WrapperDelta()
    var changes = WrapperChanges(record: record)
    if delta.hasFailures { changes.failures = failures.records() }
    changes.tens = delta.tens.elements
    changes.minutes = delta.minutes.elements
    changes.hours = delta.hours.elements
    changes.spending = delta.spending.elements
    return changes
  }

  /// All that is kept of it. The hour in which the minutes begin is given as an hour, since memory holds only a part of it in
  /// minutes.
  ///
  /// - Parameter ahead: what was set aside of it because it lies ahead of the clock.
  mutating func everything(_ ahead: WrapperAhead?) -> WrapperChanges {
    var changes = WrapperChanges(record: record)
    changes.failures = failures.records()
    changes.tens = tens.elements + (ahead?.tens ?? [])
    changes.spending = spending.elements + (ahead?.spending ?? [])
    let kept = minutes.elements
    let firstHour = kept.first.map { $0.sums.index / 60 } ?? .max
    changes.minutes = kept.filter { $0.sums.index / 60 > firstHour }
    changes.hours = hours.elements.filter { $0.sums.index <= firstHour }
    changes.minutes += ahead?.minutes ?? []
    return changes
  }

  /// What is known of it beside its slots.
  var record: WrapperRecord {
    var record = WrapperRecord(name: name)
    record.totals = totals
    record.durations = durations
    record.outcomes = recent.all
    record.lastEnd = lastEnd
    record.lastFailure = lastFailure
    record.lastErrorEnd = lastError?.end
    record.lastErrorMessage = lastError?.message
    record.firstEnd = firstEnd
    return record
  }

  /// The wrapper as it was stored.
  init(_ stored: StoredWrapper) {
    self.init(name: stored.record.name)
    totals = stored.record.totals
    durations = stored.record.durations
    for outcome in stored.record.outcomes { recent.add(end: outcome.end, error: outcome.error) }
    failures = RecentFailures(stored.failures)
    lastEnd = stored.record.lastEnd
    lastFailure = stored.record.lastFailure
    if let end = stored.record.lastErrorEnd, let message = stored.record.lastErrorMessage {
      lastError = (end, message)
    }
    firstEnd = stored.record.firstEnd
    for slot in stored.tens { _ = tens.update(slot.index) { $0.add(slot) } }
    for slot in stored.hours { _ = hours.update(slot.sums.index) { $0.add(slot) } }
    for slot in stored.minutes {
      _ = minutes.update(slot.sums.index) { $0.add(slot) }
      _ = hours.update(slot.sums.index / 60) { $0.add(slot) }
    }
    for slot in stored.spending { _ = spending.update(slot.index) { $0.add(slot) } }
    if firstEnd == nil { firstEnd = hours.oldestIndex.map(hours.start) }
  }
}
