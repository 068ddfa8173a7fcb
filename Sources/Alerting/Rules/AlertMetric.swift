import Events
import Monitoring
import PlainText

/// A figure that rules can look at (article Alerts, Metrics). Adding one is a row in `all`, and its test.
package struct AlertMetric: Sendable {
  /// What its figures are, and how they are said.
  package enum Unit: String, Sendable, CaseIterable {
    /// 0 to 1, said in percent.
    case rate
    /// 0 to 1, said as it is.
    case score
    case milliseconds
    case seconds
    case dollars
    case bytes
    case count
    /// Something is so, or it is not: 1 or 0, which nobody wants to read.
    case state

    /// A figure with its unit.
    package func text(_ value: Double) -> String {
      switch self {
      case .rate: NumberFormat.percent(value) + " %"
      case .score: NumberFormat.fixed(value, 2)
      case .milliseconds: NumberFormat.duration(ms: value)
      case .seconds: NumberFormat.age(seconds: value)
      case .dollars: NumberFormat.dollars(nanodollars: Int128((max(-1e15, min(value, 1e15)) * 1e9).rounded()))
      case .bytes: NumberFormat.bytes(UInt64(max(0, min(value, 1e18))))
      case .count:
        value == value.rounded() && value >= 0 && value < 1e15
          ? NumberFormat.count(UInt64(value)) : NumberFormat.quantity(value)
      case .state: value == 0 ? "no" : "yes"
      }
    }
  }

  /// Where a metric is read from.
  enum Reader: Sendable {
    /// What ended in the window of the rule.
    case sums(@Sendable (borrowing Sums) -> Double?)
    /// A quantile of the durations in the window of the rule.
    case quantile(Double)
    /// What operations told in the window of the rule, a row of the table of figures.
    case figure(Figure)
    /// The health of the last hour.
    case health(@Sendable (borrowing WrapperReading) -> Double?)
    /// The end of the last operation.
    case silence
    /// The oldest operation under way.
    case oldestActive
    /// A day or a month of spending.
    case budget(BudgetPeriod, @Sendable (PeriodSpending) -> Double?)
    /// What has changed of late.
    case trend(Trend.Metric)
    case source(SourceMetric)
    /// Whether the store takes anything.
    case store
  }

  /// What can be told of a source.
  enum SourceMetric: Sendable { case failed, lag, rejectRate }

  /// What the settings call it.
  package let key: String
  /// What it is called in a sentence.
  package let name: String
  package let unit: Unit
  let reader: Reader

  private init(_ key: String, _ name: String, _ unit: Unit, _ reader: Reader) {
    self.key = key
    self.name = name
    self.unit = unit
    self.reader = reader
  }

  /// True if a rule can look at it over all wrappers together.
  package var isOfSystem: Bool {
    switch reader {
    case .sums, .quantile, .budget, .health: true
    case .figure, .silence, .oldestActive, .trend, .source, .store: false
    }
  }

  /// True if a rule can look at it for each wrapper.
  package var isOfWrappers: Bool {
    switch reader {
    case .source, .store: false
    default: true
    }
  }

  /// True if it is read from a window whose length a rule can choose.
  package var hasWindow: Bool {
    switch reader {
    case .sums, .quantile, .figure: true
    default: false
    }
  }

  /// True if operations that failed explain it.
  package var isAboutFailures: Bool {
    ["error_rate", "success_rate", "health_score", "failed_operations", "trend_error_rate"].contains(key)
  }

  /// True if it says the same of an idle wrapper: budgets, and that nothing comes.
  var holdsForIdle: Bool {
    switch reader {
    case .budget, .silence, .source, .store: true
    default: false
    }
  }

  /// The metric of a key; nil if there is none.
  package static subscript(key: String) -> AlertMetric? { byKey[key] }

  private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })

  package static let all = own + Figure.all.map(AlertMetric.init)

  private static let own: [AlertMetric] = [
    AlertMetric("error_rate", "error rate", .rate, .sums { $0.errorRate }),
    AlertMetric("fallback_rate", "fallback rate", .rate, .sums { $0.fallbackRate }),
    AlertMetric("success_rate", "success rate", .rate, .sums { $0.successRate }),
    AlertMetric("health_score", "health score", .score, .health { $0.score }),
    AlertMetric("p50_ms", "median duration", .milliseconds, .quantile(0.5)),
    AlertMetric("p95_ms", "p95 of the duration", .milliseconds, .quantile(0.95)),
    AlertMetric("p99_ms", "p99 of the duration", .milliseconds, .quantile(0.99)),
    AlertMetric("average_duration_ms", "mean duration", .milliseconds, .sums { $0.averageDurationMs }),
    AlertMetric("total_operations", "operations", .count, .sums { Double($0.operations) }),
    AlertMetric("failed_operations", "failed operations", .count, .sums { Double($0.failed) }),
    AlertMetric("fallback_operations", "operations with a fallback", .count, .sums { Double($0.fallback) }),
    AlertMetric("cost_usd", "cost", .dollars, .sums { $0.costs.amount.dollars }),
    AlertMetric(
      "cost_per_operation_usd", "cost per operation", .dollars,
      .sums { $0.operations == 0 ? nil : $0.costs.amount.dollars / Double($0.operations) }),
    AlertMetric("active_operations", "operations under way", .count, .health { Double($0.active) }),
    AlertMetric("oldest_active_ms", "age of the oldest operation under way", .milliseconds, .oldestActive),
    AlertMetric("seconds_since_last_operation", "time since the last operation", .seconds, .silence),
    AlertMetric("budget_spent_daily", "spent of the daily budget", .rate, .budget(.day) { $0.share }),
    AlertMetric("budget_spent_monthly", "spent of the monthly budget", .rate, .budget(.month) { $0.share }),
    AlertMetric("budget_projected_daily", "projected of the daily budget", .rate, .budget(.day) { $0.projectedShare }),
    AlertMetric(
      "budget_projected_monthly", "projected of the monthly budget", .rate, .budget(.month) { $0.projectedShare }),
    AlertMetric("trend_error_rate", "error rate against the day before", .rate, .trend(.errorRate)),
    AlertMetric("trend_fallback_rate", "fallback rate against the day before", .rate, .trend(.fallbackRate)),
    AlertMetric("trend_p95_ms", "p95 against the day before", .milliseconds, .trend(.p95)),
    AlertMetric(
      "trend_cost_per_operation_usd", "cost per operation against the day before", .dollars, .trend(.costPerOperation)),
    AlertMetric("source_failed", "source failed", .state, .source(.failed)),
    AlertMetric("source_lag_bytes", "not read yet", .bytes, .source(.lag)),
    AlertMetric("reject_rate", "rejected of the records of the last 5 minutes", .rate, .source(.rejectRate)),
    AlertMetric("store_failing", "store fails", .state, .store),
  ]
}

extension AlertMetric {
  // A figure that operations tell: whatever is added to that table can be looked at by rules.
  private init(_ figure: Figure) {
    let unit: Unit =
      switch figure.unit {
      case .money: .dollars
      case .count: .count
      case .hours: .seconds
      case .milliseconds: .milliseconds
      case .score: .score
      case .share: .rate
      }
    self.init(figure.name, figure.label, unit, .figure(figure))
  }
}

extension GroupFigures {
  /// What a figure came to, in the unit of its metric; nil if no operation told it.
  func metric(_ figure: Figure) -> Double? {
    switch value(of: figure) {
    case .money(let money): money.dollars
    case .count(let count): Double(count)
    case .number(let number): figure.unit == .hours ? number * 3600 : number
    case nil: nil
    }
  }
}

extension PeriodSpending {
  /// The share of the budget that will have been spent when the period turns, at the present rate.
  fileprivate var projectedShare: Double? {
    guard let budget, let projected, budget > .zero else { return nil }
    return projected.dollars / budget.dollars
  }
}
