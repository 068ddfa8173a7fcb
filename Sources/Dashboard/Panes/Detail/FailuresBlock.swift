import Canvas
import Monitoring

/// The newest failures of a wrapper, and how many ended in which way.
enum FailuresBlock {
  /// - Parameter open: the pane that scrolls them, if the wrapper has the screen for itself.
  static func draw(
    _ wrapper: WrapperSnapshot, _ frame: Frame, _ open: DetailPane?, in area: Rect, on grid: inout CellGrid
  ) {
    guard !area.isEmpty else { return }
    let failures = wrapper.detail?.recentFailures ?? []
    var title = Line("recent errors", .title, .bold)
    let offset = min(open?.errors.line ?? 0, max(0, failures.count - 1))
    let shown = min(area.height - 1, failures.count - offset)
    if shown < failures.count && shown > 0 {
      title.add("  \(offset + 1) to \(offset + shown) of \(failures.count)", .dim)
      if open != nil { title.add(", pgdn pgup", .dim) }
    }
    var ends = Line()
    let totals = wrapper.totals
    for (count, word) in [
      (totals.timeouts, "timed out"), (totals.cancelled, "cancelled"), (totals.abandoned, "abandoned"),
    ]
    where count > 0 {
      if ends.width > 0 { ends.add("  ", .dim) }
      ends.add(HeaderView.figure(CompactFigure.compact(Double(count)), word))
    }
    if ends.width > 0 { ends.add(" in all", .dim) }
    grid.draw(
      [Segment(title, rank: 0)], [Segment(ends, rank: 1)], in: area.rows(0, 1))
    if failures.isEmpty {
      grid.draw(Line(nothing(wrapper, frame), .dim), in: area.rows(1, 1))
    }
    let lines = FailureLines.lines(failures.dropFirst(offset).prefix(max(0, area.height - 1)))
    for (row, line) in lines.enumerated() { grid.draw(line, in: area.row(row + 1)) }
  }

  private static func nothing(_ wrapper: WrapperSnapshot, _ frame: Frame) -> String {
    if wrapper.detail != nil { return "none kept" }
    return frame.state.pause == nil ? "..." : "not in the held picture; Space goes on"
  }
}
