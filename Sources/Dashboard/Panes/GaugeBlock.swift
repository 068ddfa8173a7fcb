import Canvas
import Monitoring

/// The big gauge of a score, with the limits between the grades marked.
enum GaugeBlock {
  static func draw(_ wrapper: WrapperSnapshot, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let grade = Grade(wrapper.health.status)
    let role: Role = wrapper.isIdle ? .dim : grade.role
    let row = area.rows(0, 1)
    grid.draw(Line("health", .dim), in: row)
    let bar = row.columns(8, max(10, min(72, area.width - 8 - 22)))
    let policy = frame.state.policy
    let limits = [policy.unhealthyFrom, policy.degradedFrom, policy.healthyFrom]
    grid.gauge(wrapper.health.score, marks: limits, in: bar, role: role)
    var text = Line(Figures.score(wrapper.health.score, decimals: 3), role, .bold)
    text.add(" " + (wrapper.isIdle ? "when it went idle" : grade.word), role, .bold)
    grid.draw(
      text, in: row.columns(8 + bar.width + 1, area.width - 9 - bar.width))
    guard area.height > 1 else { return }
    let scale = area.rows(1, 1)
    var free = 0
    for limit in [0, policy.unhealthyFrom, policy.degradedFrom, policy.healthyFrom] {
      let label = limit == 0 ? "0" : String(Figures.score(limit).dropLast())
      let at = limit == 0 ? 0 : min(bar.width - 1, Int((limit * Double(bar.width)).rounded()))
      let x = limit == 0 ? 0 : max(0, at - 1)
      guard x >= free else { continue }
      grid.draw(Line(label, .dim), in: scale.columns(8 + x, label.count))
      free = x + label.count + 1
    }
    if bar.width - 1 >= free {
      grid.draw(Line("1", .dim), in: scale.columns(8 + bar.width - 1, 1))
    }
  }
}
