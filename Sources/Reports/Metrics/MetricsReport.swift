import Alerting
import Events
import Monitoring
import Snapshots

/// The figures of a core as metrics for Prometheus and its like (article Metrics).
///
/// The snapshot has to have histograms and counters.
package struct MetricsReport: Report {
  private let form: MetricsForm
  private let version: String

  /// - Parameter version: that of the program.
  package init(_ form: MetricsForm, version: String) {
    self.form = form
    self.version = version
  }

  package func write(_ snapshot: Snapshot, to output: inout [UInt8]) {
    var writer = MetricsWriter(form)
    writer.family("wraptop_build", .info, "The program.") { $0.add(1, ["version": version]) }
    writer.operations(of: snapshot.monitor.wrappers)
    writer.costs(of: snapshot.monitor)
    writer.health(of: snapshot.monitor)
    writer.alerts(snapshot.alerts)
    writer.sources(listedSources(snapshot.sources))
    if let storage = snapshot.storage { writer.storage(storage) }
    if let counters = snapshot.counters { writer.core(counters) }
    writer.end()
    output += writer.bytes
  }
}

extension MetricsWriter {
  /// Adds samples for each wrapper, with what it is called as a label.
  private mutating func perWrapper(
    _ wrappers: [WrapperSnapshot], _ name: String, _ kind: Kind, unit: String? = nil, _ help: String,
    _ samples: (inout Samples, WrapperSnapshot, String) -> Void
  ) {
    family(name, kind, unit: unit, help) { list in
      var labels = MetricLabels()
      for place in wrappers.indices { samples(&list, wrappers[place], labels.value(for: wrappers[place].name)) }
    }
  }

  fileprivate mutating func operations(of wrappers: [WrapperSnapshot]) {
    perWrapper(
      wrappers, "wraptop_operations", .counter, "Completed operations, each with one outcome."
    ) { list, wrapper, label in
      let totals = wrapper.totals
      for (outcome, count) in [
        ("success", totals.successful), ("fallback", totals.total &- totals.successful &- totals.failed),
        ("error", totals.failed &- totals.timeouts &- totals.cancelled), ("timeout", totals.timeouts),
        ("cancelled", totals.cancelled),
      ] { list.add(count, ["wrapper": label, "outcome": outcome]) }
    }
    perWrapper(
      wrappers, "wraptop_errors", .counter, "Operations that failed, timeouts and cancellations included."
    ) { $0.add($1.totals.failed, ["wrapper": $2]) }
    perWrapper(
      wrappers, "wraptop_fallbacks", .counter, "Operations that used a fallback, whatever came of it."
    ) { $0.add($1.totals.fallback, ["wrapper": $2]) }
    perWrapper(wrappers, "wraptop_abandoned_operations", .counter, "Operations that began and never ended.") {
      $0.add($1.totals.abandoned, ["wrapper": $2])
    }
    perWrapper(wrappers, "wraptop_active_operations", .gauge, "Operations under way.") {
      $0.add($1.totals.active, ["wrapper": $2])
    }
    perWrapper(
      wrappers, "wraptop_operation_duration_seconds", .histogram, unit: "seconds",
      "How long completed operations took, as far as they tell it."
    ) { list, wrapper, label in
      guard let histogram = wrapper.durationHistogram else { return }
      list.add(
        histogram.octaves(Self.octaves).map { (Double($0.nanoseconds) / 1e9, $0.count) }, count: histogram.count,
        sum: Double(wrapper.totals.durationSumNanoseconds) / 1e9, ["wrapper": label])
    }
  }

  // Bounds from 2^22 ns, about 4 ms, to 2^38 ns, about 275 s: there the counts are exact, as these are bounds of the histogram.
  private static let octaves = 22...38

