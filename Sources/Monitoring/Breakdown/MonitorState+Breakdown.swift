import Events

/// What the counting of breakdowns needs besides the breakdowns: names by number, and the operation at hand.
struct BreakdownCounter: Sendable {
  var names = BreakdownNames()
  var operation = MeasuredOperation()

  /// Takes in a metric of the operation; `key` is the number of its name.
  @inline(__always)
  mutating func take(_ metric: borrowing Metric, key: Int32) {
    guard let meaning = names.meanings[Int(key)] else { return }
    switch metric.origin {
    case .record: if meaning.isField { operation.take(metric, meaning: meaning) }
    case .custom: if !meaning.isField { operation.take(metric, meaning: meaning) }
    case .result, .joined: operation.take(metric, meaning: meaning)
    }
  }
}

extension MonitorState {
  /// True if breakdowns are kept at all.
  @inline(__always)
  var keepsBreakdowns: Bool { breakdownHours > 0 }

  var breakdownKeeping: BreakdownRetention {
    let crowded = wrappers.count > Self.crowd
    let span = crowded ? BreakdownSpan(fine: 2, hours: 0) : BreakdownSpan(hours: Int32(clamping: breakdownHours))
    return BreakdownRetention(span: span, hasStore: breakdownsHaveStore, isCrowded: crowded)
  }

  /// Counts a completed operation of a batch in the breakdowns of its wrapper.
  @inline(__always)
  mutating func breakDown(
    _ event: Event, _ completion: Completion, _ pricing: Pricing, in batch: EventBatch, of number: Int, now: Timestamp
  ) {
    guard keepsBreakdowns else { return }
    let type = event.type >= 0 ? counter.names.number(of: event.type, in: batch.names) : counter.names.defaultType
    guard let end = turnBreakdowns(of: number, to: completion.end, now: now) else { return }
    wrappers[number].breakdowns.add(event, completion, pricing, end: end, type: type, in: batch, &counter)
    if counter.operation.plan.areTold {
      wrappers[number].note(counter.operation.plan.quotas(in: batch.texts), at: end)
    }
  }

  /// Counts an operation that was reported as it happened.
  mutating func breakDown(
    _ operation: ActiveOperation, _ completion: Completion, _ pricing: Pricing, errorCode: String?, now: Timestamp
  ) {
    guard keepsBreakdowns, let end = turnBreakdowns(of: operation.wrapper, to: completion.end, now: now) else { return }
    var batch = EventBatch()
    var event = Event(kind: .operation, status: completion.status, flags: [], time: end)
    if let errorCode { event.errorCode = batch.keep(errorCode.utf8) }
    if let reason = operation.fallbackReason { event.fallbackReason = batch.keep(reason.utf8) }
    for held in operation.metrics {
      batch.metrics.append(Metric(held, key: counter.names.number(of: held.name), in: &batch))
    }
    event.metrics = MetricRange(offset: 0, count: UInt32(batch.metrics.count))
    wrappers[operation.wrapper].breakdowns.add(
      event, completion, pricing, end: end, type: counter.names.number(of: operation.type), in: batch,
      hasNumberedKeys: true,
      &counter)
  }

  // Goes to the slot in which an operation of that end belongs, and tells its end as it counts; nil if it never comes.
  @inline(__always)
  private mutating func turnBreakdowns(of number: Int, to end: Timestamp, now: Timestamp) -> Timestamp? {
    var end = end
    if end > now {
      if end.microseconds &- now.microseconds <= Self.skewMicroseconds { end = now } else if standsStill { return nil }
    }
    wrappers[number].breakdowns.turn(to: end, now: now, breakdownKeeping, names: counter.names.names)
    return end
  }

  /// Counts what an event of its own told at an instant of an operation of a wrapper, as far as that operation is known.
  mutating func breakDown(
    late event: Event, of operation: UncostedOperation?, in batch: EventBatch, of number: Int, at time: Timestamp,
    now: Timestamp
  ) {
    guard keepsBreakdowns, let end = turnBreakdowns(of: number, to: time, now: now) else { return }
    wrappers[number].breakdowns.add(late: event, of: operation, end: end, in: batch, &counter)
  }

