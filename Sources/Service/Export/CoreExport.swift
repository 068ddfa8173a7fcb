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
    for record in core.monitor.operations() where selection.includes(record.end) {
      if selection.includes(record.wrapperName) { try body(record) }
    }
  }

  package func series(
    _ selection: ExportSelection, step: ExportStep, _ body: (SeriesRow) throws -> Void
  ) async throws {
    for wrapper in core.monitor.activeWrappers() where selection.includes(wrapper) {
      for point in try core.monitor.series(of: wrapper, step: step.rawValue, since: Timestamp(seconds: 0))
      where point.totalOperations > 0 {
        guard selection.includesSlot(point.timestamp, seconds: step.rawValue) else { continue }
        try body(SeriesRow(wrapperName: wrapper, point: point))
      }
    }
  }

  package func costs(_ selection: ExportSelection, _ body: (CostRow) throws -> Void) async throws {
    for wrapper in core.monitor.activeWrappers() where selection.includes(wrapper) {
      for costs in core.monitor.withState({ $0.dailyCosts(of: wrapper) }) {
        guard selection.includesSlot(costs.day, seconds: 86400) else { continue }
        try body(CostRow(wrapperName: wrapper, costs: costs, budget: budget(costs, of: wrapper)))
      }
    }
  }

  // How a day's spending stands against the budget that is set now.
  private func budget(_ costs: DayCosts, of wrapper: String) -> PeriodSpending? {
    let plan = core.monitor.withState { $0.budgets }
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
