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

  /// How many events were applied since the start.
  var appliedEvents: UInt64 { state.withLock { $0.counters.counters.events } }

  /// Alerts as snapshots carry them.
  var alerts: AlertsState { state.withLock { $0.alerts ?? AlertsState() } }

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

extension Core {
  /// Judges what is there at this instant, as somebody who looks once: what is true fires, unless `rows`, alerts as a store has
  /// them, tell more of it. Nobody is told.
  package func judgeAlerts(by rules: [AlertRule] = AlertRule.builtIn, knowing rows: [AlertRow] = []) {
    let rules = rules.map { rule in
      var rule = rule
      rule.forSeconds = 0
      return rule
    }
    var reading = reading()
    // Inputs were read to their ends.
    reading.isCatchingUp = false
    var evaluator = RuleEvaluator(rules, isSingle: true)
    let (conditions, now) = conditions(by: &evaluator, reading)
    var book = AlertBook(rows)
    var random = RepeatableNumbers()
    _ = book.update(conditions, rules: rules, now: now, isIdle: { _ in false }, random: &random)
    var state = AlertsState(book, now: now)
    let isTrue = Set(conditions.map { "\(rules[$0.rule].name) \($0.subject)" })
    state.items.removeAll { !isTrue.contains("\($0.alert.rule) \($0.alert.subject)") }
    setAlerts(state)
  }
}

/// The same numbers each time, so that the same input prints the same.
private struct RepeatableNumbers: RandomNumberGenerator {
  private var state: UInt64 = 0

  // SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
