import Canvas
import Monitoring

/// The last hour of a wrapper as three charts: traffic with its errors, rates, latency.
enum HourCharts {
  static func draw(_ wrapper: WrapperSnapshot, in area: Rect, on grid: inout CellGrid) {
    guard let minutes = wrapper.detail?.minutes, !minutes.isEmpty, area.height >= 4 else { return }
    guard minutes.contains(where: { $0.totalOperations > 0 }) else {
      grid.draw(Line("no operation in the last 1 h: nothing to draw", .dim), in: area.row(0))
      return
    }
    let isSplit = area.width >= 76 && area.height < 21
    let count = isSplit ? 1 : min(3, max(1, area.height / 5))
    let share = isSplit ? (area.width - 4) / 3 : area.width
    // As many columns as fill whole bars, so that the same minute stands at the same place in charts below one another.
    let columns = max(1, share - axisWidth)
    let step = (minutes.count + columns - 1) / columns
    let bars = (minutes.count + step - 1) / step
    let width = min(share, columns / bars * bars + axisWidth)
    let charts = [operations(minutes, step: step, glyphs: grid.glyphs), rates(minutes), latency(minutes)]
    for (place, chart) in charts.prefix(isSplit ? 3 : count).enumerated() {
      let height = area.height / count
      let part = isSplit ? area.columns(place * (share + 2), share) : area.rows(place * height, height)
      draw(chart, width: isSplit && chart.legend == nil ? share : width, in: part, on: &grid)
    }
  }

  /// A chart whose first row names what it shows; the unit and the window stand at the end of that row.
  private struct Titled {
    var legend: Line?
    var note: String
    var chart: any Widget
  }

  private static func draw(_ chart: Titled, width: Int, in area: Rect, on grid: inout CellGrid) {
    let note = Line(chart.note, .dim)
    let top = area.row(0)
    let area = area.columns(0, width)
    if let legend = chart.legend {
      grid.draw(legend, in: top)
      chart.chart.draw(in: area.rows(1, area.height - 1), on: &grid)
    } else {
      chart.chart.draw(in: area, on: &grid)
    }
    let end = min(top.width, max(width, 25))
    grid.draw(note, in: top.columns(end - note.width, note.width))
  }

  // What the vertical axis takes with labels of up to four characters.
  private static let axisWidth = 6

  // Neighbouring minutes share a bar, their mean, where there are more of them than columns: the hour is always whole.
  private static func operations(_ minutes: [SeriesPoint], step: Int, glyphs: GlyphSet) -> Titled {
    let bars = stride(from: 0, to: minutes.count, by: step).map { first in
      let group = minutes[first..<min(first + step, minutes.count)]
      func mean(_ count: KeyPath<SeriesPoint, UInt64>) -> Double {
        group.reduce(0) { $0 + Double($1[keyPath: count]) } / Double(group.count)
      }
      return BarChart.Bar(total: mean(\.totalOperations), errors: mean(\.errorCount))
    }
    var legend = Line(String(glyphs.column(eighths: 8)), .traffic)
    legend.add(" ops/min  ", .dim)
    legend.add(String(glyphs.errorColumn), .error)
    legend.add(" errors", .dim)
    return Titled(legend: legend, note: "1 h", chart: BarChart(bars, minutes: Double(minutes.count)))
  }

  private static func rates(_ minutes: [SeriesPoint]) -> Titled {
    func series(_ name: String, _ style: Style, _ rate: (SeriesPoint) -> Double) -> Chart.Series {
      Chart.Series(name, minutes.map { $0.totalOperations == 0 ? nil : rate($0) }, style: style)
    }
    let lines = [
      series("ok", Style(.healthy), \.successRate), series("fb", Style(.fallback), \.fallbackRate),
      series("err", Style(.error, .bold), \.errorRate),
    ]
    return Titled(
      note: "1 h", chart: Chart(lines, axis: ValueAxis(.rate, maximum: 1), minutes: Double(minutes.count)))
  }

  private static func latency(_ minutes: [SeriesPoint]) -> Titled {
    let lines = [
      Chart.Series("p50", minutes.map(\.p50Ms), style: Style(.text)),
      Chart.Series("p95", minutes.map(\.p95Ms), style: Style(.latency, .bold)),
    ]
    return Titled(note: "1 h", chart: Chart(lines, axis: ValueAxis(.milliseconds), minutes: Double(minutes.count)))
  }
}
