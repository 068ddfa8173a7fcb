import Events
import Monitoring

extension Core {
  /// The costs that a scope asks for; nil if it asks for none, or if there are none to tell.
  func costs(_ scope: SnapshotScope, now: Timestamp, _ patience: CostReporter.Patience) -> CostReport? {
    guard let wanted = scope.costs else { return nil }
    let (report, isComplete) = reporter.report(
      wanted, of: scope.timeRange, now: now, instant: scope.at.flatMap { $0 < now ? $0 : nil }, reader: hourReader,
      patience)
    // The next snapshot goes on with what is still to be read.
    if !isComplete { changed() }
    return report
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
    let names = monitor.withState { state in
      Set(state.wrapperNames).union(state.budgets.configured).filter { state.budgets.tracks($0) }
    }
    let chosen = names.filter { wrappers?.matches($0) ?? true }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
    let reader = hourReader
    let now = now
    return ([nil] + chosen.map(Optional.some)).compactMap { wrapper in
      reporter.report(
        CostScope(wrapper: wrapper, from: from), of: .month, now: now, instant: through, reader: reader, .unlimited
      ).report
    }
  }
}
