import Events
import Secrets
import Synchronization

/// Monitors the wrappers of a program from within: report operations to it, ask it how they fare. It can be used from
/// any number of threads at once.
///
/// ```swift
/// let monitor = WrapperMonitor(clock: { Timestamp(microseconds: microsecondsSinceEpoch()) })
/// monitor.start("op-1", wrapper: "routellm", type: "route_request")
/// monitor.recordFallback("op-1", reason: "primary_timeout")
/// monitor.end("op-1")
/// monitor.health(of: "routellm")?.score
/// ```
///
/// An operation begins with `start` and is counted at `end`; what was recorded last in between decides how it went, and
/// nothing recorded means success. Calls for an id that is not active change nothing and return false.
public final class WrapperMonitor: Sendable {
  private let state: Mutex<MonitorState>
  private let clock: @Sendable () -> Timestamp
  private let seed: UInt64

  /// A monitor that takes the time from `clock`. `seed` makes the fingerprints of ids unpredictable; `policy` sets the
  /// thresholds of the health score.
  ///
  /// For `costDays` days, 0 to 30, it keeps what operations were made of, which `costs(of:in:)` and `recommendations(of:)` need;
  /// nothing of that if 0. Budgets do without.
  public convenience init(
    policy: HealthPolicy = HealthPolicy(), costDays: Int = 0, seed: UInt64 = UInt64.random(in: 0 ... .max),
    clock: @escaping @Sendable () -> Timestamp
  ) {
    let hours = costDays <= 0 ? 0 : min(costDays, 30) * 24 + 1
    self.init(state: MonitorState(policy: policy, breakdownHours: hours), seed: seed, clock: clock)
  }

  package init(state: MonitorState, seed: UInt64, clock: @escaping @Sendable () -> Timestamp) {
    self.state = Mutex(state)
    self.seed = seed
    self.clock = clock
  }

  /// Begins an operation. False if its id is active already. Names longer than 256 bytes are cut.
  @discardableResult
  public func start(_ id: String, wrapper: String, type: String = "default") -> Bool {
    let now = clock()
    let key = OperationKey(id, seed: seed)
    return state.withLock { state in
      state.advance(to: now)
      let number = state.number(of: Self.valid(wrapper))
      return state.begin(key, wrapper: number, id: id, type: type, start: now, source: -1)
    }
  }

  /// Notes that an operation succeeded, and what it cost if that is known.
  @discardableResult
  public func recordSuccess(_ id: String, cost: Money? = nil) -> Bool {
    record(id) { OperationStep(kind: .success, time: StepTime(arrival: $0), cost: Self.nanodollars(cost)) }
  }

  /// Notes that an operation failed.
  @discardableResult
  public func recordError(_ id: String, message: String, code: String? = nil) -> Bool {
    record(id) {
      OperationStep(kind: .error, time: StepTime(arrival: $0), message: Redaction.redact(message), code: code)
    }
  }

  /// Notes that an operation failed in a way that the program cannot go on from; its code becomes `FATAL_ERROR`.
  @discardableResult
  public func recordFatalError(_ id: String, message: String) -> Bool {
    record(id) { OperationStep(kind: .fatalError, time: StepTime(arrival: $0), message: Redaction.redact(message)) }
  }

  /// Notes that an operation took a fallback. That is no outcome: it may still succeed or fail.
  @discardableResult
  public func recordFallback(_ id: String, reason: String) -> Bool {
    record(id) { OperationStep(kind: .fallback, time: StepTime(arrival: $0), reason: Redaction.redact(reason)) }
  }

  /// Ends an operation and counts it.
  @discardableResult
  public func end(_ id: String) -> Bool {
    let now = clock()
    let key = OperationKey(id, seed: seed)
    return state.withLock { $0.finish(key, now: now) }
  }

  /// The health of a wrapper now; nil if it was never heard of.
  public func health(of wrapper: String) -> WrapperHealth? {
    let now = clock()
    return state.withLock { state in
      state.abandon(now: now)
      return state.health(of: wrapper, at: now)
    }
  }

  /// The health of all wrappers together, now.
  public func systemHealth() -> SystemHealth {
    let now = clock()
    var scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    scope.lastHour = .some([])
    return snapshot(at: now, scope: scope).system
  }

