import Events
import Monitoring
import PlainText

extension Recommendation {
  /// A figure with its name.
  package struct Detail: Equatable {
    /// What it is, in lower case.
    package let name: String
    /// The figure as text, with its unit.
    package let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One sentence: what was found, and what to do.
  package var sentence: String { text.sentence }

  /// The figures it rests on, each with its name, in an order that explains.
  package var details: [Detail] { text.details }

  private var text: (sentence: String, details: [Detail]) {
    switch basis {
    case .modelOptimization(let model, let cost, let total, let models):
      let share = Self.percent(cost, of: total.amount)
      let saving = CostText.money(potentialSavings ?? .zero, total.certainty)
      return (
        "\(share) of the cost goes to \(model): send what is simple to a cheaper model.",
        [
          Detail("cost of \(model)", CostText.money(cost, total.certainty)),
          Detail("cost of all operations", CostText.cost(total)),
          Detail("share", "\(share), above 70 %"),
          Detail("models", String(models)),
          Detail("potential savings", "30 % of the cost of \(model): \(saving)"),
        ]
      )
    case .efficiencyImprovement(let billionths, let operations, let certainty):
      let mean = Self.score(billionths: billionths)
      let saving = potentialSavings.map {
        Detail("potential savings", "cost x (1 - efficiency) of these: \(CostText.money($0, certainty))")
      }
      return (
        "Operations that are not fully efficient score \(mean) on average: find out what they do without need.",
        [
          Detail("mean of efficiency scores under 1.0", "\(mean), below 0.8"),
          Detail("operations with such a score", CostText.count(operations)),
        ] + (saving.map { [$0] } ?? [])
      )
    case .tokenOptimization(let tokens, let requests, let countsOperations):
      let mean = CostText.count(tokens / max(1, requests))
      return (
        "A request takes \(mean) tokens on average: shorten prompts, or limit the length of answers.",
        [
          Detail("tokens", CostText.count(tokens)),
          Detail(countsOperations ? "operations" : "requests", CostText.count(requests)),
          Detail("mean per request", "\(mean), above 1,000"),
        ]
      )
    case .budgetOverrun(let spending, let at, let zone):
      return Self.overrun(spending, at: at, LocalTime(zone: zone))
    case .failureCost(let cost, let total, let failed, let operations):
      let share = Self.percent(cost, of: total.amount)
      return (
        "\(share) of the cost goes to operations that fail: see why they do, and stop what cannot succeed.",
        [
          Detail("cost of failed operations", CostText.money(cost, total.certainty)),
          Detail("cost of all operations", CostText.cost(total)),
          Detail("share", "\(share), above 10 %"),
          Detail("failed operations", CostText.count(failed)),
          Detail("all operations", CostText.count(operations)),
        ]
      )
    }
  }

  // When the budget of a period will be spent, or that it has been.
  private static func overrun(
    _ spending: PeriodSpending, at: Timestamp, _ time: LocalTime
  ) -> (sentence: String, details: [Detail]) {
    let period = spending.period.rawValue
    let budget = spending.budget ?? .zero
    let rate = CostText.money(spending.burnPerHour, spending.burnCertainty)
    let sum = "budget of \(CostText.money(budget)) for the \(period)"
    let when: String
    let sentence: String
    if spending.spent >= budget {
      when = "is spent already"
      let over = CostText.money(spending.spent.without(budget), spending.certainty)
      sentence = "The \(sum) is spent, and \(over) more: stop what can wait, or raise the budget."
    } else {
      let end = spending.exhaustedAt.map { time.clock($0, seenFrom: at) }
      when = end ?? "when the \(period) turns"
      sentence =
        "At \(rate) an hour the \(sum) is spent \(end == nil ? "" : "at ")\(when): slow down, or raise the budget."
    }
    return (
      sentence,
      [
        Detail("budget for the \(period)", CostText.money(budget)),
        Detail("spent", CostText.cost(spending.costs)),
        Detail("spent per hour", rate),
        Detail("projected", CostText.money(spending.projected, spending.projectedCertainty) + ", above the budget"),
        Detail("budget spent", when),
        Detail("\(period) turns", time.clock(spending.turnsAt, seenFrom: at)),
      ]
    )
  }

  // A share with at most one decimal: `71.4 %`.
  private static func percent(_ part: Money, of whole: Money) -> String {
    guard whole > .zero, let share = CostText.share(part, of: whole) else { return "0 %" }
    let tenths = UInt64(min(max((share * 1000).rounded(), 0), 1e15))
    return NumberFormat.grouped(tenths / 10) + (tenths % 10 > 0 ? ".\(tenths % 10)" : "") + " %"
  }

  // A score with at most three decimals: `0.799`, `0.5`.
  private static func score(billionths: Int64) -> String {
    Money(nanodollars: Int128((billionths + 500_000) / 1_000_000 * 1_000_000)).description
  }
}

extension Recommendation.Kind {
  /// What kind of advice it is, in words.
  package var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
