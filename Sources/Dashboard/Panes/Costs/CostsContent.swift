import Events
import Monitoring
import Snapshots

/// What the operator has set up on the cost pane.
package struct CostsState: Sendable, Equatable {
  /// Whose costs are shown; nil for those of all wrappers together.
  package internal(set) var wrapper: String?
  /// The wrapper whose costs were shown last: the key that switches leads back to it.
  package internal(set) var lastWrapper: String?
  /// Where a wrapper was opened from on the pane itself, so that the way back leads there.
  package internal(set) var origin: Origin?
  /// The section that keys go to, and the only one on a small screen.
  package internal(set) var section = CostSection.budgets
  /// That section fills the pane.
  package internal(set) var isUnfolded = false
  /// Whether budgets are those of the day or of the month.
  package internal(set) var period = BudgetPeriod.day
  /// By what costs are taken apart.
  package internal(set) var dimension = CostDimension.model
  package internal(set) var budgetOrder = BudgetOrder()
  package internal(set) var costOrder = CostOrder()
  package internal(set) var budgets = ListCursor<String>()
  package internal(set) var breakdown = ListCursor<String>()
  package internal(set) var advice = ListCursor<String>()
  /// How far the section without a cursor is scrolled, in lines.
  package internal(set) var routingScroll = ScrollOffset()

  /// What was on the pane when a wrapper was opened.
  package struct Origin: Sendable, Equatable {
    var section: CostSection
    var dimension: CostDimension
    var breakdown: ListCursor<String>
    var budgets: ListCursor<String>
  }

  package init() {}

  /// Shows the costs of another wrapper, or of all.
  mutating func look(at wrapper: String?) {
    if let wrapper { lastWrapper = wrapper }
    guard wrapper != self.wrapper else { return }
    self.wrapper = wrapper
    budgets = ListCursor<String>()
    breakdown = ListCursor<String>()
    advice = ListCursor<String>()
    routingScroll = ScrollOffset()
    if wrapper != nil, dimension == .wrapper { dimension = .model }
  }
}

/// The sections of the cost pane, in their order.
package enum CostSection: String, Sendable, CaseIterable {
  case budgets, course, breakdown, routing, advice
}

/// What the cost pane shows in full.
package enum CostItem: Sendable, Equatable {
  /// The budget of a period.
  case budget(BudgetPeriod)
  /// A group of a breakdown, by what identifies it there.
  case group(CostDimension, String)
  case advice(Recommendation)
}

/// What the cost pane shows of the snapshot that is on the screen.
struct CostsContent {
  let state: CostsState
  let snapshot: Snapshot?
  /// The costs in full; nil until they have been worked out for what is looked at.
  let report: CostReport?

  init(_ state: CostsState, _ snapshot: Snapshot?) {
    self.state = state
    self.snapshot = snapshot
    let report = snapshot?.monitor.costs
    self.report = report?.wrapper == state.wrapper ? report : nil
  }

  /// Times as the zone of the budgets has them.
  var clock: ZoneClock { ZoneClock(zone: snapshot?.monitor.zone ?? .utc, now: snapshot?.at ?? Timestamp(seconds: 0)) }

  /// The wrapper that is looked at, as the snapshot knows it.
  var wrapper: WrapperSnapshot? { state.wrapper.flatMap { snapshot?.monitor.wrapper($0) } }

  /// The sections there are; routing only where operations are routed.
  var sections: [CostSection] {
    CostSection.allCases.filter { $0 != .routing || report?.analysis.routing != nil }
  }

  /// The section that keys go to.
  var section: CostSection { sections.contains(state.section) ? state.section : .breakdown }

  /// The budgets as they are listed: of all together first, then of each wrapper; of a wrapper its day and its month.
  func budgets() -> [BudgetRow] {
    guard let monitor = snapshot?.monitor else { return [] }
    if let wrapper {
      return BudgetPeriod.allCases.map { period in
        BudgetRow(
          id: period.rawValue, title: period.words, wrapper: wrapper.name, period: period,
          spending: spending(period) ?? wrapper.budget?[period],
          costs: (spending(period) ?? wrapper.budget?[period])?.costs ?? (period == .day ? wrapper.costsToday : nil),
          isTracked: wrapper.tracksCosts)
      }
    }
    guard state.wrapper == nil else { return [] }
    let period = state.period
    let overall = spending(period) ?? monitor.budget?[period]
    let first = BudgetRow(
      id: "", title: "all together", wrapper: nil, period: period, spending: overall,
      costs: overall?.costs ?? (period == .day ? monitor.costsToday : nil))
    return [first]
      + state.budgetOrder.sorted(
        monitor.wrappers.map { wrapper in
          let spending = wrapper.budget?[period]
          return BudgetRow(
            id: wrapper.name, title: wrapper.name, wrapper: wrapper.name, period: period, spending: spending,
            costs: spending?.costs ?? (period == .day ? wrapper.costsToday : nil), isTracked: wrapper.tracksCosts)
        })
  }

  /// How many of them there are.
  var budgetCount: Int { state.wrapper == nil ? 1 + (snapshot?.monitor.wrappers.count ?? 0) : wrapper == nil ? 0 : 2 }

  /// What is spent in a period by what is looked at, with or without a budget.
  func spending(_ period: BudgetPeriod) -> PeriodSpending? { report?[period] }

  /// The rows of the breakdown as they are sorted.
  func rows() -> [CostRow] {
    guard let analysis = report?.analysis else { return [] }
    return state.costOrder.sorted(state.dimension.rows(analysis, clock: clock), state.dimension)
  }

  /// The dimensions there are: a wrapper is not taken apart by wrapper.
  var dimensions: [CostDimension] { CostDimension.allCases.filter { $0 != .wrapper || state.wrapper == nil } }

  var recommendations: [Recommendation] { report?.recommendations ?? [] }

  /// From when on the breakdown covers less than was asked for; nil if it covers all of it.
  var cutOff: Timestamp? {
    guard let snapshot, let analysis = report?.analysis else { return nil }
    let asked = snapshot.at.advanced(seconds: -snapshot.monitor.timeRange.seconds)
    // What slots at the edge leave out is not worth a word: they are a minute long, an hour for ranges of a day and more.
    let slot: Int64 = snapshot.monitor.timeRange.seconds >= 86_400 ? 3600 : 60
    return analysis.from > asked.advanced(seconds: slot) ? analysis.from : nil
  }

  /// Models whose tokens have no known price, most tokens first.
  var unpricedModels: [GroupFigures] {
    (report?.analysis.breakdown.models ?? []).filter { $0.unpriced > 0 }
      .sorted { $0.unpricedTokens > $1.unpricedTokens }
  }
}

extension CostReport {
  subscript(period: BudgetPeriod) -> PeriodSpending {
    switch period {
    case .day: day
    case .month: month
    }
  }

  func course(_ period: BudgetPeriod) -> SpendingCourse {
    switch period {
    case .day: dayCourse
    case .month: monthCourse
    }
  }
}

extension BudgetState {
  subscript(period: BudgetPeriod) -> PeriodSpending? {
    switch period {
    case .day: daily
    case .month: monthly
    }
  }
}