  /// The names of all wrappers that were heard of, in the order of their bytes.
  public func activeWrappers() -> [String] {
    state.withLock { $0.wrapperNames }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// What a wrapper did in the last 24 hours; nil if it was never heard of.
  public func stats(of wrapper: String) -> WrapperStats? {
    let now = clock()
    return state.withLock { $0.stats(of: wrapper, at: now) }
  }

  /// What has changed with a wrapper of late: the last 15 minutes against the 24 hours before; nil if it was never heard of.
  /// Most of the time there is nothing to tell. Above 1,000 wrappers there never is.
  public func trends(of wrapper: String) -> [Trend]? {
    let now = clock()
    return state.withLock { $0.trends(of: wrapper, at: now) }
  }

  /// The operations of a wrapper in slots of `step` seconds, oldest first, those without operations included: from the slot
  /// that holds `since` through the one that holds `until`; from the oldest slot that is kept, or to now, where they are
  /// left out. The slot of now has only begun.
  ///
  /// Slots of 10 seconds are kept for an hour at least, slots of a minute (60) for 24 hours, slots of an hour (3600) for 30 days, each
  /// reaching back from the newest operation of the wrapper; above 1,000 wrappers, minutes for ten of them. At 10 seconds
  /// there are no quantiles.
  ///
  /// - Throws: `SeriesError` for another step, and for a wrapper that was never heard of.
  public func series(
    of wrapper: String, step: Int64, since: Timestamp? = nil, until: Timestamp? = nil
  ) throws(SeriesError) -> [SeriesPoint] {
    let now = clock()
    let result = state.withLock { state in
      state.advance(to: now)
      return Result { () throws(SeriesError) in
        try state.series(
          of: wrapper, step: step, from: since ?? Timestamp(microseconds: .min), through: until ?? now)
      }
    }
    return try result.get()
  }

  /// The last operations, at most 10,000 of all wrappers together, in the order they were taken in: those of one wrapper
  /// if it is named, and those that ended between two instants, both included, where they are given.
  public func operations(
    of wrapper: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil
  ) -> [OperationRecord] {
    let recent = state.withLock { $0.operations }
    return recent.records { name, end in
      (wrapper.map { $0 == name } ?? true) && (since.map { end >= $0 } ?? true) && (until.map { end <= $0 } ?? true)
    }
  }

  /// Everything known now; `scope` leaves out what is not wanted.
  public func snapshot(scope: SnapshotScope = SnapshotScope()) -> MonitorSnapshot {
    snapshot(at: clock(), scope: scope)
  }

  private func snapshot(at now: Timestamp, scope: SnapshotScope) -> MonitorSnapshot {
    state.withLock { state in
      state.abandon(now: now)
      return state.snapshot(at: now, scope: scope)
    }
  }

  /// Looks at the state, or changes it, under one lock.
  package func withState<Result: Sendable>(_ body: (inout MonitorState) -> Result) -> Result {
    state.withLock { body(&$0) }
  }

  /// What an operation under way is told apart by.
  func key(of id: String) -> OperationKey { OperationKey(id, seed: seed) }

  /// The present.
  var now: Timestamp { clock() }

  private func record(_ id: String, _ step: (Timestamp) -> OperationStep) -> Bool {
    let step = step(clock())
    let key = OperationKey(id, seed: seed)
    return state.withLock { $0.record(step, of: key) }
  }

  private static func nanodollars(_ cost: Money?) -> Int64 { cost.map { Int64(clamping: $0.nanodollars) } ?? -1 }

  private static func valid(_ name: String) -> String {
    if name.isEmpty { return "(unnamed)" }
    return name.utf8.count <= 256 ? name : Redaction.redact(name, limit: 256)
  }
}

/// Costs against budgets, for a monitor that was made with `costDays`.
///
/// ```swift
/// let monitor = WrapperMonitor(costDays: 7, clock: now)
/// var plan = BudgetPlan()
/// plan.wrappers["support"] = BudgetLimits(daily: Money("25"), monthly: Money("500"))
/// monitor.setBudgets(plan)
/// monitor.start("op-1", wrapper: "support", type: "chat")
/// monitor.recordMetrics("op-1", ["model_used": .text("gpt-4o"), "tokens_used": .number(1840)])
/// monitor.recordSuccess("op-1", cost: Money("0.0138"))
/// monitor.end("op-1")
/// monitor.budget(of: "support")?.daily?.remaining  // 24.9862
/// monitor.costs(of: "support")?.analysis.breakdown.models.first?.costPerMillionTokens  // 7.5
/// ```
extension WrapperMonitor {
  /// Sets what may be spent from now on. What was spent before counts as well.
  public func setBudgets(_ plan: BudgetPlan) { withState { $0.budgets = plan } }

