import Canvas
import Monitoring
extension CellGrid {
  mutating func bar(_ share: Double, in area: Rect, role: Role) {
    let filled = Int(share * Double(area.width))
    for i in 0..<area.width { self[area.x + i, area.y] = Cell(i < filled ? glyphs.gaugeCell(eighths: 8) : glyphs.gaugeTrack, style: Style(i < filled ? role : .track)) }
  }
  mutating func gauge(_ share: Double, marks: [Double], in area: Rect, role: Role) { bar(share, in: area, role: role) }
  mutating func spark(_ values: [Double], top: Double, in area: Rect, role: Role) {
    guard top > 0, !values.isEmpty, area.width > 0 else { return }
    for i in 0..<area.width {
      let v = values[i * values.count / area.width]
      self[area.x + i, area.y] = Cell(glyphs.column(eighths: max(1, Int(v / top * 8))), style: Style(role))
    }
  }
}
struct HourChart { let title: Line
  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) { grid.draw(title, in: area.rows(0, 1)) } }
extension HourCharts {
  static func operations(_ m: [Monitoring.SeriesPoint]) -> HourChart { HourChart(title: Line("ops/min, last 1 h")) }
  static func rates(_ m: [Monitoring.SeriesPoint]) -> HourChart { HourChart(title: Line("rates %, last 1 h")) }
  static func latency(_ m: [Monitoring.SeriesPoint]) -> HourChart { HourChart(title: Line("latency, last 1 h")) }
}
