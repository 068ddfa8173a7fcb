import Canvas
import Events
import Monitoring

/// What a wrapper did in three windows, one under the other, so that now can be compared with before.
enum FiguresTable {
  static let rows = 4
  static let width = 68

  /// One window.
  private struct Window {
    var name: String
    var total, failed, fallback: UInt64
    var success: Double
    var mean, p50, p95, p99: Double?
    var cost: Money?

    func share(_ count: UInt64) -> Double? { total == 0 ? nil : Double(count) / Double(total) }
  }

  private static let headings = ["", "OPS", "OK%", "ERR%", "FB%", "MEAN", "P50", "P95", "P99", "COST"]
  private static let ends = [9, 16, 22, 28, 34, 41, 47, 53, 59, 68]

  static func draw(_ wrapper: WrapperSnapshot, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    draw(headings.map { Line($0, .dim) }, in: area.rows(0, 1), frame, on: &grid)
    for (row, window) in windows(wrapper).enumerated() {
      draw(cells(window), in: area.rows(row + 1, 1), frame, on: &grid)
    }
  }

  private static func windows(_ wrapper: WrapperSnapshot) -> [Window] {
    let health = wrapper.health, totals = wrapper.totals
    var windows = [
      Window(
        name: "last 1 h", total: health.totalOperations, failed: health.failedOperations,
        fallback: health.fallbackOperations, success: health.successRate, mean: health.averageDurationMs,
        p50: wrapper.detail?.p50LastHourMs, p95: wrapper.p95LastHourMs, p99: wrapper.detail?.p99LastHourMs,
        cost: wrapper.detail.map(costOfHour))
    ]
    if let stats = wrapper.detail?.stats {
      windows.append(
        Window(
          name: "last 24 h", total: stats.totalOperations, failed: stats.failedOperations,
          fallback: stats.fallbackOperations, success: stats.successRate, mean: stats.averageDurationMs,
          p50: stats.p50Ms, p95: stats.p95Ms, p99: stats.p99Ms, cost: wrapper.detail?.costLastDay))
    }
    let measured = totals.durationSumNanoseconds > 0 && totals.total > 0
    windows.append(
      Window(
        name: "in all", total: totals.total, failed: totals.failed, fallback: totals.fallback,
        success: totals.total == 0 ? 1 : Double(totals.successful) / Double(totals.total),
        mean: measured ? Double(totals.durationSumNanoseconds) / Double(totals.total) / 1e6 : nil,
        p50: totals.p50Ms, p95: totals.p95Ms, p99: totals.p99Ms, cost: totals.cost))
    return windows
  }

  private static func costOfHour(_ detail: WrapperDetail) -> Money { detail.minutes.reduce(.zero) { $0 + $1.cost } }

  private static func cells(_ window: Window) -> [Line] {
    func figure(_ text: String, _ role: Role = .text) -> Line { Line(text, text == CompactFigure.none ? .dim : role) }
    let success = window.total == 0 ? nil : window.success
    return [
      Line(window.name, .dim),
      figure(CompactFigure.compact(Double(window.total))),
      figure(CompactFigure.percent(success)),
      figure(CompactFigure.percent(window.share(window.failed)), window.failed > 0 ? .error : .text),
      figure(CompactFigure.percent(window.share(window.fallback)), window.fallback > 0 ? .fallback : .text),
      figure(CompactFigure.duration(window.mean)), figure(CompactFigure.duration(window.p50)),
      figure(CompactFigure.duration(window.p95)), figure(CompactFigure.duration(window.p99)),
      figure(window.cost.map(CompactFigure.money) ?? CompactFigure.none, .cost),
    ]
  }

  private static func draw(_ cells: [Line], in row: Rect, _ frame: Frame, on grid: inout CellGrid) {
    for (cell, end) in zip(cells, ends) where end <= row.width {
      let x = end == ends[0] ? 0 : end - cell.width
      grid.draw(cell, in: row.columns(x, cell.width))
    }
  }
}
