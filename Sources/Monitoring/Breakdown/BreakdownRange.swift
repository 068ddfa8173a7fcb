import Events

/// Breakdowns of a time range, summed up; of users and sessions, the most expensive of each day (article Cost,
/// Analysis).
struct BreakdownRange: Sendable {
  /// All but users and sessions.
  private(set) var sums = Breakdown(index: 0)
  // By day. They are merged at the end: of sessions, every slot has other ones.
  private var users: [Int32: [TopK<Account>]] = [:]
  private var sessions: [Int32: [TopK<Account>]] = [:]

  init() {}

  /// Adds a slot that begins at an instant.
  mutating func add(_ breakdown: Breakdown, from begin: Timestamp) {
    sums.mergeAllButAccounts(breakdown)
    let day = begin.slot(of: 86400)
    if !breakdown.users.isEmpty { users[day, default: []].append(breakdown.users) }
    if !breakdown.sessions.isEmpty { sessions[day, default: []].append(breakdown.sessions) }
  }

  /// Adds what another range holds.
  mutating func merge(_ other: BreakdownRange) {
    sums.mergeAllButAccounts(other.sums)
    for (day, parts) in other.users { users[day, default: []] += parts }
    for (day, parts) in other.sessions { sessions[day, default: []] += parts }
  }

  /// Brings users and sessions into as little room as they need, for days to which nothing is likely to be added.
  mutating func settle() {
    users = users.mapValues { [TopK(merging: $0, most: Account.shown)] }
    sessions = sessions.mapValues { [TopK(merging: $0, most: Account.shown)] }
  }

  /// The figures of all that was added: what ended from one instant on until another.
  func summary(from: Timestamp, until: Timestamp) -> BreakdownSummary {
    var summary = BreakdownSummary(from: from, until: until, all: GroupFigures(name: "all", sums.all))
    summary.operationTypes = groups(.operationType)
    summary.models = groups(.model)
    summary.templates = groups(.template)
    summary.routes = groups(.route)
    summary.fallbacks = groups(.fallback)
    summary.errorCodes = groups(.errorCode)
    summary.users = accounts(users)
    summary.sessions = accounts(sessions)
    summary.numbers = numbers(sums.resources, isCustom: false) + numbers(sums.metrics, isCustom: true)
    summary.values = sums.metrics.byName.compactMap(ValueFigures.init)
    return summary
  }

  private func groups(_ dimension: Dimension) -> [GroupFigures] {
    sums[dimension].heaviestFirst.map { group in
      let name = dimension == .fallback ? FallbackPath.shown(group.name.text) : group.name.text
      return GroupFigures(name: name, group.sums)
    }
  }

  private func accounts(_ days: [Int32: [TopK<Account>]]) -> [GroupFigures] {
    let shown = days.sorted { $0.key < $1.key }.map { TopK(merging: $0.value, most: Account.shown) }
    return TopK(merging: shown, most: Account.shown).heaviestFirst.map { account in
      var sums = OperationSums()
      sums.basic = account.sums
      return GroupFigures(name: account.name.text, sums)
    }
  }

  private func numbers(_ metrics: TopK<MetricSums>, isCustom: Bool) -> [NumberFigures] {
    metrics.byName.compactMap { NumberFigures($0, isCustom: isCustom) }
  }
}

extension TopK {
  /// By weight, then by name; `other` is last.
  var heaviestFirst: [Element] {
    let entries = byName.dropLast(other == nil ? 0 : 1)
    let weights = entries.map(\.weight)
    let order = weights.indices.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
    return order.map { entries[$0] } + (other.map { [$0] } ?? [])
  }

  /// By the bytes of their names; `other` is last.
  var byName: [Element] {
    entries.sorted { $0.name.text.utf8.lexicographicallyPrecedes($1.name.text.utf8) } + (other.map { [$0] } ?? [])
  }
}
