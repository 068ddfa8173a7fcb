import Events

/// Looking back (`snapshot(at:scope:older:)`). What was under way then is not known, nor are quantiles of totals and trends.
extension MonitorState {
  /// The earliest instant that can be looked back at: where the oldest hour begins that is kept of every wrapper that had an
  /// operation in it. Nil if no operation has ended yet.
  package var earliest: Timestamp? {
    var oldest = Int32.max, newest = Int32.min
    for number in wrappers.indices {
      oldest = min(oldest, wrappers[number].hours.oldestIndex ?? .max)
      newest = max(newest, wrappers[number].hours.newestIndex ?? .min)
    }
    guard newest > .min else { return nil }
    let kept = Int64(TimeRange.month.seconds / Resolution.hour.step)
    return Timestamp(seconds: max(Int64(oldest), Int64(newest) - kept) * Resolution.hour.step)
  }

  /// What is known of a wrapper at a past instant; nil if nothing had ended and nothing was spent by then. `waiting` is what has
  /// come in and whose end has not come.
  func past(
    _ number: Int, at: Timestamp, waiting: [PendingCompletion], scope: SnapshotScope
  ) -> WrapperSnapshot? {
    var state = wrappers[number]
    // What is kept up to date stays with the present.
    state.running = RunningWindows()
    var instant = WrapperInstant(at: at)
    instant.totals = state.totals(asOf: at, pending: waiting.map(\.completion), ahead: ahead[number])
    guard instant.totals.total > 0 || instant.totals.costs != .zero else { return nil }
    let failures = state.failures.records()
    instant.failures =
      scope.parts(of: state.name).detail ? allFailures(of: state.name, failures, through: at) : failures
    instant.last = state.lastEvents(by: at, failures: instant.failures)
    return state.snapshot(instant, policy: policy, scope: scope)
  }

  /// The names of the configured wrappers that are not shown, in the order of their bytes.
  func configuredNames(without shown: [WrapperSnapshot]) -> [String] {
    Self.sorted(budgets.configured.subtracting(shown.map(\.name)))
  }

  // The newest failures that had ended by an instant, newest first, as far as the last operations tell; they reach farther
  // back than the failures that a wrapper keeps itself.
  private func allFailures(
    of name: String, _ failures: [OperationRecord], through last: Timestamp
  ) -> [OperationRecord] {
    let kept = failures.filter { $0.end <= last }
    let others = operations.records { $0 == name && $1 <= last }.filter {
      !$0.status.isSuccess && !kept.contains($0)
    }
    let newestFirst = (kept + others.reversed()).enumerated().sorted {
      ($1.element.end, $0.offset) < ($0.element.end, $1.offset)
    }
    return newestFirst.prefix(RecentFailures.kept).map(\.element)
  }
}
