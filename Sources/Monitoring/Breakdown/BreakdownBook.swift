import Events

/// The breakdowns of one wrapper: those being counted, those that the store has not taken yet, and all that are kept.
struct BreakdownBook: Sendable {
  // Slots in which operations are being counted; the last one is the one that was counted in last.
  private var tallies: [Tally] = []
  /// What came since the last `takeFresh`, as far as its tally was closed.
  private var fresh = BreakdownSlots()
  /// What the store has, or all there is without one.
  private var live = BreakdownSlots()
  /// The young slot of the newest operation that has ended.
  private(set) var newest = Int32.min

  /// Operations rarely end in more slots than this at a time.
  private static let mostTallies = 3

  init() {}

  var isEmpty: Bool { tallies.isEmpty && fresh.isEmpty && live.isEmpty }

  /// Makes the tally of the slot in which an operation belongs that ended at an instant the last one.
  @inline(__always)
  mutating func turn(to end: Timestamp, now: Timestamp, _ keeping: BreakdownKeeping, names: [String]) {
    let index = end.slot(of: Breakdown.fineStep)
    if index == newest, let last = tallies.last, last.index == index, !last.isCoarse { return }
    find(end, index: index, now: now, keeping, names: names)
  }

  private mutating func find(
    _ end: Timestamp, index: Int32, now: Timestamp, _ keeping: BreakdownKeeping, names: [String]
  ) {
    // Later slots do not make the present one old.
    newest = max(newest, min(index, now.slot(of: Breakdown.fineStep)))
    let isCoarse = index <= newest &- keeping.span.fine
    let wanted = isCoarse ? end.slot(of: Breakdown.coarseStep) : index
    if let at = tallies.lastIndex(where: { $0.index == wanted && $0.isCoarse == isCoarse }) {
      if at != tallies.count - 1 { tallies.swapAt(at, tallies.count - 1) }
    } else if tallies.count < Self.mostTallies {
      tallies.append(Tally(index: wanted, isCoarse: isCoarse))
    } else {
      close(0, keeping, names: names)
      tallies[0].clear(index: wanted, isCoarse: isCoarse)
      tallies.swapAt(0, tallies.count - 1)
    }
  }

  /// Counts an operation in the slot to which `turn` went. `end` is when it counts as ended, `type` the number of the name of
  /// its type. The keys of its metrics are names of the batch's table, or, with `hasNumberedKeys`, of the counter's.
  @inline(__always)
  mutating func add(
    _ event: Event, _ completion: Completion, end: Timestamp, type: Int32, in batch: EventBatch,
    hasNumberedKeys: Bool = false, _ counter: inout BreakdownCounter
  ) {
    let last = tallies.count - 1
    counter.operation.begin(completion)
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

  /// Adds spending that belongs to no operation, in nano-dollars, to the slot to which `turn` went.
  mutating func spend(_ cost: Int64) { tallies[tallies.count - 1].spend(cost) }

  private mutating func close(_ place: Int, _ keeping: BreakdownKeeping, names: [String]) {
    let breakdown = tallies[place].breakdown(names)
    if keeping.hasStore {
      fresh.add(breakdown, isCoarse: tallies[place].isCoarse)
      fresh.age(newest: newest, keeping.untaken)
    } else {
      live.add(breakdown, isCoarse: tallies[place].isCoarse)
      live.age(newest: newest, keeping.span)
    }
  }

  /// What came since the last time, as young slots and, where it came too late for those, as hours.
  mutating func takeFresh(_ keeping: BreakdownKeeping, names: [String]) -> (fine: [Breakdown], coarse: [Breakdown]) {
    for tally in tallies { fresh.add(tally.breakdown(names), isCoarse: tally.isCoarse) }
    tallies = []
    guard !fresh.isEmpty else { return ([], []) }
    fresh.age(newest: newest, keeping.untaken)
    let taken = fresh
    fresh = BreakdownSlots()
    live.merge(taken)
    live.age(newest: newest, keeping.span)
    return (taken.fine, taken.hours)
  }

  /// Goes on from what a store held. `now` tells which slots have come.
  mutating func restore(fine: [Breakdown], coarse: [Breakdown], now: Timestamp, _ keeping: BreakdownKeeping) {
    for breakdown in fine { live.add(breakdown, isCoarse: false) }
    for breakdown in coarse { live.add(breakdown, isCoarse: true) }
    if let last = live.fine.last { newest = max(newest, min(last.index, now.slot(of: Breakdown.fineStep))) }
    live.age(newest: newest, keeping.span)
  }

  /// Calls `body` for each slot from the one that holds an instant through the one that holds another, in the order of time as
  /// far as kept slots of the same kind go, with when it begins. Hours are asked only for what was before the young slots.
  func forEach(
    from: Timestamp, through: Timestamp, _ span: BreakdownSpan, names: [String], _ body: (Breakdown, Timestamp) -> Void
  ) {
    let first = firstSlot(from: from, span)
    func visit(_ breakdown: Breakdown, step: Int64) {
      let begin = Timestamp(seconds: Int64(breakdown.index) * step)
      if begin >= first, begin <= through { body(breakdown, begin) }
    }
    let coarse = first.slot(of: Breakdown.fineStep) <= newest &- span.fine
    for slots in [live, fresh] {
      if coarse { for hour in slots.hours { visit(hour, step: Breakdown.coarseStep) } }
      for breakdown in slots.fine { visit(breakdown, step: Breakdown.fineStep) }
    }
    for tally in tallies where coarse || !tally.isCoarse {
      visit(tally.breakdown(names), step: tally.isCoarse ? Breakdown.coarseStep : Breakdown.fineStep)
    }
  }

  /// When the slot begins that holds an instant.
  func firstSlot(from: Timestamp, _ span: BreakdownSpan) -> Timestamp {
    let index = from.slot(of: Breakdown.fineStep)
    if index > newest &- span.fine { return Timestamp(seconds: Int64(index) * Breakdown.fineStep) }
    return Timestamp(seconds: Int64(from.slot(of: Breakdown.coarseStep)) * Breakdown.coarseStep)
  }
}

/// How breakdowns are kept.
struct BreakdownKeeping: Sendable {
  /// What is kept in memory.
  var span: BreakdownSpan
  /// True if what is fresh has to wait until it is taken.
  var hasStore: Bool

  /// What waits for the store.
  var untaken: BreakdownSpan { BreakdownSpan(hours: Self.storedHours) }

  private static let storedHours: Int32 = 721
}
