import Alerting
import Events
import Monitoring
import Snapshots
import Storage
import Synchronization

/// What the engine of alerts needs of the core, which knows nothing of it.
extension Core {
  /// What of the core is neither a wrapper nor their sum.
  func reading() -> CoreReading {
    var (reading, observed) = state.withLock { state in
      var reading = CoreReading(sources: state.sources.sources, isCatchingUp: !state.sources.catchingUp.isEmpty)
      if case .failing(let problem) = state.storage?.state { reading.storeProblem = problem }
      return (reading, state.observed)
    }
    for (number, source) in observed where reading.sources.indices.contains(number) {
      source.refresh(&reading.sources[number])
    }
    return reading
  }

  /// Looks at everything by rules, at the present instant.
  func conditions(
    by evaluator: inout RuleEvaluator, _ reading: CoreReading
  ) -> (conditions: [AlertCondition], at: Timestamp) {
    let now = now
    let (found, after) = withMonitor { [evaluator] monitor in
      var evaluator = evaluator
      monitor.advance(to: now)
      return (evaluator.conditions(of: &monitor, core: reading, at: now), evaluator)
    }
    evaluator = after
    return (found, now)
  }

  /// Lets snapshots carry alerts.
  func setAlerts(_ alerts: AlertsState) {
    state.withLock { $0.alerts = alerts }
    changes.ring()
  }

  /// Has changes of alerts stored soon. Returns the mark that is reached once they are, or nil if nothing is stored.
  func store(_ changes: [AlertRow.Change]) -> UInt64? {
    let (mark, wakes) = state.withLock { state -> (UInt64?, Bool) in
      guard state.past != nil else { return (nil, false) }
      state.alertRows.apply(changes)
      let wakes = state.backlog.add(changes)
      return (state.backlog.alertMark, wakes)
    }
    if wakes { unstored.ring() }
    return mark
  }

  /// How many changes of alerts are stored; everything counts as stored where a store takes nothing at present, since alerts
  /// must not wait for it.
  var storedAlertMark: UInt64 {
    state.withLock { state in
      if case .storing = state.storage?.state { state.alertRows.storedMark } else { .max }
    }
  }
}
