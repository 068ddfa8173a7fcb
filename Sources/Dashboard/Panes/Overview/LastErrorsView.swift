import Canvas
import Events
import Monitoring

/// The newest error of every listed wrapper in full, where the list leaves room: all causes at a glance.
enum LastErrorsView {
  /// The fewest rows with which it is worth while.
  static let leastRows = 5

  /// The newest error of a wrapper behind how long ago it was; empty if there was none.
  static func line(_ health: WrapperHealth, at moment: Moment, _ role: Role) -> Line {
    guard let error = health.lastError else { return Line() }
    let age = health.lastErrorTime.map { moment.shortAge(of: $0) + " " } ?? ""
    return Line(age, .dim).adding(error, role)
  }

  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let wrappers = frame.snapshot?.monitor.wrappers ?? []
    let failing = frame.shared.listing.rows.lazy.compactMap { wrappers.indices.contains($0) ? wrappers[$0] : nil }
      .filter { $0.health.lastError != nil }
    let room = area.height - 1
    let shown = Array(failing.prefix(room))
    grid.titleRule(
      [Segment(Line("last error of each wrapper", .title, .bold), rank: 0)],
      [Segment(Line("with its age", .dim), rank: 1)], in: area.row(0))
    guard !shown.isEmpty else {
      grid.draw(Line("none", .dim), in: area.row(1).columns(1, area.width - 1))
      return
    }
    let nameWidth = min(28, shown.map { DisplayWidth.of($0.name) }.max() ?? 0)
    for (row, wrapper) in shown.enumerated() {
      let grade = Grade(wrapper)
      grid.pace(area.row(1 + row), .slow, urgent: [wrapper.name, grade])
      let y = area.y + 1 + row
      grid.write(grade.word, x: area.x + 1, y: y, width: Grade.wordWidth, style: Style(grade.role))
      grid.write(
        wrapper.name, x: area.x + 2 + Grade.wordWidth, y: y, width: nameWidth, style: Style(.accent),
        truncation: .middle)
      let start = 3 + Grade.wordWidth + nameWidth
      grid.draw(line(wrapper.health, at: frame.moment, .text), in: area.row(1 + row).columns(start, area.width - start))
    }
  }
}
