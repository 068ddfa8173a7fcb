import Events
import Monitoring

extension Core {
  /// The costs of a time range as reports tell them: of all wrappers together, then of each wrapper, by name in the order of
  /// its bytes. Wrappers whose costs are not tracked are left out. Empty if the core keeps no breakdowns (`Detail.none`).
  ///
  /// - Parameters:
  ///   - from: where the range begins; nil for 30 days before its end.
  ///   - through: where it ends, and the instant as of which spending is held against budgets.
  ///   - wrappers: which wrappers have a report of their own; nil for all. The first report is over all wrappers whatever it
  ///     says.
  package func costReports(from: Timestamp?, through: Timestamp, wrappers: NameGlob?) -> [CostReport] {
    monitor.withState { state in
      let names = state.wrapperNames.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      let chosen = names.filter { wrappers?.matches($0) ?? true }
      return ([nil] + chosen.map(Optional.some)).compactMap { wrapper in
        state.costs(CostScope(wrapper: wrapper, from: from), of: .month, at: through)
      }
    }
  }
}
