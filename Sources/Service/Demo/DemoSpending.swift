import Events
import Monitoring

/// What a wrapper of the demo spent at an instant before its history, told without operations.
struct DemoBudgetUse: Sendable {
  var number: Int
  var wrapper: String
  var time: Timestamp
  var cost: Money
}

/// The money of the demo: budgets that suit what its wrappers cost, and what they spent since the month began, so that the
/// day and the month look the same at whatever hour the demo starts.
struct DemoSpending {
  private let now: Timestamp
  private var random: DemoRandom
  private let zone: ZoneRules
  private let day: Range<Timestamp>
  private let month: Range<Timestamp>
  // In nano-dollars, by place in the cast: all that the history cost, and what of it belongs to today.
  private var history: [Int64]
  private var today: [Int64]

  /// How long the longest history is; nothing is told without operations in that time.
  private static let historySeconds = DemoProfile.cast.map { -$0.since }.max() ?? 0

  init(at now: Timestamp, random: DemoRandom) {
    self.now = now
    self.random = random
    // A day that has just begun has nothing to show, so the team sits where it is day.
    zone =
      ["UTC", "America/New_York", "Asia/Tokyo"].lazy.compactMap { ZoneRules(named: $0) }
      .first { Self.hours($0.day(holding: now), now).isPlausible } ?? .utc
    day = zone.day(holding: now)
    month = zone.month(holding: now)
    history = DemoProfile.cast.map { _ in 0 }
    today = history
  }

  /// Takes in an operation of the history.
  mutating func add(_ operation: DemoOperation) {
    history[operation.wrapper] += operation.cost
    if operation.end >= day.lowerBound { today[operation.wrapper] += operation.cost }
  }

  private static func hours(_ day: Range<Timestamp>, _ now: Timestamp) -> Double {
    Double(now.seconds - day.lowerBound.seconds) / 3600
  }

  private var hours: Double { Self.hours(day, now) }

  // MARK: Budgets

  /// Budgets and prices.
  func rules() -> CostSettings {
    var plan = BudgetPlan()
    plan.zone = zone
    plan.isComplete = true
    var sum: Int64 = 0
    for (place, character) in DemoProfile.cast.enumerated() {
      plan.configured.insert(character.name)
      guard let daily = daily(place) else { continue }
      sum += daily
      plan.wrappers[character.name] = BudgetLimits(daily: Money(daily), monthly: Money(daily * 25))
    }
    plan.overall = BudgetLimits(daily: Money(Self.round(sum * 6 / 5)), monthly: Money(Self.round(sum * 25)))
    return CostSettings(budgets: plan, prices: Self.prices)
  }

  private func daily(_ place: Int) -> Int64? {
    switch DemoProfile.cast[place].budget {
    case nil: nil
    case .usual(let share): Self.round(Int64(Double(history[place]) * 24 / share))
    case .reached(let share): Self.round(Int64(Double(history[place]) * hours / share))
    }
  }

  /// Two digits, as people write budgets, and at least a cent.
  private static func round(_ amount: Int64) -> Int64 {
    var unit: Int64 = 10_000_000
    while amount / unit >= 100 { unit *= 10 }
    return max(unit, (amount + unit / 2) / unit * unit)
  }

  private static let prices: PriceTable = {
    var table = PriceTable()
    for model in DemoProfile.cast.flatMap(\.models) where model.isPriced {
      table.prices[model.name] = TokenPrices(
        input: model.input * 1_000_000_000, output: model.output * 1_000_000_000)
    }
    return table
  }()

  // MARK: Spending before the history

  /// What was spent, oldest first.
  mutating func earlier() -> [DemoBudgetUse] {
    var spendings: [DemoBudgetUse] = []
    let historyBegins = now.advanced(seconds: -Self.historySeconds)
    for (place, character) in DemoProfile.cast.enumerated() {
      guard let budget = daily(place) else { continue }
      // Today, a quarter of an hour at a time, up to what is to be spent when the demo starts.
      let share =
        switch character.budget {
        case .reached(let share): share
        case .usual(let share): share * hours / 24
        case nil: 0.0
        }
      let wanted = Double(budget) * share - Double(today[place])
      let usual = wanted * 86400 / max(900, Double(historyBegins.seconds - day.lowerBound.seconds))
      spendings += spread(wanted, over: day.lowerBound..<historyBegins, step: 900, character.name)
      // Days before, two hours at a time, somewhat cheaper where today is beyond its bounds.
      let before = month.lowerBound..<day.lowerBound
      let days = Double(before.upperBound.seconds - before.lowerBound.seconds) / 86400
      spendings += spread(min(usual, Double(budget) * 0.7) * days, over: before, step: 7200, character.name)
    }
    spendings.sort { ($0.time, $0.wrapper) < ($1.time, $1.wrapper) }
    for place in spendings.indices { spendings[place].number = place }
    return spendings
  }

  private mutating func spread(
    _ amount: Double, over range: Range<Timestamp>, step: Int64, _ wrapper: String
  ) -> [DemoBudgetUse] {
    guard amount > 0, !range.isEmpty else { return [] }
    let times = stride(from: range.lowerBound.seconds + step / 2, to: range.upperBound.seconds, by: Int(step))
    let weights = times.map { _ in 0.7 + 0.6 * random.unit() }
    let sum = weights.reduce(0, +)
    return zip(times, weights).map { time, weight in
      DemoBudgetUse(
        number: 0, wrapper: wrapper, time: Timestamp(seconds: time), cost: Money(Int64(amount * weight / sum)))
    }
  }
}

extension Double {
  /// Hours after which a day has something to show, and something is still to come.
  fileprivate var isPlausible: Bool { (6..<22).contains(self) }
}

extension Money {
  fileprivate init(_ nanodollars: Int64) { self.init(nanodollars: Int128(nanodollars)) }
}
