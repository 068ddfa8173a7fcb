import Canvas
import Events
import Monitoring
import Snapshots

/// The time range of a wrapper as three charts: traffic with its errors, rates, latency.
struct RangeCharts {
  private let wrapper: WrapperSnapshot
  private let points: [SeriesPoint]
  private let frame: Frame
  private let range: TimeRange
  /// Where the axis of time ends; nil if it counts back from now.
  private let end: TimeEnd?
  /// When alerts of the wrapper fired and ended.
  private let marks: [TimeMark]

  init(_ wrapper: WrapperSnapshot, _ frame: Frame) {
    self.wrapper = wrapper
    self.frame = frame
    range = frame.range
    points = wrapper.points(of: range)
    let snapshot = frame.snapshot
    let isPast = snapshot?.isPast ?? false
    let countsBack = !isPast && range.seconds <= TimeRange.day.seconds
    end = countsBack ? nil : snapshot.map { TimeEnd(seconds: $0.at.seconds, isNow: !isPast) }
    marks = Self.marks(wrapper.name, snapshot, seconds: range.seconds)
  }

  private static func marks(_ wrapper: String, _ snapshot: Snapshot?, seconds: Int64) -> [TimeMark] {
    guard let snapshot else { return [] }
    let begin = snapshot.at.advanced(seconds: -seconds)
    func mark(_ instant: Timestamp?, isBegin: Bool, _ role: Role) -> TimeMark? {
      guard let instant, instant >= begin, instant <= snapshot.at else { return nil }
      let ago = snapshot.at.milliseconds(since: instant) / 60_000
      return TimeMark(minutesAgo: ago, isBegin: isBegin, role: role)
    }
    let alerts = snapshot.alerts
    let over = alerts.ended.filter { $0.subject.wrapper == wrapper && ($0.resolvedAt ?? begin) >= begin }
    let open = alerts.items.indices.filter { alerts.items[$0].alert.subject.wrapper == wrapper }
      .map { alerts.items[$0].alert }
    return (over + open).flatMap { alert in
      [
        mark(alert.firedAt, isBegin: true, alert.severity.role), mark(alert.resolvedAt, isBegin: false, .healthy),
      ].compactMap(\.self)
    }
  }

  func draw(in area: Rect, on grid: inout CellGrid) {
    guard !points.isEmpty, area.height >= 4 else { return }
    grid.pace(area, .slow, urgent: [wrapper.name, range])
    guard points.contains(where: { $0.sums.operations > 0 }) else {
      let text = end.map { !$0.isNow } ?? false ? "in the \(range.name) before" : "in the last \(range.name)"
      grid.draw(Line("no operation \(text): nothing to draw", .dim), in: area.row(0))
      return
    }
    let isSplit = area.width >= 76 && area.height < 21
    let count = isSplit ? 1 : min(3, max(1, area.height / 5))
    let share = isSplit ? (area.width - 4) / 3 : area.width
    // As many columns as fill whole bars, so that the same instant stands at the same place in charts below one another.
    let columns = max(1, share - Self.axisWidth)
    let step = (points.count + columns - 1) / columns
    let bars = (points.count + step - 1) / step
    let width = min(share, columns / bars * bars + Self.axisWidth)
    let charts = [operations(step: step, width: share, glyphs: grid.glyphs), rates, latency]
    for (place, chart) in charts.prefix(isSplit ? 3 : count).enumerated() {
      let height = area.height / count
      let part = isSplit ? area.columns(place * (share + 2), share) : area.rows(place * height, height)
      draw(chart, width: isSplit && chart.legend == nil ? share : width, in: part, on: &grid)
    }
  }

  /// A chart whose first row names what it shows; the time range stands at the end of that row.
  private struct Titled {
    var legend: Line?
    var chart: any Widget
  }