  fileprivate mutating func costs(of monitor: MonitorSnapshot) {
    perWrapper(
      monitor.wrappers, "wraptop_cost_usd", .counter, unit: "usd",
      "What operations cost, as reported or else as estimated."
    ) { $0.add($1.totals.cost, ["wrapper": $2]) }
    perWrapper(
      monitor.wrappers, "wraptop_estimated_cost_usd", .counter, unit: "usd", "How much of the cost was estimated."
    ) { $0.add($1.totals.estimated, ["wrapper": $2]) }
    perWrapper(
      monitor.wrappers, "wraptop_unpriced_operations", .counter, "Operations whose tokens have no known price."
    ) { $0.add($1.totals.unpriced, ["wrapper": $2]) }
    perWrapper(monitor.wrappers, "wraptop_budget_usd", .gauge, unit: "usd", "What may be spent in the period.") {
      for (period, spending) in $1.budget.periods {
        if let usd = spending.budget { $0.add(usd, ["wrapper": $2, "period": period]) }
      }
    }
    perWrapper(
      monitor.wrappers, "wraptop_budget_spent_usd", .gauge, unit: "usd", "What was spent since the period began."
    ) { for (period, spending) in $1.budget.periods { $0.add(spending.spent, ["wrapper": $2, "period": period]) } }
    perWrapper(
      monitor.wrappers, "wraptop_budget_ratio", .gauge, unit: "ratio",
      "The share of the budget that is spent; over 1 once it is exceeded."
    ) {
      for (period, spending) in $1.budget.periods {
        if let share = spending.share { $0.add(share, ["wrapper": $2, "period": period]) }
      }
    }
    family("wraptop_overall_budget_usd", .gauge, unit: "usd", "What all wrappers together may spend in the period.") {
      for (period, spending) in monitor.budget.periods {
        if let usd = spending.budget { $0.add(usd, ["period": period]) }
      }
    }
    family(
      "wraptop_overall_budget_spent_usd", .gauge, unit: "usd",
      "What all wrappers together spent since the period began."
    ) { for (period, spending) in monitor.budget.periods { $0.add(spending.spent, ["period": period]) } }
    family(
      "wraptop_overall_budget_ratio", .gauge, unit: "ratio", "The share of the budget over all that is spent."
    ) {
      for (period, spending) in monitor.budget.periods {
        if let share = spending.share { $0.add(share, ["period": period]) }
      }
    }
  }

  fileprivate mutating func health(of monitor: MonitorSnapshot) {
    perWrapper(
      monitor.wrappers, "wraptop_health_score", .gauge,
      "How a wrapper fares, from 0 to 1. One that is idle or not monitored has none."
    ) { if $1.isMonitored, !$1.isIdle { $0.add($1.health.score, ["wrapper": $2]) } }
    family("wraptop_system_health_score", .gauge, "How all wrappers together fare, from 0 to 1.") {
      $0.add(monitor.system.score)
    }
    family("wraptop_wrappers", .gauge, "Wrappers that are known.") { $0.add(monitor.wrappers.count) }
  }

  fileprivate mutating func alerts(_ alerts: AlertsState) {
    family("wraptop_alerts", .gauge, "Alerts by severity and state.") { list in
      for severity in AlertSeverity.allCases {
        for state in Alert.State.allCases where state != .resolved {
          let count = alerts.items.count { $0.alert.severity == severity && $0.alert.state == state }
          list.add(count, ["severity": severity.rawValue, "state": state.rawValue])
        }
      }
    }
    family("wraptop_alert_messages_waiting", .gauge, "Messages that have yet to be delivered to a channel.") {
      for channel in alerts.channels { $0.add(channel.waiting, ["channel": channel.name]) }
    }
    family("wraptop_alert_messages_undeliverable", .gauge, "Messages to a channel that were given up.") {
      for channel in alerts.channels { $0.add(channel.undeliverable, ["channel": channel.name]) }
    }
  }
}

extension BudgetState? {
  /// The periods that there are, by what the label says.
  fileprivate var periods: [(String, PeriodSpending)] {
    [("day", self?.daily), ("month", self?.monthly)].compactMap { name, spending in spending.map { (name, $0) } }
  }
}
