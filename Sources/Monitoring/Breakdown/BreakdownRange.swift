import Events

/// Breakdowns of a time range, summed up; of users and sessions, the most expensive of each day (SPEC 3.3).
struct BreakdownRange {
  private var sums = Breakdown(index: 0)
  private var users: [Int32: Bounded<Account>] = [:]
  private var sessions: [Int32: Bounded<Account>] = [:]

  init() {}

  /// Adds a slot that begins at an instant.
  mutating func add(_ breakdown: Breakdown, from begin: Timestamp) {
    sums.mergeAllButAccounts(breakdown)
    let day = begin.slot(of: 86400)
    if !breakdown.users.isEmpty { users[day, default: Bounded()].merge(breakdown.users, most: .max) }
    if !breakdown.sessions.isEmpty { sessions[day, default: Bounded()].merge(breakdown.sessions, most: .max) }
  }

  /// The figures of all that was added.
  func summary(from: Timestamp) -> BreakdownSummary {
    var summary = BreakdownSummary(from: from, all: GroupFigures(name: "all", sums.all))
    summary.operationTypes = groups(.operationType)
    summary.models = groups(.model)
    summary.templates = groups(.template)
    summary.routes = groups(.route)
    summary.fallbacks = groups(.fallback)
    summary.errorCodes = groups(.errorCode)
    summary.users = accounts(users)
    summary.sessions = accounts(sessions)
    summary.numbers = numbers(sums.resources, isCustom: false) + numbers(sums.metrics, isCustom: true)
    summary.values = sums.metrics.shown(by: { $0.name < $1.name }).compactMap(ValueFigures.init)
    return summary
  }

  private func groups(_ dimension: Dimension) -> [GroupFigures] {
    sums[dimension].shown(by: { $0.weight > $1.weight }).map { GroupFigures(name: $0.name.text, $0.sums) }
  }

  private func accounts(_ days: [Int32: Bounded<Account>]) -> [GroupFigures] {
    var all = Bounded<Account>()
    for (_, day) in days.sorted(by: { $0.key < $1.key }) {
      var day = day
      day.cut(most: Account.shown)
      all.merge(day, most: .max)
    }
    all.cut(most: Account.shown)
    return all.shown(by: { $0.weight > $1.weight }).map { account in
      var sums = OperationSums()
      sums.basic = account.sums
      return GroupFigures(name: account.name.text, sums)
    }
  }

  private func numbers(_ metrics: Bounded<MetricSums>, isCustom: Bool) -> [NumberFigures] {
    metrics.shown(by: { $0.name < $1.name }).compactMap { NumberFigures($0, isCustom: isCustom) }
  }
}

extension Bounded {
  /// In an order, elements that it does not tell apart by their name's text; `other` is last.
  fileprivate func shown(by isBefore: (Element, Element) -> Bool) -> [Element] {
    let sorted = entries.sorted { a, b in
      if isBefore(a, b) { return true }
      if isBefore(b, a) { return false }
      return a.name.text.utf8.lexicographicallyPrecedes(b.name.text.utf8)
    }
    return other.map { sorted + [$0] } ?? sorted
  }
}