  /// Sets by which prices the cost of operations is estimated that end from now on and tell none; nil to estimate
  /// nothing.
  public func setPrices(_ prices: PriceTable?) { withState { $0.prices = prices } }

  /// Notes what an operation under way used: entries of `custom_metrics` (article Monitoring, Metrics) such as
  /// `model_used`, `prompt_tokens` or `efficiency_score`, and `quality_score`, `user_id`, `session_id` and
  /// `fallback_duration_ms`. Of a key that was noted before, the later value counts. They tell what a cost was made of,
  /// not what an operation cost: that is said by `recordSuccess(_:cost:)`, or estimated.
  ///
  /// Texts are redacted and cut to 128 bytes. False, and nothing is noted, if the operation is not active or a number
  /// is not finite.
  @discardableResult
  public func recordMetrics(_ id: String, _ metrics: [String: MetricValue.Value]) -> Bool {
    let held = metrics.sorted { $0.key < $1.key }.map { HeldMetric(name: $0.key, $0.value) }
    guard !held.contains(nil) else { return false }
    let key = key(of: id)
    return withState { $0.hold(held.compactMap { $0 }, of: key) }
  }

  /// How a wrapper, or all together if none is named, fares against its budgets now; nil without any.
  public func budget(of wrapper: String? = nil) -> BudgetState? {
    let now = now
    return withState { state in
      state.advance(to: now)
      return state.budget(of: wrapper, at: now)
    }
  }

  /// What a wrapper, or all together if none is named, cost in a time range that ends now; nil if the wrapper is not
  /// known or the monitor was made without `costDays`. Looks through all that is kept of the range and of the last 7
  /// days: to be asked once a second at most.
  public func costs(of wrapper: String? = nil, in range: TimeRange = .day) -> CostReport? {
    let now = now
    return withState { state in
      state.advance(to: now)
      return state.costs(CostScope(wrapper: wrapper), of: range, at: now)
    }
  }

  /// What would save money or keep a budget of a wrapper, or of all and all together if none is named, most urgent
  /// first (article Cost, Recommendations). Empty if nothing would.
  public func recommendations(of wrapper: String? = nil) -> [Recommendation] {
    costs(of: wrapper, in: .fiveMinutes)?.recommendations ?? []
  }
}

extension MonitorState {
  /// Notes metrics of an operation under way; false if it is not active.
  fileprivate mutating func hold(_ metrics: [HeldMetric], of key: OperationKey) -> Bool {
    guard let number = active[key]?.wrapper else { return false }
    wrappers[number].leaveOut(metrics: active.hold(metrics, of: key))
    return true
  }

  /// How a wrapper, or all together, fares against its budgets at an instant; nil without any.
  package func budget(of wrapper: String?, at: Timestamp) -> BudgetState? {
    guard let limits = wrapper.map({ budgets.wrappers[$0] }) ?? budgets.overall, limits.isAny else { return nil }
    if let wrapper, !budgets.tracks(wrapper) { return nil }
    let numbers = wrapper.map { name in knownNumber(of: name).map { [$0] } ?? [] } ?? Array(wrappers.indices)
    func state(_ period: BudgetPeriod) -> PeriodSpending? {
      limits[period].map { _ in spending(of: numbers, in: period, at: at, within: limits) }
    }
    return BudgetState(daily: state(.day), monthly: state(.month))
  }
}

extension HeldMetric {
  /// A metric as a program tells it; nil for a number that is not finite.
  fileprivate init?(name: String, _ value: MetricValue.Value) {
    let isField = KeyMeaning(name)?.isField ?? false
    self.init(name: name, origin: isField ? .record : .custom, value: value)
    switch value {
    case .number(let number):
      guard number.isFinite else { return nil }
      billionths = Int64(min(max((number * 1e9).rounded(), -9e18), 9e18))
    case .text(let text): self.value = .text(Redaction.redact(text, limit: 128))
    case .flag: break
    }
  }
}
