import Canvas
import Events
import Monitoring

/// The wrapper under the cursor in six rows: why its score is what it is, what it may spend, and what went wrong last.
enum DetailStrip {
  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let wrapper = frame.selected else { return }
    DetailView.drawTitle(wrapper, frame, isOpen: false, in: area.rows(0, 1), on: &grid)
    let label = 8
    func draw(_ name: String, _ lines: [Line], at row: Int, if isShown: Bool = true) {
      guard isShown else { return }
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
    let alerts = AlertsBlock.lines(wrapper.name, frame, rows: 1)
    draw("alerts", alerts, at: 1, if: !alerts.isEmpty)
    draw("score", Array(why.prefix(now - 1 - alerts.count)), at: 1 + alerts.count, if: now > 1 + alerts.count)
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
