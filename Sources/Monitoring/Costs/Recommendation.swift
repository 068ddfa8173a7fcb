import Events
import PlainText

/// Something that would save money or keep a budget (article Cost, Recommendations).
public struct Recommendation: Codable, Sendable, Equatable {
  /// What kind of advice it is.
  public enum Kind: String, Codable, Sendable, CaseIterable {
    case modelOptimization = "model_optimization"
    case efficiencyImprovement = "efficiency_improvement"
    case tokenOptimization = "token_optimization"
    case budgetOverrun = "budget_overrun"
    case failureCost = "failure_cost"
  }

  /// How urgent it is.
  public enum Priority: String, Codable, Sendable, CaseIterable, Comparable {
    case low, medium, high

    /// Orders by urgency.
    public static func < (a: Priority, b: Priority) -> Bool {
      (allCases.firstIndex(of: a) ?? 0) < (allCases.firstIndex(of: b) ?? 0)
    }
  }

  /// What kind of advice it is.
  public var kind: Kind
  /// How urgent it is.
  public var priority: Priority
  /// Whom it is about; nil for all wrappers together.
  public var wrapper: String?
  /// One sentence: what was found, and what to do.
  public var description: String
  /// What it would have saved over the last 7 days; nil if that is not known.
  public var potentialSavings: Money?
  /// The figures it rests on, each with its name, in an order that explains.
  public var details: [Detail] = []

  /// A figure with its name.
  public struct Detail: Codable, Sendable, Equatable {
    /// What it is, in lower case.
    public var name: String
    /// The figure as text, with its unit.
    public var value: String

    /// A figure with its name.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A recommendation without details.
  public init(
    _ kind: Kind, _ priority: Priority, wrapper: String?, description: String, potentialSavings: Money? = nil
  ) {
    self.kind = kind
    self.priority = priority
    self.wrapper = wrapper
    self.description = description
    self.potentialSavings = potentialSavings
  }
}

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

// The rules of article Cost, Recommendations. Each compares whole numbers, so that a figure that is just at a threshold
// is not past it. Costs are those of article Cost, Cost of an operation, estimated ones included.
extension Recommendation {
  /// What the figures of 7 days of a wrapper call for, but for its budgets.
  static func all(of wrapper: String, _ sums: CostSums.WrapperSums) -> [Recommendation] {
    [
      modelOptimization(of: wrapper, sums), efficiencyImprovement(of: wrapper, sums),
      tokenOptimization(of: wrapper, sums), failureCost(of: wrapper, sums),
    ].compactMap { $0 }
  }

  /// More than one model, one of which takes more than 70 % of the wrapper's cost: 30 % of what it cost would be saved.
  private static func modelOptimization(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let models = sums.models.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let all = sums.all.basic.cost
    // What is beyond the limit of models is no single one.
    guard models.count > 1, let (model, cost) = models.first(where: { $0.key != BoundedName.other.text }),
      cost * 10 > all * 7
    else { return nil }
    let saving = Money(nanodollars: cost * 3).divided(by: UInt64(10))
    let share = FigureText.percent(cost, of: all)
    var found = Recommendation(
      .modelOptimization, .high, wrapper: wrapper,
      description: "\(share) of the cost goes to \(model): send what is simple to a cheaper model.",
      potentialSavings: saving)
    found.details = [
      Detail("cost of \(model)", FigureText.money(Money(nanodollars: cost), in: sums)),
      Detail("cost of all operations", FigureText.money(Money(nanodollars: all), in: sums)),
      Detail("share", "\(share), above 70 %"),
      Detail("models", String(models.count)),
      Detail("potential savings", "30 % of the cost of \(model): \(FigureText.money(saving ?? .zero, in: sums))"),
    ]
    return found
  }

  /// The mean of the efficiency scores under 1.0 is below 0.8: what was spent without need would be saved.
  private static func efficiencyImprovement(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let figures = sums.all.figures
    let count = figures[.lowEfficiencyCount]
    guard count > 0, figures[.lowEfficiency] * 10 < count * 8_000_000_000 else { return nil }
    let wasted = Money(nanodollars: figures[.inefficiencyCost])
    let mean = FigureText.decimal(figures[.lowEfficiency] / count, digits: 3)
    var found = Recommendation(
      .efficiencyImprovement, .medium, wrapper: wrapper,
      description:
        "Operations that are not fully efficient score \(mean) on average: find out what they do without need.",
      potentialSavings: wasted > .zero ? wasted : nil)
    found.details = [
      Detail("mean of efficiency scores under 1.0", "\(mean), below 0.8"),
      Detail("operations with such a score", FigureText.count(UInt64(clamping: count))),
    ]
    if wasted > .zero {
      found.details.append(
        Detail("potential savings", "cost x (1 - efficiency) of these: \(FigureText.money(wasted, in: sums))"))
    }
    return found
  }

