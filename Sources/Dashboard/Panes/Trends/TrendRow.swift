import Canvas
import Events
import Monitoring
import Snapshots

/// A trend and the wrapper whose it is.
struct TrendRow {
  var wrapper: WrapperSnapshot
  var trend: Trend

  /// What a row is about.
  struct ID: Sendable, Equatable {
    var wrapper: String
    var metric: Trend.Metric
  }

  /// What identifies it among all trends.
  var id: ID { ID(wrapper: wrapper.name, metric: trend.metric) }

  /// All trends of a snapshot: what has got worse first, then by how unlikely they are.
  static func rows(_ snapshot: Snapshot?) -> [TrendRow] {
    let wrappers = snapshot?.monitor.wrappers ?? []
    let rows = wrappers.flatMap { wrapper in wrapper.trends.map { TrendRow(wrapper: wrapper, trend: $0) } }
    // Equal ones keep the order of names.
    return rows.enumerated().sorted { a, b in
      let (first, second) = (a.element.trend, b.element.trend)
      if first.isRegression != second.isRegression { return first.isRegression }
      let (far, near) = (first.deviations.magnitude, second.deviations.magnitude)
      return far == near ? a.offset < b.offset : far > near
    }.map(\.element)
  }
}

extension Trend.Metric {
  /// What it is called on the screen.
  var title: String {
    switch self {
    case .errorRate: "error rate"
    case .fallbackRate: "fallback rate"
    case .p95: "p95 latency"
    case .costPerOperation: "cost per operation"
    }
  }

  /// Its value as text.
  func text(_ value: Double) -> String {
    switch self {
    case .errorRate, .fallbackRate: CompactFigure.percent(value) + "%"
    case .p95: CompactFigure.duration(value)
    case .costPerOperation: NumberFormat.dollars(nanodollars: Money(dollars: value).nanodollars)
    }
  }
}
