import Formatting
import Events
import Monitoring

extension CostPage {
  /// A column for each day of the zone, those without costs included; nil where nothing was spent.
  func dayChart(_ analysis: CostAnalysis) -> Chart? {
    guard let first = analysis.days.first, let last = analysis.days.last else { return nil }
    var days: [Int64: CostSum] = [:]
    for day in analysis.days { days[time.dayNumber(day.begin), default: .zero] += day.costs }
    let newest = time.dayNumber(last.begin)
    let numbers = max(time.dayNumber(first.begin), newest - Int64(ColumnChart.most) + 1)...newest
    let costs = numbers.map { (LocalTime.utc.day(Timestamp(seconds: $0 * 86400)), days[$0] ?? .zero) }
    return columns(
      costs.map { (String($0.0.dropFirst(5)), $0.1) }, title: "Cost by day", unit: "Day", names: costs.map(\.0))
  }

  /// A column for each hour of a range of up to three days; for each hour of the clock, summed over the days, of a longer one.
  func hourChart(_ analysis: CostAnalysis) -> Chart? {
    guard let first = analysis.hours.first, let last = analysis.hours.last else { return nil }
    let hours = (last.begin.seconds - first.begin.seconds) / 3600
    guard hours < 72 else {
      var byClock = [CostSum](repeating: .zero, count: 24)
      for hour in analysis.hours { byClock[time.hour(hour.begin)] += hour.costs }
      let names = (0..<24).map { $0 < 10 ? "0\($0):00" : "\($0):00" }
      return columns(Array(zip(names, byClock)), title: "Cost by hour of the day", unit: "Hour", names: names)
    }
    var costs: [Int64: CostSum] = [:]
    for hour in analysis.hours {
      costs[(hour.begin.seconds - first.begin.seconds) / 3600, default: .zero] += hour.costs
    }
    let begins = (0...hours).map { first.begin.advanced(seconds: $0 * 3600) }
    return columns(
      begins.enumerated().map { (time.clock($1), costs[Int64($0)] ?? .zero) }, title: "Cost by hour", unit: "Hour",
      names: begins.map(time.minute))
  }

  private func columns(
    _ costs: [(label: String, cost: CostSum)], title: String, unit: String, names: [String]
  ) -> Chart? {
    guard let most = costs.indices.max(by: { costs[$0].cost.amount < costs[$1].cost.amount }),
      costs[most].cost.amount > .zero
    else {
      return nil
    }
    let columns = zip(costs, names).map { cost, name in
      ColumnChart.Column(
        label: cost.label, name: name, value: cost.cost.amount.dollars, text: CostText.cost(cost.cost))
    }
    let sum = costs.reduce(CostSum.zero) { $0 + $1.cost }
    return Chart(
      title: title,
      summary: "\(CostText.cost(sum)) in all; most at \(names[most]): \(CostText.cost(costs[most].cost)).",
      content: .columns(
        ColumnChart(
          unit: unit, columns: columns, scale: Scale(over: columns.map(\.value)) { CostText.round($0) })))
  }
}

extension LocalTime {
  /// Clocks that show UTC.
  static let utc = LocalTime(zone: .utc)
}
