import Events
import HeapModule

/// Everything that monitoring remembers, as a value: batches are applied to it, time is told to it, and snapshots are
/// taken of it. It knows no clock.
package struct MonitorState: Sendable {
  package var policy: HealthPolicy
  /// How long an operation may be under way, in seconds, until it is taken for abandoned.
  package var abandonAfter: Int64 = 3600
  /// Time never moves (`--at`), so what ends later need not be remembered for its time to come.
  package let standsStill: Bool
  /// How many wrappers are told apart; the others share one called `(other)`.
  package let wrapperLimit: Int
  /// How many hours of breakdowns are kept, the present one included; none at all if 0. Above a thousand wrappers, ten
  /// minutes are kept whatever it says.
  package let breakdownHours: Int
  /// True if a store takes breakdowns (`takeFreshBreakdowns`), so that they wait for it.
  package let breakdownsHaveStore: Bool
  /// What may be spent, and when days and months turn.
  package var budgets = BudgetPlan() { didSet { unseen.wrappers = -1 } }
  /// How wrappers are watched.
  package var watching = WrapperPolicies()
  /// Prices by which the cost of operations is estimated that report none; nil to estimate nothing.
  package var prices: PriceTable? { didSet { knownPrices = KnownPrices() } }

  var wrappers: [WrapperState] = []
  /// The instant that time has come to.
  private(set) var present = Timestamp(microseconds: .min)
  /// What wrappers counted while the clock stood ahead of what it says now, until that time comes.
  var ahead = AheadBuckets()
  /// The numbers of the wrappers in the order of their names, as `numbersByName` last found them.
  var sortedNumbers: [Int] = []
  /// The names that `unseenNames` last found, and how many wrappers there were; -1 if they have to be found anew.
  var unseen: (wrappers: Int, names: [String]) = (-1, [])
  var active = ActiveOperations()
  var operations = RecentOperations()
  /// What has come in about later instants, until they come.
  var pending = Heap<PendingCompletion>()
  /// How many operations and costs of each source, by its number, wait for their time to come.
  package internal(set) var waiting: [Int: UInt64] = [:]
  /// How many distinct later operations were not remembered because there were too many.
  package private(set) var pendingShed: UInt64 = 0
  /// How many records named a wrapper beyond the limit.
  package private(set) var overflow: UInt64 = 0
  /// How many operations without an id have begun.
  var anonymous: UInt64 = 0
  /// Which operations have completed.
  var ids = RememberedIDs()
  /// What a store has yet to learn; nil without one.
  var ledger: PendingChanges?
  var restoredWrappers = 0
  var counter = BreakdownCounter()
  var knownPrices = KnownPrices()
  var uncosted = UncostedOperations()
  var pricingLog = PricingLog()
  private var numbers: [String: Int] = [:]
  private var numberMaps: [UInt64: [Int32]] = [:]
  var sourceTimes: [Int: Timestamp] = [:]

  static let skewMicroseconds: Int64 = 5 * 60 * 1_000_000
  static let pendingLimit = MonitoringLimits.pending
  static let crowd = MonitoringLimits.crowd

  /// The wrapper that stands for all beyond the limit.
  package static let otherName = "(other)"

  package static let defaultWrapperLimit = MonitoringLimits.wrappers

  package init(
    policy: HealthPolicy = HealthPolicy(), standsStill: Bool = false, wrapperLimit: Int = defaultWrapperLimit,
    breakdownHours: Int = 0, breakdownsHaveStore: Bool = false
  ) {
    self.policy = policy
    self.standsStill = standsStill
    self.wrapperLimit = wrapperLimit
    self.breakdownHours = breakdownHours
    self.breakdownsHaveStore = breakdownsHaveStore
  }

  /// A state like this one that has taken in nothing.
  package var emptied: MonitorState {
    var state = MonitorState(
      policy: policy, standsStill: standsStill, wrapperLimit: wrapperLimit, breakdownHours: breakdownHours,
      breakdownsHaveStore: breakdownsHaveStore)
    state.budgets = budgets
    state.watching = watching
    state.prices = prices
    return state
  }

  /// Takes in a batch of a source. `now` is the present instant. The operations of a source that is catching up age by
  /// its own newest event, as they did when they happened. With `dedupes`, an operation that is remembered counts as a
  /// duplicate; without, for tailed files whose positions guarantee that each counts once, only one that came another
  /// way. `pricings` is what prices said when the batch was applied before; nil to ask them.
  package mutating func apply(
    _ batch: EventBatch, source: Int = 0, isCatchingUp: Bool = false, dedupes: Bool = false,
    pricings known: [PricingAnswer]? = nil, now: Timestamp
  ) -> Applied {
    var applied = Applied()
    advance(to: now)
    pricingLog = PricingLog(isKept: ledger != nil, known: known)
    var map = numberMaps.removeValue(forKey: batch.names.identity) ?? []
    if map.count < batch.names.names.count {
      map.append(contentsOf: repeatElement(-1, count: batch.names.names.count - map.count))
    }
    if readsMetrics { counter.names.turn(to: batch.names) }
    var newest = min(sourceTimes[source] ?? Timestamp(microseconds: .min), now)
    let looksUp = dedupes || ids.holdsOthers
    var whole = 0
    var failed = BatchFailures()
    for event in batch.events {
      switch event.kind {
      case .operation:
        let number = number(of: event, in: batch, map: &map)
        if event.flags.contains(.hasID), !remember(event, of: number, dedupes: dedupes, looksUp: looksUp) {
          applied.duplicates &+= 1
          applied.repeated.append(event.number)
          continue
        }
        if !active.isEmpty, event.flags.contains(.hasID) {
          abandonIfOld(event.key, at: isCatchingUp ? min(newest, now) : now)
          _ = active.end(event.key)
        }
        whole += 1
        complete(event, in: batch, of: number, source: source, now: now, &failed, &applied)
      case .amendment: amend(event, in: batch, map: &map, now: now, &applied)
      case .flush:
        applied.flushes.append(
          Applied.Flush(
            label: batch.text(event.id) ?? "", isNumber: event.flags.contains(.numericID),
            accepted: applied.accepted, rejected: UInt64(event.rejectedBefore) + applied.rejectedSteps,
            duplicates: applied.duplicates, line: event.line))
        continue
      default:
        abandonIfOld(event.key, at: isCatchingUp ? min(newest, now) : now)
        step(event, in: batch, map: &map, source: source, dedupes: dedupes, now: now, &applied)
      }
      if event.time > newest { newest = event.time }
    }
    let completed = operations.append(batch, applied, whole: whole, failed: failed)
    ledger?.operations += completed
    for gone in operations.takeGoneFailures() {
      guard let batch = gone.batch else { continue }
      for number in gone.wrappers { wrappers[number].failures.release(batch) }
    }
    sourceTimes[source] = newest
    if batch.names.names.count > 0 {
      if numberMaps.count >= 64 { numberMaps.removeAll() }
      numberMaps[batch.names.identity] = map
    }
    if newest.microseconds > .min { applied.newest = newest }
    applied.pricings = pricingLog.answers
    pricingLog = PricingLog()
    return applied
  }

  /// Goes to an instant: what was ahead of it and has come is counted. Where the clock was ahead and has been set back,
  /// so is time: what was counted meanwhile waits until its time comes.
  package mutating func advance(to now: Timestamp) {
    if now < present { setBack(to: now) } else { present = now }
    if ahead.next <= now { takeUpAhead(through: now) }
    while let next = pending.min, next.completion.end <= now {
      pending.removeMin()
      waiting[next.source, default: 1] &-= 1
      ledger?.hasPendingChanged = true
      if next.completion.isApart {
        wrappers[next.wrapper].spendApart(next.completion.cost, at: next.completion.end)
      } else {
        _ = wrappers[next.wrapper].count(next.completion, error: next.error)
      }
    }
  }

  // Instants that threads told in another order than they read them differ by less than a slot.
  private mutating func setBack(to now: Timestamp) {
    guard now < present.advanced(seconds: -10) else { return }
    present = now
    setAsideAhead(of: now)
  }

  /// Takes operations that never end for abandoned. A source that is still catching up ages its operations by its own
  /// newest event, the others by the present.
  package mutating func abandon(now: Timestamp, catchingUp: Set<Int> = []) {
    guard !active.isEmpty else { return }
    let times = sourceTimes
    let age = abandonAfter
    for number in wrappers.indices where active.count(of: number) > 0 {
      let removed = active.removeAll(of: number) { operation in
        let present = catchingUp.contains(operation.source) ? min(times[operation.source] ?? now, now) : now
        return present.advanced(seconds: -age)
      }
      wrappers[number].abandon(removed)
    }
  }

  // An operation that was old enough when something was still to be said of it had been abandoned by then.
  private mutating func abandonIfOld(_ key: OperationKey, at instant: Timestamp) {
    guard let operation = active[key], operation.start < instant.advanced(seconds: -abandonAfter) else { return }
    _ = active.end(key)
    wrappers[operation.wrapper].abandon(1)
  }

  /// The number of a wrapper, which is made if it is new.
  mutating func number(of name: String) -> Int {
    if let number = numbers[name] { return number }
    guard wrappers.count < wrapperLimit || name == Self.otherName else {
      overflow &+= 1
      return number(of: Self.otherName)
    }
    return add(WrapperState(name: name))
  }

  /// Adds a wrapper that is not known yet.
  @discardableResult
  mutating func add(_ wrapper: WrapperState) -> Int {
    let number = wrappers.count
    numbers[wrapper.name] = number
    wrappers.append(wrapper)
    if ledger != nil { wrappers[number].delta = WrapperDelta() }
    if wrappers.count > Self.crowd { shortenSeries(upTo: wrappers.count == Self.crowd + 1 ? 0 : number) }
    return number
  }

  /// What is remembered of an operation of a wrapper: its id and the times that it gave.
  @inline(__always)
  func remembered(
    _ key: OperationKey, of wrapper: Int, start: Timestamp? = nil, end: Timestamp? = nil
  ) -> RememberedID {
    RememberedID(key, wrapper: wrappers[wrapper].fingerprint, start: start, end: end)
  }

  /// Remembers a completed operation; false if it is a duplicate.
  @inline(__always)
  private mutating func remember(_ event: Event, of wrapper: Int, dedupes: Bool, looksUp: Bool) -> Bool {
    // The id of a foreign record is all that counts, and is looked for wherever it came from.
    let isForeign = event.flags.contains(.isForeign)
    let id =
      isForeign
      ? RememberedID(event.key, wrapper: 0)
      : remembered(
        event.key, of: wrapper, start: event.start, end: event.flags.contains(.givesTime) ? event.time : nil)
    if isForeign, ids.hasCompleted(id) { return false }
    if looksUp, let marks = ids.marks(of: id), marks.contains(.completed), dedupes || !marks.contains(.fromFile) {
      return false
    }
    remember(id, cost: event.cost, isFromFile: !dedupes)
    return true
  }

  /// Remembers a completed operation that cost so many nano-dollars; -1 for no cost.
  @inline(__always)
  mutating func remember(_ id: RememberedID, cost: Int64, isFromFile: Bool) {
    var id = id
    id.marks = isFromFile ? [.completed, .fromFile] : .completed
    if cost >= 0 || hasReportedCost(id) { id.marks.insert(.hasCost) }
    ids.insert(id)
    ledger?.ids += 1
  }

  /// Remembers that cost was reported for an operation, which may have completed.
  mutating func rememberCost(_ id: RememberedID) {
    var id = id
    id.marks = (ids.marks(of: id) ?? []).union(.hasCost)
    ids.insert(id)
    ledger?.ids += 1
  }

  /// The names of all wrappers, in the order they were met.
  package var wrapperNames: [String] { wrappers.map(\.name) }

  /// The number of a known wrapper.
  func knownNumber(of name: String) -> Int? { numbers[name] }

  // Above a thousand wrappers, minutes are kept for ten of them, and slots of ten seconds for one hour (article
  // Monitoring, Windows).
  private mutating func shortenSeries(upTo first: Int) {
    for number in min(first, wrappers.count)..<wrappers.count {
      wrappers[number].minutes.shorten(to: MonitoringLimits.crowdedMinutes)
      wrappers[number].tens.shorten(to: MonitoringLimits.crowdedTens)
    }
  }

  @inline(__always)
  mutating func number(of event: Event, in batch: EventBatch, map: inout [Int32]) -> Int {
    let local = Int(event.wrapper)
    if map[local] >= 0 { return Int(map[local]) }
    let before = overflow
    let number = number(of: batch.names.names[local])
    // Names beyond the limit are looked up each time, so that each record is counted.
    if overflow == before { map[local] = Int32(number) }
    return number
  }

  @inline(__always)
  private mutating func complete(
    _ event: Event, in batch: EventBatch, of number: Int, source: Int, now: Timestamp, _ failed: inout BatchFailures,
    _ applied: inout Applied
  ) {
    applied.accepted &+= 1
    if event.flags.contains(.inconsistent) { applied.inconsistent &+= 1 }
    let pricing = pricingLog.knownAnswer() ?? pricing(of: event, of: number, in: batch)
    pricingLog.note(pricing)
    let completion = Completion(
      end: event.time, status: event.status, fallbackUsed: event.flags.contains(.fallbackUsed),
      duration: event.duration, cost: pricing.cost(reported: event.cost),
      costOrigin: event.flags.contains(.costEstimated) ? .estimated : pricing.costOrigin)
    if case .estimated(let estimate) = pricing {
      applied.estimated.append(EstimatedCost(number: event.number, cost: estimate.total))
    }
    if event.metricsLeftOut > 0 { wrappers[number].leaveOut(metrics: Int(event.metricsLeftOut)) }
    if !event.status.isSuccess {
      var failure = event
      failure.setCost(of: completion)
      wrappers[number].keep(failure: failure, in: failed.add(number, in: batch))
    }
    breakDown(event, completion, pricing, in: batch, of: number, now: now)
    if event.cost < 0, event.flags.contains(.hasID) {
      remember(uncosted: event, completion, pricing, in: batch, of: number, now: now)
    }
    // An argument that is evaluated late would copy the batch for every event.
    let error = event.status.isSuccess ? nil : batch.text(event.errorMessage)
    count(completion, of: number, error: error, source: source, now: now, &applied)
  }

  /// Counts an operation in the totals, and in the windows once its end has come.
  @inline(__always)
  mutating func count(
    _ completion: Completion, of number: Int, error: @autoclosure () -> String?, source: Int, now: Timestamp,
    _ applied: inout Applied
  ) {
    var completion = completion
    wrappers[number].total(completion)
    if completion.end > now {
      guard completion.end.microseconds &- now.microseconds <= Self.skewMicroseconds else {
        postpone(completion, of: number, error: error(), source: source)
        return
      }
      completion.end = now
    }
    if !wrappers[number].count(completion, error: error()) { applied.tooLate &+= 1 }
  }

  mutating func postpone(_ completion: Completion, of number: Int, error: String?, source: Int) {
    if standsStill {
      waiting[source, default: 0] &+= 1
      return
    }
    guard pending.count < Self.pendingLimit else {
      pendingShed &+= 1
      return
    }
    waiting[source, default: 0] &+= 1
    ledger?.hasPendingChanged = true
    pending.insert(PendingCompletion(wrapper: number, completion: completion, error: error, source: source))
  }
}

