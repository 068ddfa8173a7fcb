import Events
import Monitoring

extension Core {
  /// The costs that a scope asks for; nil if it asks for none, or if there are none to tell.
  func costs(_ scope: SnapshotScope, now: Timestamp, _ patience: CostReporter.Patience) -> CostReport? {
    guard let wanted = scope.costs else { return nil }
    let (report, isComplete) = costReporter.report(
      wanted, of: scope.timeRange, now: now, instant: scope.at.flatMap { $0 < now ? $0 : nil }, past: past, patience
    ) { costInputs(wanted, of: scope.timeRange, now: now, at: $0) }
    // The next snapshot goes on with what is still to be read.
    if !isComplete { changes.ring() }
    return report
  }

  private func costInputs(_ scope: CostScope, of range: TimeRange, now: Timestamp, at instant: Timestamp) -> CostInputs?
  {
    withMonitor { state in
      state.advance(to: now)
      return state.costMaterial(scope, of: range, at: instant)
    }
  }

  /// The costs of a time range as reports tell them: of all wrappers together, then of each wrapper, by name in the order of
  /// its bytes. Wrappers whose costs are not tracked are left out. Empty if the core keeps no breakdowns (`Detail.none`).
  ///
  /// - Parameters:
  ///   - from: where the range begins; nil for 30 days before its end.
  ///   - through: where it ends, and the instant as of which spending is held against budgets.
  ///   - wrappers: which wrappers have a report of their own; nil for all. The first report is over all wrappers whatever it
  ///     says.
  package func costReports(from: Timestamp?, through: Timestamp, wrappers: NameGlob?) -> [CostReport] {
    let names = withMonitor { state in
      Set(state.wrapperNames).union(state.budgets.configured).filter { state.budgets.tracks($0) }
    }
    let chosen = names.filter { wrappers?.matches($0) ?? true }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let past = past
    let now = now
    return ([nil] + chosen.map(Optional.some)).compactMap { wrapper in
      let scope = CostScope(wrapper: wrapper, from: from)
      return costReporter.report(scope, of: .month, now: now, instant: through, past: past, .unlimited) {
        costInputs(scope, of: .month, now: now, at: $0)
      }.report
    }
  }
}
