import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

/// The top of the screen: whether it is live, how the whole is, and whether events come in.
enum HeaderView {
  static func draw(_ frame: Frame, on grid: inout CellGrid) {
    let rows = frame.layout.header
    drawMode(frame, in: rows.rows(0, 1), on: &grid)
    drawCounts(frame, in: rows.rows(1, 1), on: &grid)
    if rows.height > 2 {
      if let catchUp = frame.snapshot?.catchUp {
        CatchUpLine.draw(catchUp, in: rows.rows(2, 1), on: &grid)
      } else {
        SourcesLine.draw(frame, in: rows.rows(2, 1), on: &grid)
      }
    }
    AlertsLine.draw(frame, in: frame.layout.alert, on: &grid)
    drawNotice(frame, in: frame.layout.notice, on: &grid)
  }

  // A store that fails goes before all else: what comes in would be lost by a crash. That it is only looked at can wait.
  private static func drawNotice(_ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    guard let snapshot = frame.snapshot, !row.isEmpty else { return }
    let notices: [Line]
    let store = snapshot.storage.flatMap(StoreBlock.notice)
    let others = snapshot.notices.map { Line("! ", .notice, .bold).adding($0, .notice) }
    if case .readOnly? = snapshot.storage?.state {
      notices = others + [store].compactMap(\.self)
    } else {
      notices = [store].compactMap(\.self) + others
    }
    guard let first = notices.first else { return }
    grid.pace(row, urgent: [notices.count, first.spans])
    var more = notices.count > 1 ? [Segment(Line("+\(notices.count - 1) more", .notice), rank: 0)] : []
    if more.isEmpty, store != nil, first.width > row.width { more = [Segment(Line("2 tells all", .key), rank: 0)] }
    let room = row.columns(0, row.width - (more.first.map { $0.line.width + 2 } ?? 0))
    grid.draw([], more, in: row)
    grid.draw(first, in: room)
  }

  private static func drawMode(_ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    var left = [Segment(Line("wraptop", .title, .bold), rank: 6), Segment(ModeSign.line(frame), rank: 0)]
    if frame.live?.link != nil { left.append(Segment(Line("attached", .dim), rank: 6)) }
    if let mark = frame.shared.mark?.snapshot {
      let text = Line("mark ", .accent, .bold).adding(mark.at.clockWithDate(at: frame.now), .accent, .bold)
      left.append(Segment(text, rank: 2))
    }
    var right: [Segment] = []
    if let system = frame.snapshot?.monitor.system {
      grid.pace(
        row,
        urgent: [
          system.status, system.isIdle, system.worst, frame.shared.isStill(frame.live), frame.snapshot?.catchUp == nil,
        ])
      left.append(Segment(Self.health(of: system), rank: 3))
      if let rest = Self.rest(of: system) { left.append(Segment(rest, rank: 6)) }
      right.append(Segment(Line.figure(CompactFigure.compact(system.operationsPerMinute), "ops/min"), rank: 4))
      right.append(Segment(Line.figure(CompactFigure.compact(Double(system.activeOperations)), "active"), rank: 5))
    }
    if let clock = clock(frame) { right.append(Segment(clock, rank: 1)) }
    grid.draw(left, right, in: row)
  }

  // That of a replay is in the sign of its mode, unless the past or a pause is.
  private static func clock(_ frame: Frame) -> Line? {
    let isPast = frame.snapshot?.isPast ?? false
    frame.validity.limitToSecond(at: frame.now)
    guard frame.snapshot?.replay != nil else {
      return Line(isPast ? "now " : "", .dim).adding(frame.now.clock + "Z", .text)
    }
    guard isPast || frame.shared.pause != nil else { return nil }
    return Line("replay at ", .dim).adding(frame.now.clockWithDay, .text)
  }

  private static func health(of system: SystemHealth) -> Line {
    var health = Line("system ", .dim)
    guard system.totalOperations > 0 else {
      return health.adding(system.status == .noWrappers ? system.status.word : "NO OPERATION YET", .dim, .bold)
    }
    if system.isIdle {
      health.add("IDLE", .idle, .bold)
      return health.adding(" last \(CompactFigure.score(system.score))", .idle)
    }
    health.add(system.status.word, system.status.role, .bold)
    return health.adding(" " + CompactFigure.score(system.score), system.status.role)
  }

  // What the mean hides: how the worst wrapper is, and that it rests on little.
  private static func rest(of system: SystemHealth) -> Line? {
    var line = Line()
    if let worst = system.worst.map(Grade.init), !system.isIdle, worst.word != system.status.word {
      line = Line("worst ", .dim).adding(worst.word, worst.role, .bold)
    }
    if (1..<5).contains(system.judgedOperations) {
      line.pad(to: line.width > 0 ? line.width + 2 : 0)
      line.add("on \(system.judgedOperations) \(system.judgedOperations == 1 ? "op" : "ops")", .notice)
    }
    return line.width > 0 ? line : nil
  }

  private static func drawCounts(_ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    guard let system = frame.snapshot?.monitor.system else { return }
    let counts = frame.shared.listing.counts, budget = frame.snapshot?.monitor.budget?.worst
    let alerts = AlertsLine.counts(frame)
    grid.pace(row, .slow, urgent: [counts, frame.shared.listing.budgets, budget, alerts.map { $0.line.spans }])
    var left: [Segment] = []
    for (place, grade) in Grade.worstFirst.enumerated() where counts[grade] > 0 {
      let count = NumberFormat.grouped(UInt64(counts[grade]))
      left.append(Segment(Line("\(count) \(grade.word)", grade.role, grade.isTroubled ? .bold : []), rank: place))
    }
    left += alerts
    let states = left.count
    let operations = CompactFigure.compact(Double(system.totalOperations))
    var totals = Line.figure(operations, NumberFormat.noun(system.totalOperations, "op") + " in all")
    if system.totalOperations > 0 {
      totals.add(", ", .dim)
      totals.add(Line.figure(CompactFigure.percent(system.successRate), "% ok"))
    }
    var right = [Segment(totals, rank: 6)]
    if taken(left + right) > row.width { right = [] }
    // What is spent takes what is left, and pushes nothing out.
    let spending = SpendingWords(frame).forms.first { taken(left + right) + $0.width <= row.width }
    if let spending {
      left.append(Segment(spending.alarm, rank: 5))
      right.insert(Segment(spending.today, rank: 5), at: 0)
    }
    let unseen = Line("(\(NumberFormat.grouped(UInt64(counts.unseen))) never seen)", .dim)
    if counts.unseen > 0, taken(left + right) + 2 + unseen.width <= row.width {
      left.insert(Segment(unseen, rank: 5), at: states)
    }
    grid.draw(left, right, in: row)
  }

  private static func taken(_ segments: [Segment]) -> Int {
    segments.reduce(-2) { $0 + ($1.line.width > 0 ? $1.line.width + 2 : 0) }
  }
}