  /// A request takes more than 1,000 tokens on average. Where no operation tells how many requests it made, each is
  /// one.
  private static func tokenOptimization(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let tokens = Int128(sums.all.basic.tokens)
    let told = sums.all.figures[.requests]
    let requests = told > 0 ? told : Int128(sums.all.basic.operations)
    guard requests > 0, tokens > requests * 1000 else { return nil }
    let mean = FigureText.count(UInt64(clamping: tokens / requests))
    var found = Recommendation(
      .tokenOptimization, .low, wrapper: wrapper,
      description: "A request takes \(mean) tokens on average: shorten prompts, or limit the length of answers.")
    found.details = [
      Detail("tokens", FigureText.count(UInt64(clamping: tokens))),
      Detail(told > 0 ? "requests" : "operations", FigureText.count(UInt64(clamping: requests))),
      Detail("mean per request", "\(mean), above 1,000"),
    ]
    return found
  }

  /// More than 10 % of the cost went to failed operations.
  private static func failureCost(of wrapper: String, _ sums: CostSums.WrapperSums) -> Recommendation? {
    let all = sums.all.basic.cost
    let failed = sums.all.figures[.failureCost]
    guard failed * 10 > all else { return nil }
    let share = FigureText.percent(failed, of: all)
    var found = Recommendation(
      .failureCost, .medium, wrapper: wrapper,
      description: "\(share) of the cost goes to operations that fail: see why they do, and stop what cannot succeed.")
    found.details = [
      Detail("cost of failed operations", FigureText.money(Money(nanodollars: failed), in: sums)),
      Detail("cost of all operations", FigureText.money(Money(nanodollars: all), in: sums)),
      Detail("share", "\(share), above 10 %"),
      Detail("failed operations", FigureText.count(sums.all.basic.failed)),
      Detail("all operations", FigureText.count(sums.all.basic.operations)),
    ]
    return found
  }
}

extension [Recommendation] {
  /// The most urgent first, of those the one that saves most, then by wrapper, all together first, and by kind.
  var mostUrgentFirst: [Recommendation] {
    func rank(_ kind: Recommendation.Kind) -> Int { Recommendation.Kind.allCases.firstIndex(of: kind) ?? 0 }
    return enumerated().sorted { a, b in
      let (one, other) = (a.element, b.element)
      if one.priority != other.priority { return one.priority > other.priority }
      let savings = (one.potentialSavings ?? .zero, other.potentialSavings ?? .zero)
      if savings.0 != savings.1 { return savings.0 > savings.1 }
      let names = (one.wrapper ?? "", other.wrapper ?? "")
      if names.0 != names.1 { return names.0.utf8.lexicographicallyPrecedes(names.1.utf8) }
      if one.kind != other.kind { return rank(one.kind) < rank(other.kind) }
      // The day before the month.
      return a.offset < b.offset
    }.map(\.element)
  }
}

/// Figures as the texts of recommendations tell them, rounded for reading.
enum FigureText {
  /// `$1,234.50`; below a dollar, three significant digits: `$0.00425`. `~` stands before an amount that may hold estimates, `>=`
  /// before one from which the cost of unpriced tokens is missing.
  static func money(_ money: Money, in sums: CostSums.WrapperSums) -> String {
    sums.all.basic.costs.certainty.mark(self.money(money))
  }

  /// The same for an amount of which no more is known.
  static func money(_ money: Money) -> String {
    NumberFormat.fullDollars(nanodollars: money.nanodollars)
  }

  /// A share in percent with at most one decimal: `71.4 %`.
  static func percent(_ part: Int128, of whole: Int128) -> String {
    guard whole > 0 else { return "0 %" }
    // A share of two amounts needs no more than a double tells.
    let tenths = (Double(part) / Double(whole) * 1000).rounded()
    let clamped = UInt128(min(max(tenths, 0), 1e15))
    let (percent, rest) = clamped.quotientAndRemainder(dividingBy: 10)
    return NumberFormat.grouped(percent) + (rest > 0 ? ".\(rest)" : "") + " %"
  }

  /// `12,345`.
  static func count(_ count: UInt64) -> String { NumberFormat.grouped(count) }

  /// A number of billionths, rounded to so many decimals, without trailing zeroes.
  static func decimal(_ billionths: Int128, digits: Int) -> String {
    let unit = (0..<(9 - digits)).reduce(UInt128(1)) { power, _ in power * 10 }
    let rounded = (billionths.magnitude + unit / 2) / unit * unit
    return Money(nanodollars: billionths < 0 ? -Int128(rounded) : Int128(rounded)).description
  }

  /// A time of day in a zone, `17:40 CET`; with the date if it is on another day than `now`.
  static func instant(_ instant: Timestamp, seenFrom now: Timestamp, in zone: ZoneRules) -> String {
    let local = zone.localTime(at: instant).description
    let time = local.dropFirst(11).prefix(5) + " " + zone.offset(at: instant).abbreviation
    return zone.date(at: instant) == zone.date(at: now) ? String(time) : "\(zone.date(at: instant)) \(time)"
  }
}
