import Canvas
import Monitoring

/// The last hour of a wrapper as three charts: traffic with its errors, rates, latency.
enum HourCharts {
  static func draw(_ wrapper: WrapperSnapshot, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let minutes = wrapper.detail?.minutes, !minutes.isEmpty, area.height >= 3 else { return }
    let charts = [operations(minutes), rates(minutes), latency(minutes)]
    if area.width >= 76 && area.height < 21 {
      let width = (area.width - 4) / 3
      for (place, chart) in charts.enumerated() {
        chart.draw(frame, in: area.columns(place * (width + 2), width), on: &grid)
      }
    } else {
      let count = min(charts.count, max(1, area.height / 5))
      let height = area.height / count
      for (place, chart) in charts.prefix(count).enumerated() {
        chart.draw(frame, in: area.rows(place * height, height), on: &grid)
      }
    }
  }
}
