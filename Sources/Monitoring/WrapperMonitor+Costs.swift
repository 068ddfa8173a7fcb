import Events
import Secrets

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
    let isField = KnownKey(rawValue: name)?.isField ?? false
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