  private func draw(_ chart: Titled, width: Int, in area: Rect, on grid: inout CellGrid) {
    let note = Line(range.name, .dim)
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

  // Where nothing finer is kept, points are longer than the range asks for.
  private var pointLength: Int64 {
    points.count > 1 ? max(1, points[1].timestamp.seconds - points[0].timestamp.seconds) : range.step
  }

  private var minutes: Double { Double(range.seconds) / 60 }

  // Neighbouring points share a bar, their mean, where there are more of them than columns: the range is always whole.
  private func operations(step: Int, width: Int, glyphs: GlyphSet) -> Titled {
    let perMinute = 60 / Double(pointLength)
    let totals = CurrentStep(points.map { Double($0.sums.operations) }, of: wrapper, frame, length: pointLength).values
    let bars = stride(from: 0, to: points.count, by: step).map { first in
      let group = points[first..<min(first + step, points.count)]
      func mean(_ values: some Sequence<Double>) -> Double {
        values.reduce(0, +) / Double(group.count) * perMinute
      }
      return BarChart.Bar(
        total: mean(totals[group.indices]), errors: mean(group.lazy.map { Double($0.failedWithoutFallback) }))
    }
    var legend = Line(String(glyphs.column(eighths: 8)), .traffic)
    legend.add(" ops/min  ", .dim)
    legend.add(String(glyphs.errorColumn), .error)
    legend.add(" errors", .dim)
    for isBegin in [true, false] {
      guard let mark = marks.first(where: { $0.isBegin == isBegin }) else { continue }
      legend.add("  \(isBegin ? glyphs.begin : glyphs.end)", mark.role, .bold)
      // Where there is little room, the signs have to do behind the first word.
      if width >= 60 { legend.add(isBegin ? " alert fired" : " alert ended", .dim) }
    }
    if width < 60, !marks.isEmpty { legend.add(" alert", .dim) }
    var chart = BarChart(bars, minutes: minutes, end: end)
    chart.marks = marks
    return Titled(legend: legend, chart: chart)
  }

  private var rates: Titled {
    func series(_ name: String, _ style: Style, _ rate: (SeriesPoint) -> Double) -> Chart.Series {
      Chart.Series(name, points.map { $0.sums.operations == 0 ? nil : rate($0) }, style: style)
    }
    let lines = [
      series("ok", Style(.healthy), \.sums.successRate), series("fb", Style(.fallback), \.sums.fallbackRate),
      series("err", Style(.error, .bold), \.errorRate),
    ]
    return Titled(chart: chart(lines, ValueAxis(.rate, maximum: 1)))
  }

  // Points of 10 s keep sums only: their mean takes the place of quantiles.
  private var latency: Titled {
    let lines =
      points.allSatisfy { $0.p95Ms == nil }
      ? [Chart.Series("mean", points.map(\.sums.averageDurationMs), style: Style(.latency, .bold))]
      : [
        Chart.Series("p50", points.map(\.p50Ms), style: Style(.text)),
        Chart.Series("p95", points.map(\.p95Ms), style: Style(.latency, .bold)),
      ]
    return Titled(chart: chart(lines, ValueAxis(.milliseconds)))
  }

  private func chart(_ lines: [Chart.Series], _ axis: ValueAxis) -> Chart {
    var chart = Chart(lines, axis: axis, minutes: minutes, end: end)
    chart.marks = marks
    return chart
  }
}

extension WrapperSnapshot {
  /// The points of a time range, oldest first; none where the detail was not asked for.
  func points(of range: TimeRange) -> [SeriesPoint] {
    guard let detail else { return [] }
    return detail.series.isEmpty && range == .hour ? detail.minutes : detail.series
  }

  /// The operations of a time range, oldest first, and those of them that failed: what the list draws as lines.
  func lines(_ frame: Frame) -> (traffic: CurrentStep, failures: [Double]) {
    guard frame.range != .hour else {
      return (CurrentStep(traffic.map(Double.init), of: self, frame), failures.map(Double.init))
    }
    let points = points(of: frame.range)
    return (
      CurrentStep(points.map { Double($0.sums.operations) }, of: self, frame),
      points.map { Double($0.failedWithoutFallback) }
    )
  }

  /// False where nothing was completed in the time range: there is nothing to take a rate of.
  var hasRates: Bool { range.sums.operations > 0 }
}
