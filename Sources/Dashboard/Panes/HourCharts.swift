import Canvas
import Monitoring

/// The last hour of a wrapper as three charts: traffic with its errors, rates, latency.
enum HourCharts {
  static func draw(_ wrapper: WrapperSnapshot, in area: Rect, on grid: inout CellGrid) {
    guard let minutes = wrapper.detail?.minutes, !minutes.isEmpty, area.height >= 3 else { return }
    let isSplit = area.width >= 76 && area.height < 21
    let width = isSplit ? (area.width - 4) / 3 : area.width
    let charts = [operations(minutes, columns: width - axisWidth), rates(minutes), latency(minutes)]
    if isSplit {
      for (place, chart) in charts.enumerated() {
        draw(chart, in: area.columns(place * (width + 2), width), on: &grid)
      }
    } else {
      let count = min(charts.count, max(1, area.height / 5))
      let height = area.height / count
      for (place, chart) in charts.prefix(count).enumerated() {
        draw(chart, in: area.rows(place * height, height), on: &grid)
      }
    }
  }

  /// A chart under a line that says what it shows, and in which unit.
  private struct Titled {
    var title: Line
    var chart: any Widget
  }

  private static func draw(_ chart: Titled, in area: Rect, on grid: inout CellGrid) {
    grid.draw(chart.title, in: area.row(0))
    chart.chart.draw(in: area.rows(1, area.height - 1), on: &grid)
  }

  // What the vertical axis takes, at most.
  private static let axisWidth = 7

  // Neighbouring minutes share a bar, their mean, where there are more of them than columns: the hour is always whole.
  private static func operations(_ minutes: [SeriesPoint], columns: Int) -> Titled {
    var title = Line("ops/min", .traffic, .bold)
    title.add(", of them ", .dim)
    title.add("errors", .error, .bold)
    title.add("  last 1 h", .dim)
    let step = (minutes.count + max(1, columns) - 1) / max(1, columns)
    let bars = stride(from: 0, to: minutes.count, by: step).map { first in
      let group = minutes[first..<min(first + step, minutes.count)]
      func mean(_ count: KeyPath<SeriesPoint, UInt64>) -> Double {
        group.reduce(0) { $0 + Double($1[keyPath: count]) } / Double(group.count)
      }
      return BarChart.Bar(total: mean(\.totalOperations), errors: mean(\.errorCount))
    }
    return Titled(title: title, chart: BarChart(bars, minutes: Double(minutes.count)))
  }

  private static func rates(_ minutes: [SeriesPoint]) -> Titled {
    var title = Line("ok", .healthy, .bold)
    title.add(" ", .dim)
    title.add("errors", .error, .bold)
    title.add(" ", .dim)
    title.add("fallbacks", .fallback, .bold)
    title.add(" %  last 1 h", .dim)
    func series(_ name: String, _ role: Role, _ rate: (SeriesPoint) -> Double) -> Chart.Series {
      Chart.Series(name, minutes.map { $0.totalOperations == 0 ? nil : rate($0) }, style: Style(role))
    }
    let lines = [
      series("ok", .healthy, \.successRate), series("fallbacks", .fallback, \.fallbackRate),
      series("errors", .error, \.errorRate),
    ]
    return Titled(
      title: title,
      chart: Chart(lines, axis: ValueAxis(.rate, maximum: 1), minutes: Double(minutes.count), showsLegend: false))
  }

  private static func latency(_ minutes: [SeriesPoint]) -> Titled {
    var title = Line("latency ", .dim)
    title.add("p95", .latency, .bold)
    title.add(" ", .dim)
    title.add("p50", .accent, .bold)
    title.add("  last 1 h", .dim)
    let lines = [
      Chart.Series("p95", minutes.map(\.p95Ms), style: Style(.latency)),
      Chart.Series("p50", minutes.map(\.p50Ms), style: Style(.accent)),
    ]
    return Titled(
      title: title,
      chart: Chart(lines, axis: ValueAxis(.milliseconds), minutes: Double(minutes.count), showsLegend: false))
  }
}
