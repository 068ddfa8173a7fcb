import Canvas
import Events
import Monitoring

extension BudgetGrade {
  /// Orders by how bad it is.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension PeriodSpending {
  /// What the spent share of the budget means; nil without a budget.
  var grade: BudgetGrade? { status.map { BudgetGrade($0) } }

  /// When the budget runs out at the present rate; nil if it lasts, and once it is spent.
  var runsOutAt: Timestamp? { status == .exceeded ? nil : exhaustedAt }

  /// The share of the budget that is spent, as it is shown: 1 is reached with the last nano-dollar only. Nil without a budget.
  var shownShare: Double? { share.map { status == .exceeded ? max(1, $0) : min($0, 1.0.nextDown) } }

  /// The share of the budget that will have been spent when the period turns; nil without a budget, or as long as nothing is
  /// projected.
  var projectedShare: Double? {
    guard let budget, let projected else { return nil }
    return Double(projected.nanodollars) / Double(budget.nanodollars)
  }
}

extension BudgetGauge {
  /// The gauge of what is spent of a budget; blank without one.
  init(_ spending: PeriodSpending?) {
    self.init(
      spent: spending?.shownShare, projected: spending?.projectedShare,
      warning: spending?.thresholds.warning ?? 1,
      critical: spending?.thresholds.critical ?? 1)
  }
}

extension BudgetState {
  /// The worse of day and month; nil if neither has a budget.
  var worst: BudgetStatus? { [daily?.status, monthly?.status].compactMap { $0 }.max() }

  /// The period that a list shows: the day, or the month where only that has a budget.
  var shown: PeriodSpending? { daily?.budget == nil && monthly?.budget != nil ? monthly : daily }
}
