import Events

/// Breakdowns of the time range that a scope asks for.
extension MonitorState {
  /// What a caller with a store should read first and hand to `snapshot(at:scope:older:)`: the hours that the breakdowns of a
  /// scope need and that are no longer in memory, by the number of the wrapper. `at` is the present. The hour that has only
  /// begun is never among them.
  package func olderBreakdowns(
    for scope: SnapshotScope, at: Timestamp
  ) -> [(wrapper: Int, hours: ClosedRange<Int32>)] {
    guard keepsBreakdowns, breakdownsHaveStore else { return [] }
    let instant = scope.at.map { min($0, at) } ?? at
    let first = instant.advanced(seconds: -scope.timeRange.seconds).slot(of: Breakdown.coarseStep)
    let last = instant.slot(of: Breakdown.coarseStep)
    let kept = max(1, breakdownKeeping.span.hours)
    return wrappers.indices.compactMap { number in
      guard scope.asksForBreakdown(of: wrappers[number].name), !wrappers[number].breakdowns.isEmpty else { return nil }
      let older = min(last, wrappers[number].breakdowns.newest.hourOfFine &- kept)
      return first <= older ? (number, first...older) : nil
    }
  }

  /// What the operations of a wrapper were made of in the time range that ends at an instant; nil if no one asks or knows.
  func breakdown(of number: Int, at: Timestamp, scope: SnapshotScope, older: [Int: [Breakdown]]) -> BreakdownSummary? {
    guard keepsBreakdowns, scope.asksForBreakdown(of: wrappers[number].name) else { return nil }
    return breakdown(
      of: number, from: at.advanced(seconds: -scope.timeRange.seconds), through: at, older: older[number] ?? [])
  }
}

extension SnapshotScope {
  fileprivate func asksForBreakdown(of name: String) -> Bool { breakdown.contains(name) && detail.contains(name) }
}
