import Canvas
import Events
import Monitoring

/// A way in which the operations of a wrapper are grouped, and what is shown of each group.
enum GroupSection: CaseIterable {
  case templates, routes, fallbacks, operationTypes, models, errorCodes

  func groups(_ breakdown: BreakdownSummary) -> [GroupFigures] {
    switch self {
    case .templates: breakdown.templates
    case .routes: breakdown.routes
    case .fallbacks: breakdown.fallbacks
    case .operationTypes: breakdown.operationTypes
    case .models: breakdown.models
    case .errorCodes: breakdown.errorCodes
    }
  }

  /// What operations have to carry to be grouped in this way.
  var whatWouldFillIt: String {
    switch self {
    case .templates: "template_name in custom_metrics names the template"
    case .routes: "routing_method and selected_model in custom_metrics name the route"
    case .fallbacks: "no operation used a fallback"
    case .operationTypes: "operation_type names the type"
    case .models: "model_used or selected_model in custom_metrics names the model"
    case .errorCodes: "no operation failed"
    }
  }

  var table: MetricTable { MetricTable(title, leastName: 24, columns) }

  private var title: String {
    switch self {
    case .templates: "TEMPLATES"
    case .routes: "ROUTES"
    case .fallbacks: "FALLBACKS"
    case .operationTypes: "OPERATION TYPES"
    case .models: "MODELS"
    case .errorCodes: "FAILURES BY CODE"
    }
  }

  private typealias Column = MetricTable.Column

  private var columns: [MetricTable.Column] {
    switch self {
    case .templates:
      [
        Column("RENDERS", 5), Column("FAIL%", 4), Column("INVALID", 5), Column("VAL.ERR", 5, rank: 2),
        Column("P95", 5), Column("COST", FigureCell.costWidth, rank: 1),
      ]
    case .routes:
      [
        Column("REQS", 5), Column("SHARE%", 4, rank: 1), Column("ERR%", 4), Column("P95", 5, rank: 2),
        Column("ROUTING", 5, rank: 4), Column("QUALITY", 5, rank: 3), Column("SAVED", 7, rank: 2),
        Column("COST", FigureCell.costWidth),
      ]
    case .fallbacks:
      [
        Column("OPS", 5), Column("SHARE%", 4), Column("ERR%", 4, rank: 2), Column("EXTRA", 5, rank: 1),
        Column("COST", FigureCell.costWidth),
      ]
    case .operationTypes:
      [
        Column("OPS", 5), Column("SHARE%", 4, rank: 3), Column("ERR%", 4), Column("FB%", 4, rank: 2),
        Column("P50", 5, rank: 4), Column("P95", 5), Column("COST", FigureCell.costWidth, rank: 1),
      ]
    case .models:
      [
        Column("OPS", 5), Column("SHARE%", 4, rank: 3), Column("ERR%", 4), Column("P95", 5, rank: 2),
        Column("TOKENS", 5, rank: 4), Column("QUALITY", 5, rank: 5), Column("COST", FigureCell.costWidth),
      ]
    case .errorCodes:
      [
        Column("FAILED", 5), Column("SHARE%", 4), Column("P95", 5, rank: 1),
        Column("COST", FigureCell.costWidth, rank: 2),
      ]
    }
  }

  /// The figures of a group among all operations, with those of the mark.
  func cells(
    _ group: GroupFigures, of all: GroupFigures, before: GroupFigures?, ofBefore allBefore: GroupFigures?
  ) -> [FigureCell] {
    func cell(
      _ measure: Measure, worse: FigureCell.Worse = .neither, role: Role = .text,
      _ value: (GroupFigures) -> Double?
    ) -> FigureCell {
      FigureCell(measure, value(group), before: before.flatMap(value), worse: worse, role: role)
    }
    func part(_ count: UInt64, _ whole: UInt64) -> Double? { whole == 0 ? nil : Double(count) / Double(whole) }
    let operations = cell(.count) { Double($0.operations) }
    let share = FigureCell(
      .rate, part(group.operations, all.operations),
      before: before.flatMap { before in allBefore.flatMap { part(before.operations, $0.operations) } })
    let errors = cell(.rate, worse: .higher, role: group.failed > 0 ? .error : .text) {
      part($0.failed, $0.operations)
    }
    let p95 = cell(.duration, worse: .higher) { $0.p95Ms }
    let cost = FigureCell(group.costs, before: before?.costs)
    let quality = cell(.number, worse: .lower) { $0.meanQuality }
    switch self {
    case .templates:
      return [
        operations, errors,
        cell(.count, worse: .higher, role: group.validationFailures > 0 ? .error : .text) {
          Double($0.validationFailures)
        },
        cell(.count, worse: .higher) { Double($0.validationErrors) }, p95, cost,
      ]
    case .routes:
      return [
        operations, share, errors, p95, cell(.duration, worse: .higher) { $0.meanRoutingLatencyMs }, quality,
        cell(.money, worse: .lower, role: .healthy) {
          ($0.savingsVsBaseline == .zero ? $0.savings : $0.savingsVsBaseline).dollars
        }, cost,
      ]
    case .fallbacks:
      return [operations, share, errors, cell(.duration, worse: .higher) { $0.meanFallbackMs }, cost]
    case .operationTypes:
      return [
        operations, share, errors,
        cell(.rate, worse: .higher, role: group.fallback > 0 ? .fallback : .text) {
          part($0.fallback, $0.operations)
        },
        cell(.duration, worse: .higher) { $0.p50Ms }, p95, cost,
      ]
    case .errorCodes:
      let failed = cell(.count, worse: .higher, role: .error) { Double($0.operations) }
      let share = FigureCell(
        .rate, part(group.operations, all.failed),
        before: before.flatMap { before in allBefore.flatMap { part(before.operations, $0.failed) } })
      return [failed, share, p95, cost]
    case .models:
      return [operations, share, errors, p95, cell(.count) { Double($0.tokens) }, quality, cost]
    }
  }
}
