import Canvas
import Monitoring
import PlainText

/// The big gauge of a score, with the limits between the grades marked.
enum GaugeBlock {
  static func draw(_ wrapper: WrapperSnapshot, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let grade = Grade(wrapper.health.status)
    let role: Role = wrapper.isIdle ? .dim : grade.role
    let score = CompactFigure.score(wrapper.health.score, decimals: 3)
    let policy = frame.shared.policy
    let marks = [policy.unhealthyFrom, policy.degradedFrom, policy.healthyFrom].map {
      BigGauge.Mark($0, NumberFormat.fixed($0, 1))
    }
    grid.draw(Line("health", .dim), in: area)
    guard wrapper.isMonitored else {
      let why = Line("not judged: monitoring_enabled is false", .dim)
      return grid.draw(why, in: area.row(0).columns(8, area.width - 8))
    }
    guard wrapper.totals.total > 0 else {
      return grid.draw(Line("nothing to judge yet", .dim), in: area.row(0).columns(8, area.width - 8))
    }
    let gauge = BigGauge(
      wrapper.health.score, role: role, marks: marks,
      label: [Span("\(score) \(wrapper.isIdle ? "when it went idle" : grade.word)", role, .bold)])
    gauge.draw(in: area.columns(8, min(area.width - 8, 90)), on: &grid)
  }
}
