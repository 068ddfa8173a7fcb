import Canvas
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// The metrics of the chosen wrapper.
  static let metrics = KeyMode("metrics", [.view, .ofWrapper, .choosesWrapper])
}

/// The metrics of the chosen wrapper over the time range: numbers summed up, texts and flags by how often they occurred.
struct MetricsPane: BreakdownPane {
  static let modes = [KeyMode.metrics]

  /// How far its lines are scrolled.
  var scroll = BreakdownScroll()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "metrics", "Metrics of the wrapper: resources, quality, custom metrics",
        where: \.isView,
        .look, footer: 8)
    ]
  }

  private static let table = MetricTable(
    "",
    leastName: 16, mostName: 40,
    [
      MetricTable.Column("COUNT", 5), MetricTable.Column("MEAN", 7), MetricTable.Column("MIN", 7, rank: 3),
      MetricTable.Column("P50", 7, rank: 2), MetricTable.Column("P95", 7), MetricTable.Column("MAX", 7, rank: 1),
      MetricTable.Column("LAST", 7, rank: 4),
    ])

  static let empty = [
    "No operation of this time range carried a metric.",
    "quality_score, user_satisfaction, cpu_usage_percent, memory_usage_mb, network_calls and network_latency_ms of"
      + " a record are summed up here, and whatever stands in its custom_metrics. ] takes a longer time range.",
  ]

  static func lines(_ shared: SharedState, _ snapshot: Snapshot?, width: Int) -> [BreakdownLine] {
    guard let wrapper = shared.listing.selected(in: snapshot), let breakdown = wrapper.detail?.breakdown else {
      return []
    }
    let before = shared.markedBreakdown(wrapper, snapshot)
    var lines: [BreakdownLine] = []
    func add(_ title: String, _ numbers: [NumberFigures]) {
      guard !numbers.isEmpty else { return }
      if !lines.isEmpty { lines.append(.blank) }
      var table = table
      table.title = title
      lines.append(.heading(table))
      for number in numbers {
        let was = before?.numbers.first { $0.name == number.name && $0.isCustom == number.isCustom }
        let cells = cells(number, was)
        lines.append(.figures(table, number.name, cells))
        if before != nil { lines.append(.changes(table, cells)) }
      }
    }
    add("RESOURCES, QUALITY", breakdown.numbers.filter { !$0.isCustom })
    add("CUSTOM NUMBERS", breakdown.numbers.filter(\.isCustom))
    for metric in breakdown.values {
      if !lines.isEmpty { lines.append(.blank) }
      let total = metric.values.reduce(UInt64(0)) { $0 &+ $1.count }
      let was = before?.values.first { $0.name == metric.name }
      lines.append(
        .text(
          Line(metric.name, .accent).adding(
            "  \(NumberFormat.grouped(total)) values, \(metric.values.count) different", .dim)))
      for value in metric.values {
        let count = was.map { was in
          Double(was.values.first { $0.value == value.value }?.count ?? 0)
        }
        lines.append(
          .value(
            value.value, share: total == 0 ? 0 : Double(value.count) / Double(total),
            FigureCell(.count, Double(value.count), before: count)))
      }
    }
    return lines
  }

  private static func cells(_ now: NumberFigures, _ was: NumberFigures?) -> [FigureCell] {
    func number(_ key: (NumberFigures) -> Double?) -> FigureCell {
      FigureCell(.number, key(now), before: was.flatMap(key))
    }
    return [
      FigureCell(.count, Double(now.count), before: was.map { Double($0.count) }), number(\.mean), number(\.min),
      number(\.p50), number(\.p95), number(\.max), number(\.last),
    ]
  }
}
