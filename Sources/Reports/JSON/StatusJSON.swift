import Events
import Monitoring
import PlainText
import Snapshots

/// The document of `wraptop status --json` (article Command line): one object on one line, with the same keys in the
/// same order whatever there is to tell.
///
/// Durations are milliseconds, rates 0 to 1, percentages 0 to 100, times RFC 3339 in UTC, amounts of money decimal
/// text. The snapshot has to be taken with a scope of everything; `stats` is null for a wrapper without detail.
package struct StatusJSON: Report {
  /// The number of the shape. It goes up when a key goes or changes its meaning, not when one is added.
  package static let schema = 1

  /// The time whose figures each wrapper has under `range`; nil for none.
  let range: TimeRange?

  package init(range: TimeRange? = nil) { self.range = range }

  package func write(_ snapshot: Snapshot, to output: inout [UInt8]) { write(snapshot, since: nil, to: &output) }

  /// Writes only the keys of the document whose values are not those of `base`, and of `wrappers` only those that differ;
  /// everything if `base` is nil. `schema` and `at` are always there.
  package func write(_ snapshot: Snapshot, since base: Snapshot?, to output: inout [UInt8]) {
    var writer = JSONWriter(appendingTo: output)
    output = []
    let known = base.map { Dictionary($0.monitor.wrappers.map { ($0.name, $0) }) { first, _ in first } }
    let wrappers = snapshot.monitor.wrappers.filter { known?[$0.name] != $0 }
    writer.object { document in
      document.field("schema", Self.schema)
      document.field("at", snapshot.at)
      if base?.monitor.system != snapshot.monitor.system {
        document.objectField("system") { $0.system(snapshot.monitor.system) }
      }
      if base == nil || base?.monitor.budget != snapshot.monitor.budget {
        document.budgetField(snapshot.monitor.budget)
      }
      if base == nil || !wrappers.isEmpty {
        document.arrayField("wrappers") { list in
          for wrapper in wrappers.sorted(by: Self.comesFirst) { list.wrapper(wrapper, range: range) }
        }
      }
      if base?.sources != snapshot.sources {
        document.arrayField("sources") { list in
          for source in listedSources(snapshot.sources) { list.source(source) }
        }
      }
      if base?.alerts.items != snapshot.alerts.items {
        document.arrayField("alerts") { list in
          for item in snapshot.alerts.items { list.alert(item) }
        }
      }
    }
    writer.endLine()
    output = writer.bytes
  }

  private static func comesFirst(_ a: WrapperSnapshot, _ b: WrapperSnapshot) -> Bool {
    a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

extension JSONWriter {
  /// article Monitoring, Health of the system.
  fileprivate mutating func system(_ system: SystemHealth) {
    field("overall_health_score", system.score)
    field("system_status", system.status.rawValue)
    field("idle", system.isIdle)
    field("active_wrappers", system.totalWrappers)
    field("total_wrappers", system.totalWrappers)
    field("healthy_wrappers", system.healthyWrappers)
    field("unhealthy_wrappers", system.unhealthyWrappers)
    field("idle_wrappers", system.idleWrappers)
    field("health_percentage", system.healthPercentage)
    field("total_operations", system.totalOperations)
    field("completed_operations", system.totalOperations)
    field("active_operations", system.activeOperations)
    field("overall_success_rate", system.successRate)
    field("error_count", system.errorCount)
    field("operations_per_minute", system.operationsPerMinute)
    field("ahead", system.ahead)
    field("last_health_check", system.lastHealthCheck)
  }
}

extension JSONWriter {
  /// How money fares against budgets (article Command line); null without any. A period without a budget is null. The
  /// percentage is over 100 once more than the budget is spent.
  mutating func budgetField(_ budget: BudgetState?) {
    key("budget")
    guard let budget else { return null() }
    object { periods in
      periods.period("daily", budget.daily)
      periods.period("monthly", budget.monthly)
    }
  }

  private mutating func period(_ key: String, _ spending: PeriodSpending?) {
    self.key(key)
    guard let spending else { return null() }
    object { period in
      period.field("budget_usd", spending.budget)
      period.field("spent_usd", spending.spent)
      period.certainty(spending.costs)
      period.field("remaining_usd", spending.remaining)
      period.field("percentage", spending.share.map { $0 * 100 })
      period.field("status", spending.status?.rawValue)
      period.field("burn_usd_per_hour", spending.burnPerHour)
      period.field("projected_usd", spending.projected)
      period.field("exhausted_at", spending.exhaustedAt)
      period.field("turns_at", spending.turnsAt)
      period.field("complete", spending.isComplete)
    }
  }

  /// How exact a sum of costs is (article Cost, Cost of an operation): how much of it is estimated and how many
  /// operations are missing from it, null where an older store does not tell, and the word for both.
  private mutating func certainty(_ costs: CostSum) {
    let isKnown = costs.unknown == 0
    field("estimated_usd", isKnown ? costs.estimated : nil)
    field("unpriced", isKnown || costs.unpriced > 0 ? costs.unpriced : nil)
    field("certainty", costs.certainty.word)
  }
}

extension JSONWriter {
  /// One element of `sources` (article Command line). Reasons that did not occur have no key.
  mutating func source(_ source: SourceSummary) {
    object { entry in
      entry.field("name", source.name)
      entry.field("kind", source.kind?.rawValue)
      entry.field("format", source.format)
      entry.field("bytes", source.bytes)
      entry.field("lines", source.lines)
      entry.field("records", source.records)
      entry.field("accepted", source.accepted)
      entry.field("skipped", source.skipped)
      entry.field("duplicates", source.duplicates)
      entry.field("rejected", source.rejected)
      entry.objectField("rejected_by_reason") { reasons in
        for reason in RejectionReason.allCases {
          if let count = source.rejectedByReason[reason], count > 0 { reasons.field(reason.rawValue, count) }
        }
      }
      entry.field("inconsistent", source.inconsistent)
      entry.field("too_late", source.tooLate)
      entry.field("ahead", source.ahead)
      entry.field("no_usage", source.withoutUsage)
      entry.field("last_event", source.lastEvent)
      entry.field("lag_bytes", source.lagBytes)
      entry.field("stored_bytes", source.storedBytes)
      entry.field("state", source.state)
      entry.field("problem", source.problem)
    }
  }
}

extension JSONWriter {
  /// One element of `wrappers` (article Command line).
  mutating func wrapper(_ wrapper: WrapperSnapshot, range: TimeRange?) {
    object { entry in
      entry.field("wrapper_name", wrapper.name)
      entry.field("seen", wrapper.seen)
      entry.field("idle_since", wrapper.idleSince)
      entry.field("operations_per_minute", wrapper.operationsPerMinute)
      entry.field("oldest_active_ms", wrapper.oldestActiveMs)
      entry.objectField("health") { $0.health(wrapper.health, isMonitored: wrapper.isMonitored) }
      if let stats = wrapper.detail?.stats {
        entry.objectField("stats") { $0.stats(stats) }
      } else {
        entry.key("stats")
        entry.null()
      }
      entry.objectField("totals") { $0.totals(wrapper.totals) }
      entry.budgetField(wrapper.budget)
      entry.field("metrics_left_out", wrapper.totals.metricsLeftOut)
      if let range { entry.rangeField(wrapper.range, of: range) }
    }
  }

  private mutating func health(_ health: WrapperHealth, isMonitored: Bool) {
    if isMonitored {
      field("health_score", health.score)
      field("status", health.status.rawValue)
      field("status_message", health.status.message)
      field("is_healthy", health.status.isHealthy)
    } else {
      key("health_score")
      null()
      field("status", "Off")
      field("status_message", "Off - not monitored")
      key("is_healthy")
      null()
    }
    field("total_operations", health.sums.operations)
    field("successful_operations", health.sums.successful)
    field("failed_operations", health.sums.failed)
    field("fallback_operations", health.sums.fallback)
    field("success_rate", health.sums.successRate)
    field("error_rate", health.sums.errorRate)
    field("fallback_rate", health.sums.fallbackRate)
    field("average_duration_ms", health.sums.averageDurationMs)
    arrayField("recent_errors") { for message in health.recentErrors { $0.value(message) } }
    field("last_error", health.lastError)
    field("last_error_time", health.lastErrorTime)
    field("last_activity", health.lastActivity)
    arrayField("factors") { list in
      for factor in health.factors {
        list.object {
          $0.field("name", factor.name.rawValue)
          $0.field("value", factor.value)
        }
      }
    }
  }

  /// article Monitoring, Statistics.
  private mutating func stats(_ stats: WrapperStats) {
    field("wrapper_name", stats.wrapperName)
    field("total_operations", stats.figures.sums.operations)
    field("successful_operations", stats.figures.sums.successful)
    field("failed_operations", stats.figures.sums.failed)
    field("fallback_operations", stats.figures.sums.fallback)
    field("success_rate", stats.figures.sums.successRate)
    field("fallback_rate", stats.figures.sums.fallbackRate)
    field("error_rate", stats.figures.sums.errorRate)
    field("average_duration_ms", stats.figures.sums.averageDurationMs)
    field("p50_ms", stats.figures.p50Ms)
    field("p95_ms", stats.figures.p95Ms)
    field("p99_ms", stats.figures.p99Ms)
    field("last_operation", stats.lastOperation)
  }

  private mutating func totals(_ totals: WrapperTotals) {
    field("total", totals.total)
    field("successful", totals.successful)
    field("failed", totals.failed)
    field("fallback", totals.fallback)
    field("timeouts", totals.timeouts)
    field("cancelled", totals.cancelled)
    field("abandoned", totals.abandoned)
    field("active", totals.active)
    key("duration_sum_ms")
    milliseconds(nanoseconds: totals.durationSumNanoseconds)
    field("p50_ms", totals.p50Ms)
    field("p90_ms", totals.p90Ms)
    field("p95_ms", totals.p95Ms)
    field("p99_ms", totals.p99Ms)
    field("cost_usd", totals.cost)
    field("estimated_usd", totals.estimated)
    field("unpriced", totals.unpriced)
  }
}
