import Events

/// The breakdowns of one wrapper: those being counted, those that the store has not taken yet, and all that are kept.
struct BreakdownHistory: Sendable {
  // Slots in which operations are being counted; the last one is the one that was counted in last.
  private(set) var tallies: [BreakdownAccumulator] = []
  /// What came since the last `takeFresh`, as far as its tally was closed.
  private(set) var fresh = BreakdownBuckets()
  /// What the store has, or all there is without one.
  private(set) var live = BreakdownBuckets()
  /// The young slot of the newest operation that has ended; far in the past before there is one.
  private(set) var newest = Int32.min / 2
  /// The last young slot of which anything may have gone into an hour.
  private(set) var coarseThrough = Int32.min / 2

  /// In how many slots is counted at a time: operations rarely end in more. Where wrappers are many, the room for it is wanted.
  private static func mostTallies(_ keeping: BreakdownRetention) -> Int { keeping.isCrowded ? 1 : 3 }

  init() {}

  var isEmpty: Bool { tallies.isEmpty && fresh.isEmpty && live.isEmpty }

  /// Makes the tally of the slot in which an operation belongs that ended at an instant the last one. What is no longer young
  /// by the present or by what came before belongs in an hour: a backlog is counted by the hour at once.
  @inline(__always)
  mutating func turn(to end: Timestamp, now: Timestamp, _ keeping: BreakdownRetention, names: [String]) {
    let index = end.slot(of: Breakdown.fineStep)
    let present = now.slot(of: Breakdown.fineStep)
    // Later slots do not make the present one old.
    newest = max(newest, min(index, present))
    let isCoarse = index <= max(newest, present) &- keeping.span.fine
    let wanted = isCoarse ? index.hourOfFine : index
    if isCoarse, index > coarseThrough { coarseThrough = index }
    if let last = tallies.last, last.index == wanted, last.isCoarse == isCoarse,
      last.groupsHaveSumsOnly == keeping.isCrowded
    {
      return
    }
    find(wanted, isCoarse: isCoarse, keeping, names: names)
    tallies[tallies.count - 1].groupsHaveSumsOnly = keeping.isCrowded
  }

  private mutating func find(_ wanted: Int32, isCoarse: Bool, _ keeping: BreakdownRetention, names: [String]) {
    if let at = tallies.lastIndex(where: { $0.index == wanted && $0.isCoarse == isCoarse }) {
      tallies.swapAt(at, tallies.count - 1)
    } else if tallies.count < Self.mostTallies(keeping) {
      tallies.append(BreakdownAccumulator(index: wanted, isCoarse: isCoarse))
    } else {
      close(0, keeping, names: names)
      tallies[0].clear(index: wanted, isCoarse: isCoarse)
      tallies.swapAt(0, tallies.count - 1)
    }
  }

  /// Counts an operation in the slot to which `turn` went. `end` is when it counts as ended, `type` the number of the name of
  /// its type. The keys of its metrics are names of the batch's table, or, with `hasNumberedKeys`, of the counter's.
  /// `pricing` is what a price table says of it.
  @inline(__always)
  mutating func add(
    _ event: Event, _ completion: Completion, _ pricing: Pricing, end: Timestamp, type: Int32, in batch: EventBatch,
    hasNumberedKeys: Bool = false, _ counter: inout BreakdownCounter
  ) {
    let last = tallies.count - 1
    counter.operation.begin(completion, pricing)
    let first = Int(event.metrics.offset)
    for place in first..<first + Int(event.metrics.count) {
      let given = batch.metrics[place].key
      let key = hasNumberedKeys ? given : counter.names.number(of: given, in: batch.names)
      counter.take(batch.metrics[place], key: key)
      tallies[last].metrics.add(batch.metrics[place], key: key, end: end, in: batch.texts)
    }
    counter.operation.finish()
    tallies[last].add(
      counter.operation, type: type, names: counter.names.names, errorCode: event.errorCode,
      fallbackReason: event.fallbackReason, in: batch.texts)
  }

  /// Counts what an event of its own told of an operation, as far as that is known, in the slot to which `turn` went. Tokens that
  /// the operation had told count once.
  mutating func add(
    late event: Event, of operation: UncostedOperation?, end: Timestamp, in batch: EventBatch,
    _ counter: inout BreakdownCounter
  ) {
    let last = tallies.count - 1
    counter.operation.begin(late: event, of: operation, at: end)
    for metric in batch.metrics(of: event) {
      let key = counter.names.number(of: metric.key, in: batch.names)
      if operation?.hasTokens == true, counter.names.meanings[Int(key)]?.key?.isTokens == true { continue }
      counter.take(metric, key: key)
      tallies[last].metrics.add(metric, key: key, end: end, in: batch.texts)
    }
    counter.operation.finish()
    let type = operation.map { counter.names.number(of: $0.type) }
    tallies[last].add(
      late: counter.operation, of: operation, type: type, names: counter.names.names, in: batch.texts)
  }

  /// Takes what was counted for an operation's cost back, in the slot to which `turn` went.
  mutating func takeBack(_ operation: UncostedOperation, _ names: inout BreakdownNames) {
    let type = names.number(of: operation.type)
    tallies[tallies.count - 1].takeBack(operation, type: type, names: names.names)
  }

  private mutating func close(_ place: Int, _ keeping: BreakdownRetention, names: [String]) {
    let part = ClosedBreakdown(tallies[place].breakdown(names))
    if keeping.hasStore {
      fresh.add(part, isCoarse: tallies[place].isCoarse)
    } else {
      live.add(part, isCoarse: tallies[place].isCoarse)
    }
    age(keeping)
  }

