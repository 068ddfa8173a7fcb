import Events
import Monitoring
import Reports
import Snapshots

/// Exports what a core remembers, such as one that was restored from a store: the last operations, series and costs as far
/// as they are kept.
package struct CoreExport: ExportSource {
  private let core: Core

  package init(_ core: Core) { self.core = core }

  package func operations(
    _ selection: ExportSelection, _ body: @escaping (OperationRecord) throws -> Void
  ) async throws {
    let operations = core.withMonitor { $0.recentOperations }
    for record in operations.records(where: { selection.includes($0) && selection.includes($1) }) { try body(record) }
  }

  package func series(
    _ selection: ExportSelection, step: ExportStep, _ body: (SeriesRow) throws -> Void
  ) async throws {
    for wrapper in wrappers(of: selection) {
      for row in try series(of: wrapper, selection, step: step) { try body(row) }
    }
  }

  /// The slots of one wrapper with operations in them, whatever wrappers the selection names.
  func series(of wrapper: String, _ selection: ExportSelection, step: ExportStep) throws(SeriesError) -> [SeriesRow] {
    let now = core.now
    let points = core.withMonitor { state -> Result<[SeriesPoint], SeriesError> in
      state.advance(to: now)
      // One that is only configured has none.
      guard state.wrapperNames.contains(wrapper) else { return .success([]) }
      return Result { () throws(SeriesError) in
        try state.series(of: wrapper, step: step.rawValue, from: Timestamp(seconds: 0), through: now)
      }
    }
    return try points.get().compactMap { point in
      guard point.sums.operations > 0, selection.includesSlot(point.timestamp, seconds: step.rawValue) else {
        return nil
      }
      return SeriesRow(wrapperName: wrapper, point: point)
    }
  }

  package func costs(_ selection: ExportSelection, _ body: (CostRow) throws -> Void) async throws {
    for wrapper in wrappers(of: selection) {
      for costs in core.withMonitor({ $0.dailyCosts(of: wrapper) }) {
        guard selection.includesSlot(costs.day, seconds: 86400) else { continue }
        try body(CostRow(wrapperName: wrapper, costs: costs, budget: budget(costs, of: wrapper)))
      }
    }
  }

  // By the order of their bytes.
  private func wrappers(of selection: ExportSelection) -> [String] {
    core.withMonitor { $0.wrapperNames }.filter { selection.includes($0) }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  // How a day's spending stands against the budget that is set now.
  private func budget(_ costs: DayCosts, of wrapper: String) -> PeriodSpending? {
    let plan = core.withMonitor { $0.budgets }
    guard let limits = plan.wrappers[wrapper], let daily = limits.daily else { return nil }
    let day = plan.zone.day(holding: costs.day)
    var spending = PeriodSpending(.day, began: day.lowerBound, turnsAt: day.upperBound)
    spending.costs = costs.costs
    spending.budget = daily
    spending.thresholds = limits.thresholds
    return spending
  }

  package func costReports(_ selection: ExportSelection) async throws -> [CostReport] {
    let through = selection.until.map { min($0, core.now) } ?? core.now
    let reports = core.costReports(from: selection.since, through: through, wrappers: selection.wrappers)
    return selection.wrappers == nil ? reports : reports.filter { $0.wrapper != nil }
  }
}

/// Exports what inputs hold. They are read once; operations are handed on as they are decoded, so that memory does not grow
/// with them.
package struct InputExport: ExportSource {
  private let intake: Intake

  package init(_ intake: Intake) { self.intake = intake }

  package func operations(
    _ selection: ExportSelection, _ body: @escaping (OperationRecord) throws -> Void
  ) async throws {
    var known: [String: Bool] = [:]
    func includes(_ wrapper: String) -> Bool {
      guard selection.wrappers != nil else { return true }
      if let answer = known[wrapper] { return answer }
      // A source that invents names must not fill the memory.
      if known.count >= MonitorState.defaultWrapperLimit { known.removeAll() }
      let answer = selection.includes(wrapper)
      known[wrapper] = answer
      return answer
    }
    try await intake.readOnce { batch, applied in
      try applied.forEachCompleted(of: batch, where: { selection.includes($1) && includes($0) }, body)
    }
  }

  package func series(
    _ selection: ExportSelection, step: ExportStep, _ body: (SeriesRow) throws -> Void
  ) async throws {
    try await intake.readOnce()
    try await CoreExport(intake.core).series(selection, step: step, body)
  }

  package func costs(_ selection: ExportSelection, _ body: (CostRow) throws -> Void) async throws {
    try await intake.readOnce()
    try await CoreExport(intake.core).costs(selection, body)
  }

  package func costReports(_ selection: ExportSelection) async throws -> [CostReport] {
    try await intake.readOnce()
    return try await CoreExport(intake.core).costReports(selection)
  }
}

extension Core {
  /// All that a report on costs tells.
  ///
  /// - Parameters:
  ///   - from: where it begins; nil for 30 days before its end.
  ///   - through: where it ends, and the instant as of which budgets and health are told.
  ///   - wrapper: the pattern that the names of wrappers have to match; nil for all.
  package func costDocument(from: Timestamp?, through: Timestamp, wrapper: String?) -> CostDocument {
    let from = from ?? through.advanced(seconds: -TimeRange.month.seconds)
    let glob = wrapper.map { NameGlob($0) }
    var scope = SnapshotScope(detail: .some([]), sparklines: .some([]), totalQuantiles: false)
    if through < now { scope.at = through }
    var snapshot = snapshot(SnapshotRequest(scope: scope))
    if let glob { snapshot.monitor.wrappers.removeAll { !glob.matches($0.name) } }
    return CostDocument(
      snapshot: snapshot, from: from, through: through, pattern: wrapper,
      reports: costReports(from: from, through: through, wrappers: glob))
  }
}
