import Events
import Monitoring
import Service

/// What a wrapper of the demo spent at an instant before its history, told without operations.
struct EarlierCost: Sendable {
  var number: Int
  var wrapper: String
  var time: Timestamp
  var cost: Money
}

/// The money of the demo: budgets that suit what its wrappers cost, and what they spent since the month began, so that the
/// day and the month look the same at whatever hour the demo starts.
struct Spending {
  private let now: Timestamp
  private var random: SeededRandom
  private let zone: ZoneRules
  private let day: Range<Timestamp>
  private let month: Range<Timestamp>
  // In nano-dollars, by index in `Scenario.profiles`: all that the history cost, and what of it belongs to today.
  private var history: [Int64]
  private var today: [Int64]

  /// How long the longest history is; nothing is told without operations in that time.
  private static let historySeconds = Scenario.profiles.map { -$0.since }.max() ?? 0

  init(at now: Timestamp, random: SeededRandom) {
    self.now = now
    self.random = random
    // A day that has just begun has nothing to show, so the team sits where it is day.
    zone =
      ["UTC", "America/New_York", "Asia/Tokyo"].lazy.compactMap { ZoneRules(named: $0) }
      .first { Self.hours($0.day(holding: now), now).isPlausible } ?? .utc
    day = zone.day(holding: now)
    month = zone.month(holding: now)
    history = Scenario.profiles.map { _ in 0 }
    today = history
  }

  /// Takes in an operation of the history.
  mutating func add(_ operation: Operation) {
    history[operation.wrapper] += operation.cost
    if operation.end >= day.lowerBound { today[operation.wrapper] += operation.cost }
  }

  private static func hours(_ day: Range<Timestamp>, _ now: Timestamp) -> Double {
    Double(now.seconds - day.lowerBound.seconds) / 3600
  }

  private var hours: Double { Self.hours(day, now) }

  // MARK: Budgets

  /// Budgets that suit what the history cost.
  var budgets: BudgetPlan {
    var plan = BudgetPlan()
    plan.zone = zone
    plan.isComplete = true
    var sum: Int64 = 0
    for (index, profile) in Scenario.profiles.enumerated() {
      plan.configured.insert(profile.name)
      guard let daily = daily(index) else { continue }
      sum += daily
      plan.wrappers[profile.name] = BudgetLimits(daily: Money(daily), monthly: Money(daily * 25))
    }
    plan.overall = BudgetLimits(daily: Money(Self.round(sum * 6 / 5)), monthly: Money(Self.round(sum * 25)))
    return plan
  }

  private func daily(_ index: Int) -> Int64? {
    switch Scenario.profiles[index].budget {
    case nil: nil
    case .usual(let share): Self.round(Int64(Double(history[index]) * 24 / share))
    case .reached(let share): Self.round(Int64(Double(history[index]) * hours / share))
    }
  }

  /// Two digits, as people write budgets, and at least a cent.
  private static func round(_ amount: Int64) -> Int64 {
    var unit: Int64 = 10_000_000
    while amount / unit >= 100 { unit *= 10 }
    return max(unit, (amount + unit / 2) / unit * unit)
  }

  /// The prices of all models that have one.
  static let prices: PriceTable = {
    var table = PriceTable()
    for model in Scenario.profiles.flatMap(\.models) where model.isPriced {
      table.prices[model.name] = TokenPrices(
        input: model.input * 1_000_000_000, output: model.output * 1_000_000_000)
    }
    return table
  }()

  // MARK: Spending before the history

  /// What was spent, oldest first.
  mutating func earlier() -> [EarlierCost] {
    var spendings: [EarlierCost] = []
    let historyBegins = now.advanced(seconds: -Self.historySeconds)
    for (index, profile) in Scenario.profiles.enumerated() {
      guard let budget = daily(index) else { continue }
      // Today, a quarter of an hour at a time, up to what is to be spent when the demo starts.
      let share =
        switch profile.budget {
        case .reached(let share): share
        case .usual(let share): share * hours / 24
        case nil: 0.0
        }
      let wanted = Double(budget) * share - Double(today[index])
      let usual = wanted * 86400 / max(900, Double(historyBegins.seconds - day.lowerBound.seconds))
      spendings += spread(wanted, over: day.lowerBound..<historyBegins, step: 900, profile.name)
      // Days before, two hours at a time, somewhat cheaper where today is beyond its bounds.
      let before = month.lowerBound..<day.lowerBound
      let days = Double(before.upperBound.seconds - before.lowerBound.seconds) / 86400
      spendings += spread(min(usual, Double(budget) * 0.7) * days, over: before, step: 7200, profile.name)
    }
    spendings.sort { ($0.time, $0.wrapper) < ($1.time, $1.wrapper) }
    for index in spendings.indices { spendings[index].number = index }
    return spendings
  }

  private mutating func spread(
    _ amount: Double, over range: Range<Timestamp>, step: Int64, _ wrapper: String
  ) -> [EarlierCost] {
    guard amount > 0, !range.isEmpty else { return [] }
    let times = stride(from: range.lowerBound.seconds + step / 2, to: range.upperBound.seconds, by: Int(step))
    let weights = times.map { _ in 0.7 + 0.6 * random.unit() }
    let sum = weights.reduce(0, +)
    return zip(times, weights).map { time, weight in
      EarlierCost(
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
