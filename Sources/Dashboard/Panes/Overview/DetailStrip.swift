import Canvas
import Monitoring

/// The wrapper under the cursor in six rows: why its score is what it is, what it may spend, and what went wrong last.
enum DetailStrip {
  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let wrapper = frame.selected else { return }
    DetailView.drawTitle(wrapper, frame, isOpen: false, in: area.rows(0, 1), on: &grid)
    let label = 8
    func draw(_ name: String, _ lines: [Line], at row: Int) {
      grid.draw(Line(name, .dim), in: area.rows(row, 1))
      for (offset, line) in lines.enumerated() {
        grid.draw(line, in: area.rows(row + offset, 1).columns(label, area.width - label))
      }
    }
    let why = Line.wrap(
      ScoreLines.pieces(wrapper, policy: frame.shared.policy, at: frame.moment), width: area.width - label)
    let budget = wrapper.budgetLines(frame).max { $0.grade.rank < $1.grade.rank }
    // With a mark and a budget there is room for the most important of the reasons only.
    let now = budget != nil && frame.isMarked ? 2 : 3
    draw("score", Array(why.prefix(now - 1)), at: 1)
    draw(frame.nowWord, [], at: now)
    grid.draw(DetailView.presence(wrapper, frame), [], in: area.row(now).columns(label, area.width - label))
    if let budget { BudgetBlock.draw(budget, isAlone: false, in: area.row(now + 1), on: &grid) }
    let first = now + (budget == nil ? 1 : 2)
    draw("errors", Array(errors(wrapper, frame).prefix(area.height - first - (frame.isMarked ? 1 : 0))), at: first)
    guard frame.isMarked else { return }
    draw("mark", [], at: 5)
    grid.draw(MarkLine.segments(wrapper, frame), [], in: area.row(5).columns(label, area.width - label))
  }

  private static func errors(_ wrapper: WrapperSnapshot, _ frame: Frame) -> [Line] {
    if let failures = wrapper.detail?.recentFailures, !failures.isEmpty {
      return FailureLines.lines(failures.prefix(2))
    }
    if wrapper.health.lastError != nil { return [LastErrorsView.line(wrapper.health, at: frame.moment, .text)] }
    return [Line("none", .dim)]
  }
}