  /// Takes what was counted for an operation's cost back.
  mutating func takeBackFromBreakdowns(_ operation: UncostedOperation, now: Timestamp) {
    guard keepsBreakdowns, turnBreakdowns(of: operation.wrapper, to: operation.end, now: now) != nil else { return }
    wrappers[operation.wrapper].breakdowns.takeBack(operation, &counter.names)
  }

  /// What came to the breakdowns of a wrapper since the last time, for the store to merge with what it holds: young slots, and
  /// hours where it came too late for those.
  package mutating func takeFreshBreakdowns(of number: Int) -> ClosedSlots {
    wrappers[number].breakdowns.takeFresh(breakdownKeeping, names: counter.names.names)
  }

  /// Goes on from the breakdowns of a wrapper that a store held at an instant.
  package mutating func restoreBreakdowns(of number: Int, _ stored: ClosedSlots, now: Timestamp) {
    guard keepsBreakdowns else { return }
    wrappers[number].breakdowns.restore(stored, now: now, breakdownKeeping)
  }

  /// What the operations of a wrapper were made of, from the slot that holds `from` through the one that holds `through`.
  /// `older` are hours that a store holds and this state no longer does. Slots are of five minutes for the last hour and of an
  /// hour before; `from` and `until` of the summary tell what they cover.
  package func breakdown(
    of number: Int, from: Timestamp, through: Timestamp, older: [Breakdown] = []
  ) -> BreakdownSummary {
    breakdown(of: CollectionOfOne(number), from: from, through: through, older: older)
  }

  /// The same for several wrappers together.
  package func breakdown(
    of numbers: some Collection<Int>, from: Timestamp, through: Timestamp, older: [Breakdown] = []
  ) -> BreakdownSummary {
    let spans = numbers.map { wrappers[$0].breakdowns.slots(from: from, through: through) }
    var span = Range(covering: spans) ?? from..<max(from, through)
    let told = older.filter { span.overlaps($0.hour) }
    if let hours = Range(covering: told.map(\.hour)) { span = Range(covering: [span, hours]) ?? span }
    var range = BreakdownRange()
    for hour in told { range.add(hour, from: hour.hour.lowerBound) }
    // An hour that the store told of is whole there; what memory still has of it is a part of that.
    let toldHours = Set(told.map(\.index))
    for number in numbers {
      wrappers[number].breakdowns.forEach(in: span, names: counter.names.names) { slot, begin in
        if !toldHours.contains(begin.slot(of: Breakdown.coarseStep)) { range.add(slot, from: begin) }
      }
    }
    return range.summary(from: span.lowerBound, until: min(span.upperBound, max(present, through)))
  }
}

extension Breakdown {
  /// The hour that it covers, if it is one of an hour.
  fileprivate var hour: Range<Timestamp> {
    let begin = Timestamp(seconds: Int64(index) * Self.coarseStep)
    return begin..<begin.advanced(seconds: Self.coarseStep)
  }
}

extension Range<Timestamp> {
  /// From the beginning of the first to the end of the last of some spans; nil of none.
  init?(covering spans: some Collection<Range<Timestamp>>) {
    guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max() else { return nil }
    self = first..<last
  }
}

extension Metric {
  /// A held metric as one of a batch, whose arena takes its text.
  fileprivate init(_ held: HeldMetric, key: Int32, in batch: inout EventBatch) {
    switch held.value {
    case .number(let value):
      self.init(key: key, origin: held.origin, number: value, billionths: held.billionths)
    case .flag(let value): self.init(key: key, origin: held.origin, flag: value)
    case .text(let value):
      self.init(key: key, origin: held.origin, text: batch.keep(value.utf8), hash: Checksum.of(value.utf8))
    }
  }
}
