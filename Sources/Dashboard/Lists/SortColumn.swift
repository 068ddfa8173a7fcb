import Canvas
import Events
import Monitoring

/// A column by which the wrappers can be sorted, in the order of the chooser.
package enum SortColumn: Int, Sendable, CaseIterable {
  case health, name, success, errors, fallbacks, p95, operations, cost, active, lastOperation, budget

  /// What the chooser calls it.
  package var title: String {
    switch self {
    case .health: "health"
    case .name: "name"
    case .success: "success rate"
    case .errors: "error rate"
    case .fallbacks: "fallback rate"
    case .p95: "p95 latency"
    case .operations: "operations/min"
    case .cost: "cost today"
    case .active: "active operations"
    case .lastOperation: "last operation"
    case .budget: "budget spent"
    }
  }

  /// The end that comes first unless reversed, as the chooser puts it.
  package var firstEnd: String { isAscending ? ends.low : ends.high }

  /// The end that comes first when reversed.
  package var lastEnd: String { isAscending ? ends.high : ends.low }

  private var ends: (low: String, high: String) {
    switch self {
    case .health, .success: ("worst first", "best first")
    case .name: ("A to Z", "Z to A")
    case .lastOperation: ("oldest first", "newest first")
    default: ("lowest first", "highest first")
    }
  }

  /// True if the low end comes first unless reversed: what an operator looks for is on top.
  package var isAscending: Bool {
    switch self {
    case .health, .name, .success: true
    default: false
    }
  }

  /// The key that picks it in the chooser: 1 to 9, then 0, then the first letter.
  package var key: Unicode.Scalar {
    switch self {
    case .budget: "b"
    default: Unicode.Scalar(UInt8(48 + (rawValue + 1) % 10))
    }
  }

  /// What a wrapper is sorted by; nil, where there is nothing to show, stands last in either direction.
  ///
  /// Wrappers with the same key keep the order of their names. Health is compared as it is shown, in hundredths within
  /// a grade, so that rows do not change places for what nobody can see.
  func value(_ wrapper: WrapperSnapshot) -> Double? {
    switch self {
    case .health:
      wrapper.isIdle || !wrapper.isMonitored
        ? nil : Double(Grade(wrapper).rank) * 1000 + Double(CompactFigure.shownScore(wrapper.health.score, scale: 100))
    case .name: 0
    case .success: wrapper.hasRates ? wrapper.range.sums.successRate : nil
    case .errors: wrapper.hasRates ? wrapper.range.sums.errorRate : nil
    case .fallbacks: wrapper.hasRates ? wrapper.range.sums.fallbackRate : nil
    case .p95: wrapper.range.p95Ms
    case .operations: wrapper.isIdle ? nil : wrapper.operationsPerMinute
    case .cost: wrapper.costToday == .zero ? nil : wrapper.costToday.dollars
    case .active: wrapper.totals.active == 0 ? nil : Double(wrapper.totals.active)
    case .lastOperation: wrapper.health.lastActivity.map { Double($0.microseconds) }
    case .budget: wrapper.budget?.shown?.shownShare
    }
  }
}

/// A column and a direction.
package struct SortOrder: Sendable, Equatable {
  package internal(set) var column = SortColumn.health
  package internal(set) var isReversed = false

  /// True if low values stand on top.
  package var isAscending: Bool { column.isAscending != isReversed }

  /// How it goes on, in words: "worst first".
  package var direction: String { isReversed ? column.lastEnd : column.firstEnd }

  /// Sorts places in `wrappers`, which are in the order of their names.
  func sorted(_ places: [Int], of wrappers: [WrapperSnapshot]) -> [Int] {
    if column == .name { return isReversed ? places.reversed() : places }
    var keyed: [(key: Double, place: Int)] = []
    keyed.reserveCapacity(places.count)
    var without: [Int] = []
    for place in places {
      if let key = column.value(wrappers[place]) {
        keyed.append((isAscending ? key : -key, place))
      } else {
        without.append(place)
      }
    }
    keyed.sort { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
    return keyed.map(\.place) + without
  }
}
