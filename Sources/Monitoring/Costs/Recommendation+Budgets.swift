import Events

extension Recommendation {
  /// The projection for a day or a month passes its budget (article Cost, Recommendations), and when that will be, or
  /// that it has been; nil if it does not. `wrapper` is nil for all together.
  static func overrun(
    of wrapper: String?, _ spending: PeriodSpending, at: Timestamp, zone: ZoneRules
  ) -> Recommendation? {
    guard let budget = spending.budget, let projected = spending.projected, projected > budget else { return nil }
    let period = spending.period == .day ? "day" : "month"
    let sum = FigureText.money(budget)
    let rate = spending.burnCertainty.mark(FigureText.money(spending.burnPerHour)) + " an hour"
    let when: String
    let description: String
    if spending.spent >= budget {
      when = "is spent already"
      let over = spending.certainty.mark(FigureText.money(spending.spent.without(budget)))
      description =
        "The budget of \(sum) for the \(period) is spent, and \(over) more: stop what can wait, or raise the budget."
    } else if let end = spending.exhaustedAt {
      when = FigureText.instant(end, seenFrom: at, in: zone)
      description =
        "At \(rate) the budget of \(sum) for the \(period) is spent at \(when): slow down, or raise the budget."
    } else {
      when = "when the \(period) turns"
      description =
        "At \(rate) the budget of \(sum) for the \(period) is spent \(when): slow down, or raise the budget."
    }
    var found = Recommendation(.budgetOverrun, .high, wrapper: wrapper, description: description)
    found.details = [
      Detail("budget for the \(period)", sum),
      Detail("spent", spending.certainty.mark(FigureText.money(spending.spent))),
      Detail("spent per hour", spending.burnCertainty.mark(FigureText.money(spending.burnPerHour))),
      Detail("projected", spending.projectedCertainty.mark(FigureText.money(projected)) + ", above the budget"),
      Detail("budget spent", when),
      Detail("\(period) turns", FigureText.instant(spending.turnsAt, seenFrom: at, in: zone)),
    ]
    return found
  }
}
