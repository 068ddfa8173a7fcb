import Monitoring

extension JSONWriter {
  /// One element of `wrappers` (article Command line).
  mutating func wrapper(_ wrapper: WrapperSnapshot) {
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
    field("total_operations", health.totalOperations)
    field("successful_operations", health.successfulOperations)
    field("failed_operations", health.failedOperations)
    field("fallback_operations", health.fallbackOperations)
    field("success_rate", health.successRate)
    field("error_rate", health.errorRate)
    field("fallback_rate", health.fallbackRate)
    field("average_duration_ms", health.averageDurationMs)
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
    field("total_operations", stats.totalOperations)
    field("successful_operations", stats.successfulOperations)
    field("failed_operations", stats.failedOperations)
    field("fallback_operations", stats.fallbackOperations)
    field("success_rate", stats.successRate)
    field("fallback_rate", stats.fallbackRate)
    field("error_rate", stats.errorRate)
    field("average_duration_ms", stats.averageDurationMs)
    field("p50_ms", stats.p50Ms)
    field("p95_ms", stats.p95Ms)
    field("p99_ms", stats.p99Ms)
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