  private mutating func age(_ keeping: BreakdownRetention) {
    let firsts = [live.fine.parts.first, fresh.fine.parts.first].compactMap { $0?.index }
    if let first = firsts.min(), first <= newest &- keeping.span.fine {
      coarseThrough = max(coarseThrough, newest &- keeping.span.fine)
    }
    live.age(newest: newest, keeping.span)
    fresh.age(newest: newest, keeping.untaken)
  }

  /// Follows a clock that was ahead and has been set back: what comes now is young again.
  mutating func setBack(to now: Timestamp) {
    let present = now.slot(of: Breakdown.fineStep)
    newest = min(newest, present)
    coarseThrough = min(coarseThrough, present)
  }

  /// What came since the last time, as young slots and, where it came too late for those, as hours.
  mutating func takeFresh(_ keeping: BreakdownRetention, names: [String]) -> ClosedSlots {
    for tally in tallies { fresh.add(ClosedBreakdown(tally.breakdown(names)), isCoarse: tally.isCoarse) }
    tallies = []
    guard !fresh.isEmpty else { return ClosedSlots() }
    age(keeping)
    let taken = exchange(&fresh, with: BreakdownBuckets())
    live.add(taken)
    age(keeping)
    return ClosedSlots(fine: taken.fine.parts, coarse: taken.hours.parts)
  }

  /// All that is kept, as young slots and as hours.
  var kept: ClosedSlots { ClosedSlots(fine: live.fine.parts, coarse: live.hours.parts) }

  /// Goes on from what a store held. `now` tells which slots have come.
  mutating func restore(_ stored: ClosedSlots, now: Timestamp, _ keeping: BreakdownRetention) {
    for part in stored.fine { live.add(part, isCoarse: false) }
    for part in stored.coarse { live.add(part, isCoarse: true) }
    let present = now.slot(of: Breakdown.fineStep)
    if let last = live.fine.parts.last { newest = max(newest, min(last.index, present)) }
    if let last = live.lastHour?.firstFine {
      newest = max(newest, min(last, present))
      let end = min(last &+ Breakdown.finePerCoarse - 1, max(newest, present) - keeping.span.fine)
      coarseThrough = max(coarseThrough, end)
    }
    age(keeping)
  }

  /// Calls `body` for each slot that begins in a span of whole slots (`slots(from:through:)`), with when it begins; in the order
  /// of time as far as kept slots of the same kind go, and once for each part of a slot. Hours are asked only for what was before
  /// the young slots.
  func forEach(in span: Range<Timestamp>, names: [String], _ body: (Breakdown, Timestamp) -> Void) {
    let coarse = isCoarse(span.lowerBound.slot(of: Breakdown.fineStep))
    for slots in [live, fresh] {
      if coarse { Self.visit(slots.hours.parts, step: Breakdown.coarseStep, in: span, body) }
      Self.visit(slots.fine.parts, step: Breakdown.fineStep, in: span, body)
    }
    visitTallies(in: span, names: names, hours: coarse, body)
  }

  /// Calls `body` with each part that begins in a span, and with when it begins.
  static func visit(
    _ parts: some Sequence<ClosedBreakdown>, step: Int64, in span: Range<Timestamp>,
    _ body: (Breakdown, Timestamp) -> Void
  ) {
    for part in parts {
      let begin = Timestamp(seconds: Int64(part.index) * step)
      if span.contains(begin) { body(part.opened, begin) }
    }
  }

  /// The same for what is being counted.
  func visitTallies(
    in span: Range<Timestamp>, names: [String], hours: Bool, _ body: (Breakdown, Timestamp) -> Void
  ) {
    for tally in tallies where hours || !tally.isCoarse {
      let step = tally.isCoarse ? Breakdown.coarseStep : Breakdown.fineStep
      let begin = Timestamp(seconds: Int64(tally.index) * step)
      if span.contains(begin) { body(tally.breakdown(names), begin) }
    }
  }

  /// The span of the whole slots from the one that holds an instant through the one that holds another. Summed up, these slots
  /// hold all that ended in the span, and nothing else: an hour of which a part is young ends where that part begins.
  func slots(from: Timestamp, through: Timestamp) -> Range<Timestamp> {
    let first = from.slot(of: Breakdown.fineStep)
    let begin = isCoarse(first) ? first.hourOfFine.firstFine : first
    let last = max(first, through.slot(of: Breakdown.fineStep))
    var end = last &+ 1
    if isCoarse(last) {
      let hour = last.hourOfFine
      end = hour.firstFine &+ Breakdown.finePerCoarse
      if hour > live.coldThrough { end = min(end, coarseThrough &+ 1) }
    }
    return Timestamp(seconds: Int64(begin) * Breakdown.fineStep)..<Timestamp(seconds: Int64(end) * Breakdown.fineStep)
  }

  // True if what ended in the young slot of that number may have gone into its hour.
  private func isCoarse(_ index: Int32) -> Bool { index <= coarseThrough || index.hourOfFine <= live.coldThrough }
}

/// Closed breakdowns by the length of their slots.
package struct ClosedSlots: Sendable {
  /// Of five minutes.
  package var fine: [ClosedBreakdown]
  /// Of an hour: what came too late for those of five minutes.
  package var coarse: [ClosedBreakdown]

  package init(fine: [ClosedBreakdown] = [], coarse: [ClosedBreakdown] = []) {
    self.fine = fine
    self.coarse = coarse
  }
}

/// How breakdowns are kept.
struct BreakdownRetention: Sendable {
  /// What is kept in memory.
  var span: BreakdownSpan
  /// True if what is fresh has to wait until it is taken.
  var hasStore: Bool
  /// True if groups have sums only.
  var isCrowded: Bool

  /// What waits for the store.
  var untaken: BreakdownSpan { BreakdownSpan(hours: MonitoringLimits.breakdownHours) }
}
