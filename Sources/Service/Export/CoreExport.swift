import Events
import Monitoring
import Reports

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
    let now = core.now
    for wrapper in wrappers(of: selection) {
      let points = core.withMonitor { state in
        state.advance(to: now)
        return Result { () throws(SeriesError) in
          try state.series(of: wrapper, step: step.rawValue, from: Timestamp(seconds: 0), through: now)
        }
      }
      for point in try points.get() where point.sums.operations > 0 {
        guard selection.includesSlot(point.timestamp, seconds: step.rawValue) else { continue }
        try body(SeriesRow(wrapperName: wrapper, point: point))
      }
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
