import Canvas
import Events
import Monitoring

/// The newest failures of a wrapper, and how many ended in which way.
enum FailuresBlock {
  /// - Parameter open: the pane that scrolls them, if the wrapper has the screen for itself.
  static func draw(
    _ wrapper: WrapperSnapshot, _ frame: Frame, _ open: DetailPane?, in area: Rect, on grid: inout CellGrid
  ) {
    guard !area.isEmpty else { return }
    grid.pace(area, urgent: [wrapper.name, wrapper.health.lastError == nil])
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
      ends.add(Line.figure(CompactFigure.compact(Double(count)), word))
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
    return frame.shared.pause == nil ? "..." : "not in the held picture; Space goes on"
  }
}

/// Failures as lines: when, what code, how long, what was said.
enum FailureLines {
  /// A line for each failure, with the parts under one another.
  static func lines(_ failures: some Collection<OperationRecord>) -> [Line] {
    let codes = failures.map { $0.errorCode ?? $0.status.rawValue }
    let width = min(widestCode, codes.map { DisplayWidth.of($0) }.max() ?? 0)
    return zip(failures, codes).map { line($0, code: $1, width: width) }
  }

  private static let widestCode = 16

  private static func line(_ failure: OperationRecord, code: String, width: Int) -> Line {
    var line = Line(failure.end.clock + "Z ", .dim)
    line.add(SafeText(code).truncated(to: width, .tail).string, .critical, .bold)
    line.pad(to: 10 + width + 1)
    let duration = CompactFigure.duration(failure.durationMs)
    line.add(String(repeating: " ", count: max(0, 5 - duration.utf8.count)) + duration + " ", .latency)
    if failure.fallbackUsed { line.add("after a fallback: ", .fallback) }
    line.add(failure.errorMessage ?? "(no message)", failure.errorMessage == nil ? .dim : .text)
    return line
  }
}