/// What an operation costs by a price table.
package struct EstimatedCost: Sendable, Equatable {
  /// The number of its event (`Event.number`).
  package var number: UInt32
  /// Nano-dollars.
  package var cost: Int64
}

/// What became of a batch.
package struct Applied: Sendable {
  package var accepted: UInt64 = 0
  package var duplicates: UInt64 = 0
  package var inconsistent: UInt64 = 0
  package var tooLate: UInt64 = 0
  /// Steps of operations that no one knows.
  package var rejectedSteps: UInt64 = 0
  /// The first and the last of those, as in `EventBatch.rejections`.
  package var rejections: [Event] = []
  package var flushes: [Flush] = []
  /// The operations that steps of the batch ended, in order, each with the number of the event that ended it.
  package var ended: [(number: UInt32, record: OperationRecord)] = []
  /// The whole operations of the batch whose cost was estimated, in order.
  package var estimated: [EstimatedCost] = []
  /// What prices said, where changes are tracked for a store.
  package var pricings: [PricingAnswer] = []
  /// The numbers of whole operations that were duplicates, in order.
  package var repeated: [UInt32] = []
  /// Counts what a core has taken in, this batch included: a store that covers the mark covers the batch.
  package var mark: UInt64 = 0
  /// The newest time that the source has told so far.
  package var newest: Timestamp?

  /// A flush that was reached, with what became of everything before it in the batch.
  package struct Flush: Sendable {
    package var label: String
    package var isNumber: Bool
    package var accepted: UInt64
    package var rejected: UInt64
    package var duplicates: UInt64
    /// Which line of the batch it was, from 0.
    package var line: UInt32
  }
}
