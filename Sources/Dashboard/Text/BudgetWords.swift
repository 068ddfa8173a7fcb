import Canvas
import Events
import Monitoring

extension BudgetGrade {
  init(_ status: BudgetStatus) {
    switch status {
    case .healthy: self = .healthy
    case .warning: self = .warning
    case .critical: self = .critical
    case .exceeded: self = .exceeded
    }
  }
}

extension BudgetGrade {
  /// Orders by how bad it is.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension PeriodSpending {
  /// What the spent share of the budget means; nil without a budget.
  var grade: BudgetGrade? { status.map { BudgetGrade($0) } }

  /// The share of the budget that is spent, as it is shown: 1 is reached with the last nano-dollar only. Nil without a budget.
  var shownShare: Double? { share.map { status == .exceeded ? max(1, $0) : min($0, 1.0.nextDown) } }

  /// The share of the budget that will have been spent when the period turns; nil without a budget.
  var projectedShare: Double? {
    budget.map { Double(projected.nanodollars) / Double($0.nanodollars) }
  }

  /// The bar of it; blank without a budget.
  var gauge: BudgetGauge {
    BudgetGauge(
      spent: shownShare, projected: projectedShare, warning: thresholds.warning, critical: thresholds.critical)
  }
}

extension BudgetState {
  /// The worse of day and month; nil if neither has a budget.
  var worst: BudgetStatus? { [daily?.status, monthly?.status].compactMap { $0 }.max() }

  /// The period that a list shows: the day, or the month where only that has a budget.
  var shown: PeriodSpending? { daily?.budget == nil && monthly?.budget != nil ? monthly : daily }
}

extension WrapperSnapshot {
  /// How sure its spending is. What is known of that covers all there ever was, so that it may be surer than this says.
  var costCertainty: CostCertainty { CostCertainty(estimated: totals.estimated, unpriced: totals.unpriced) }
}
