import Canvas
import Events
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

/// The budgets of a wrapper, the day's and the month's: a gauge each, and where the spending leads.
struct BudgetBlock {
  private let lines: [BudgetLines]
  private let remark: Line?
  private let reasons: [[Line]]

  /// The columns that names take at the left edge of the detail.
  private static let indent = 8
  /// The columns of a gauge beside everything else.
  private static let narrowGauge = 12
  /// The most columns of a gauge in a line of its own.
  private static let widestGauge = 60

  /// - Parameters:
  ///   - width: the columns that there are.
  ///   - explains: true to show how it comes about below each gauge.
  init(_ wrapper: WrapperSnapshot, _ frame: Frame, width: Int, explains: Bool) {
    lines = wrapper.budgetLines(frame)
    remark = explains && !lines.isEmpty ? wrapper.costRemark : nil
    reasons = lines.map { explains ? Line.wrap($0.pieces, width: width - Self.indent) : [] }
  }

  /// How the budgets stand.
  var grades: [BudgetGrade] { lines.map(\.grade) }

  /// How many rows it fills; none for a wrapper without a budget.
  var rows: Int { lines.count + reasons.reduce(0) { $0 + $1.count } + (remark == nil ? 0 : 1) }

  func draw(in area: Rect, on grid: inout CellGrid) {
    var y = 0
    for (line, reasons) in zip(lines, reasons) {
      Self.draw(line, isAlone: !reasons.isEmpty, in: area.rows(y, 1), on: &grid)
      y += 1
      for reason in reasons {
        grid.draw(reason, in: area.rows(y, 1).columns(Self.indent, area.width - Self.indent))
        y += 1
      }
    }
    if let remark { grid.draw(remark, in: area.rows(y, 1).columns(Self.indent, area.width - Self.indent)) }
  }

  /// One budget in a row.
  static func draw(_ budget: BudgetLines, isAlone: Bool, in row: Rect, on grid: inout CellGrid) {
    grid.draw(Line(budget.name, .dim), in: row)
    let inner = row.columns(indent, row.width - indent)
    let gauge = isAlone ? max(narrowGauge, min(widestGauge, inner.width - budget.label.width - 1)) : narrowGauge
    BudgetGauge(budget.period).draw(in: inner.columns(0, gauge), on: &grid)
    let rest = inner.columns(gauge + 1, inner.width - gauge - 1)
    grid.draw(isAlone ? [Segment(budget.label, rank: 0)] : budget.summary, [], in: rest)
  }
}

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

/// What has changed since the mark in those figures of a wrapper that are not in the table of windows.
enum MarkLine {
  static func segments(_ wrapper: WrapperSnapshot, _ frame: Frame) -> [Segment] {
    guard frame.isMarked else { return [] }
    guard let before = frame.marked(wrapper) else {
      return [Segment(Line("not known at the mark: all of it is new", .dim), rank: 0)]
    }
    let score = FigureCell(.score, wrapper.health.score, before: before.health.score, worse: .lower)
    let operations = FigureCell(.count, wrapper.operationsPerMinute, before: before.operationsPerMinute)
    let active = FigureCell(.tiny, Double(wrapper.totals.active), before: Double(before.totals.active), worse: .higher)
    let cost = FigureCell(.money, wrapper.costToday.dollars, before: before.costToday.dollars)
    var segments = [Segment(change(score, "score"), rank: 0)]
    if Grade(before) != Grade(wrapper) {
      let was = Line("was ", .dim).adding(Grade(before).word, Grade(before).role)
      segments.append(Segment(was, rank: 1))
    }
    segments += [
      Segment(change(operations, "ops in 60 s"), rank: 2), Segment(change(active, "active"), rank: 3),
    ]
    // A new day begins at zero.
    if frame.isMarkOfToday, wrapper.tracksCosts { segments.append(Segment(change(cost, frame.dayWord), rank: 4)) }
    return segments
  }

  private static func change(_ cell: FigureCell, _ name: String) -> Line {
    var line = cell.change
    line.add(" " + name, .dim)
    return line
  }
}

/// How much of a plan is used, where the source of a wrapper tells it.
enum PlanLine {
  /// From here on, what is left may not last.
  private static let high = 80.0

  /// Nil if nothing is known.
  static func segments(_ wrapper: WrapperSnapshot, _ frame: Frame) -> [Segment]? {
    guard let plan = wrapper.detail?.plan, !plan.isEmpty else { return nil }
    return plan.enumerated().map { number, quota in
      guard let resets = quota.resetsAt else { return Segment(used(quota, number), rank: number) }
      let left = Double(resets.microseconds &- frame.now.microseconds) / 1e6
      // What was told is of a window that is over.
      guard left > 0 else {
        return Segment(Line("\(name(number))whole again since \(NumberFormat.age(seconds: -left))", .dim), rank: number)
      }
      return Segment(
        used(quota, number).adding(", resets in ", .dim).adding(NumberFormat.age(seconds: left), .text), rank: number)
    }
  }

  private static func used(_ quota: PlanQuota, _ number: Int) -> Line {
    let role: Role = quota.usedPercent >= 100 ? .critical : quota.usedPercent >= high ? .notice : .text
    return Line(name(number), .dim).adding("\(NumberFormat.fixed(quota.usedPercent, 1)) %", role).adding(" used", .dim)
  }

  private static func name(_ number: Int) -> String { number == 0 ? "" : "longer window " }
}
