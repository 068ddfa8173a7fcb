import Events

/// What the counting of breakdowns needs besides the breakdowns: names by number, and the operation at hand.
struct BreakdownCounter: Sendable {
  var names = BreakdownNames()
  var operation = MeasuredOperation()
}

extension MonitorState {
  /// True if breakdowns are kept at all.
  @inline(__always)
  var keepsBreakdowns: Bool { breakdownHours > 0 }

  var breakdownKeeping: BreakdownKeeping {
    let crowded = wrappers.count > Self.crowd
    let span = crowded ? BreakdownSpan(fine: 2, hours: 0) : BreakdownSpan(hours: Int32(clamping: breakdownHours))
    return BreakdownKeeping(span: span, hasStore: breakdownsHaveStore)
  }

  /// Counts a completed operation of a batch in the breakdowns of its wrapper.
  @inline(__always)
  mutating func breakDown(
    _ event: borrowing Event, _ completion: borrowing Completion, in batch: borrowing EventBatch, of number: Int,
    now: Timestamp
  ) {
    guard keepsBreakdowns else { return }
    let type =
      event.type >= 0
      ? counter.names.number(of: event.type, in: batch.names) : counter.names.number(of: BreakdownNames.defaultType)
    let metrics = Int(event.metrics.offset)..<Int(event.metrics.offset + event.metrics.count)
    breakDown(
      completion, of: number, type: type, errorCode: event.errorCode, fallbackReason: event.fallbackReason,
      metrics: batch.metrics, metrics, in: batch.texts, names: batch.names, now: now)
  }

  // Without a table, keys are numbers of names already.
  @inline(__always)
  private mutating func breakDown(
    _ completion: borrowing Completion, of number: Int, type: Int32, errorCode: TextRange, fallbackReason: TextRange,
    metrics: [Metric], _ range: Range<Int>, in texts: [UInt8], names table: NameTable?, now: Timestamp
  ) {
    var end = completion.end
    if end > now, end.microseconds &- now.microseconds <= Self.skewMicroseconds { end = now }
    if end > now, standsStill { return }
    wrappers[number].breakdowns.turn(to: end, now: now, breakdownKeeping, names: counter.names.names)
    counter.operation.begin(completion)
    wrappers[number].breakdowns.count { tally in
      for place in range {
        let metric = metrics[place]
        let key = table.map { counter.names.number(of: metric.key, in: $0) } ?? metric.key
        if let meaning = counter.names.meanings[Int(key)],
          meaning.isField ? metric.origin != .custom : metric.origin != .record
        {
          counter.operation.take(metric, meaning: meaning)
        }
        tally.metrics.add(metric, key: key, end: end, in: texts)
      }
      counter.operation.finish()
      tally.add(
        counter.operation, type: type, names: counter.names.names, errorCode: errorCode,
        fallbackReason: fallbackReason, in: texts)
    }
  }

  /// Adds spending that belongs to no operation, in nano-dollars.
  mutating func breakDown(spending cost: Int64, of number: Int, at time: Timestamp, now: Timestamp) {
    guard keepsBreakdowns, time <= now || !standsStill else { return }
    wrappers[number].breakdowns.turn(to: time, now: now, breakdownKeeping, names: counter.names.names)
    wrappers[number].breakdowns.count { $0.spend(cost) }
  }

  /// What came to the breakdowns of a wrapper since the last time, for the store to merge with what it holds: young slots, and
  /// hours where it came too late for those.
  package mutating func takeFreshBreakdowns(of number: Int) -> (fine: [Breakdown], coarse: [Breakdown]) {
    wrappers[number].breakdowns.takeFresh(breakdownKeeping, names: counter.names.names)
  }

  /// Goes on from the breakdowns of a wrapper that a store held at an instant.
  package mutating func restoreBreakdowns(of number: Int, fine: [Breakdown], coarse: [Breakdown], now: Timestamp) {
    guard keepsBreakdowns else { return }
    wrappers[number].breakdowns.restore(fine: fine, coarse: coarse, now: now, breakdownKeeping)
  }

  /// What the operations of a wrapper were made of, from the slot that holds `from` through the one that holds `through`.
  /// `older` are hours that a store holds and this state no longer does. Slots are of five minutes for the last hour and of an
  /// hour before; `from` of the summary tells where the first one begins.
  package func breakdown(
    of number: Int, from: Timestamp, through: Timestamp, older: [Breakdown] = []
  ) -> BreakdownSummary {
    breakdown(of: CollectionOfOne(number), from: from, through: through, older: older)
  }

  /// The same for several wrappers together.
  package func breakdown(
    of numbers: some Collection<Int>, from: Timestamp, through: Timestamp, older: [Breakdown] = []
  ) -> BreakdownSummary {
    let span = breakdownKeeping.span
    let first = numbers.map { wrappers[$0].breakdowns.firstSlot(from: from, span) }.min() ?? from
    var range = BreakdownRange()
    for hour in older {
      let begin = Timestamp(seconds: Int64(hour.index) * Breakdown.coarseStep)
      if begin.advanced(seconds: Breakdown.coarseStep) > first, begin <= through { range.add(hour, from: begin) }
    }
    for number in numbers {
      wrappers[number].breakdowns.forEach(from: from, through: through, span, names: counter.names.names) {
        range.add($0, from: $1)
      }
    }
    return range.summary(from: first)
  }
}
