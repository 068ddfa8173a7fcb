import Canvas
import Monitoring

/// The last hour of a wrapper as three charts: traffic with its errors, rates, latency.
enum HourCharts {
  static func draw(_ wrapper: WrapperSnapshot, in area: Rect, on grid: inout CellGrid) {
    guard let minutes = wrapper.detail?.minutes, !minutes.isEmpty, area.height >= 3 else { return }
    let charts = [operations(minutes), rates(minutes), latency(minutes)]
    if area.width >= 76 && area.height < 21 {
      let width = (area.width - 4) / 3
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

  private static func operations(_ minutes: [SeriesPoint]) -> Titled {
    var title = Line("ops/min", .traffic, .bold)
    title.add(", of them ", .dim)
    title.add("errors", .error, .bold)
    title.add("  last 1 h", .dim)
    let bars = minutes.map { BarChart.Bar(total: Double($0.totalOperations), errors: Double($0.errorCount)) }
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
