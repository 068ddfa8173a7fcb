import Alerting
import Canvas
import Formatting
import PlainText
import Snapshots

/// Where list and explanation stand in the pane of alerts.
struct AlertsLayout {
  let title: Rect
  /// The list, with the names of its columns above.
  let list: Rect
  /// The row under the cursor in full; empty where there is no room.
  let explanation: Rect

  init(_ area: Rect) {
    title = area.row(0)
    let rows = area.height >= 16 ? 5 : 0
    list = area.rows(1, area.height - 1 - rows)
    explanation = area.rows(area.height - rows, rows)
  }

  /// How many rows are listed at once.
  var page: Int { max(1, list.height - 1) }
}

/// Alerts, the worst first, with silences, channels and history below.
enum AlertsView {
  static func draw(_ pane: AlertsPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let alerts = frame.snapshot?.alerts ?? AlertsState()
    let list = AlertsList(frame.shared.alerts, alerts, showsHistory: pane.showsHistory)
    let layout = AlertsLayout(area)
    drawTitle(pane, list, frame, in: layout.title, on: &grid)
    guard list.count > 0 else {
      EmptyText.draw(nothing(list, frame), in: area.rows(1, area.height - 1), on: &grid)
      return
    }
    drawList(pane, list, frame, in: layout.list, on: &grid)
    drawExplanation(pane, list, frame, in: layout.explanation, on: &grid)
  }

  private static func nothing(_ list: AlertsList, _ frame: Frame) -> [String] {
    let rules = "wraptop alerts rules lists the rules."
    if let instant = list.index.instant {
      return ["No alert fired at \(instant.clockWithDate(at: frame.now)), as far as is known.", rules]
    }
    return [
      "No alert fires, and none has.",
      "Alerts stand here with why they fire, who takes care of them and who was told; then silences, channels, and what is"
        + " over.", rules,
    ]
  }

  private static func drawTitle(
    _ pane: AlertsPane, _ list: AlertsList, _ frame: Frame, in row: Rect, on grid: inout CellGrid
  ) {
    var left = [Segment(Line("alerts", .title, .bold), rank: 0)]
    if let instant = list.index.instant {
      left.append(Segment(Line("at \(instant.clockWithDate(at: frame.now))", .accent), rank: 1))
    }
    if list.total(.firing) == 0, list.count > 0 { left.append(Segment(Line("nothing fires", .healthy), rank: 2)) }
    var right = [Segment(Line("worst first", .dim), rank: 3)]
    if list.alerts.shed > 0 {
      let text = "\(NumberFormat.grouped(list.alerts.shed)) more left out: too many"
      right.append(Segment(Line(text, .notice), rank: 1))
    }
    let page = AlertsLayout(frame.layout.body).page
    if list.count > page {
      let last = min(list.count, pane.cursor.top + page)
      let rows = "rows \(NumberFormat.grouped(pane.cursor.top + 1)) to \(NumberFormat.grouped(last)) of "
      right.append(Segment(Line(rows + NumberFormat.grouped(list.count), .text), rank: 2))
    }
    grid.titleRule(left, right, in: row)
  }

  // MARK: The list

  // All names of built-in rules are whole where there is room; what is left is for why.
  private static func columns(_ width: Int) -> [Table.Column] {
    [
      Table.Column("STATE", width: 8), Table.Column("AGE", width: 6, alignment: .trailing, priority: 4),
      Table.Column("SEVERITY", width: 8, priority: 5),
      Table.Column("WRAPPER", width: 12, weight: 1, priority: 6, truncation: .middle),
      Table.Column("RULE", width: width < 110 ? 16 : 23, priority: 2, truncation: .middle),
      Table.Column("WHY", width: 18, weight: 6, priority: 3),
      Table.Column("ACKED, TOLD", width: 28, weight: 3, priority: 1),
    ]
  }

  private static func drawList(
    _ pane: AlertsPane, _ list: AlertsList, _ frame: Frame, in area: Rect, on grid: inout CellGrid
  ) {
    let selected = list.id(pane.cursor.row) == nil ? nil : pane.cursor.row
    let table = Table(
      columns: columns(area.width), rowCount: list.count, selected: selected, firstRow: pane.cursor.top, spacing: 1
    ) { list.item($0).map { items($0, list, frame) } ?? [] }
    table.draw(in: area, on: &grid)
    let visible = table.visibleRows(height: area.height)
    for row in visible {
      let place = area.row(1 + row - visible.lowerBound)
      let inner = place.columns(2, place.width - 3)
      switch list[row] {
      case .heading(let section):
        grid.pace(place, urgent: [section, list.total(section)])
        grid.draw(heading(section, list, pane), in: place.columns(1, place.width - 2))
      case .silence(let number):
        grid.draw(line(list.alerts.silences[number], frame.present), in: inner)
        if row == pane.cursor.row { grid.select(place.columns(0, place.width - 1)) }
      case .channel(let number):
        grid.draw(line(list.alerts.channels[number], frame.present), in: inner)
        if row == pane.cursor.row { grid.select(place.columns(0, place.width - 1)) }
      case .item, .ended:
        if let alert = list.item(row)?.alert {
          grid.pace(place, urgent: [alert.id, alert.state, alert.severity, row == pane.cursor.row])
        }
      case nil: break
      }
    }
  }

  private static func heading(_ section: AlertsList.Section, _ list: AlertsList, _ pane: AlertsPane) -> Line {
    var line = Line(section.title(isPast: list.index.instant != nil), .title, .bold)
    line.add(" " + NumberFormat.grouped(list.total(section)), .text)
    if section == .history { line.add(pane.showsHistory ? "  newest first, h folds" : "  h lists them", .dim) }
    return line
  }

  private static func items(_ item: AlertsState.Item, _ list: AlertsList, _ frame: Frame) -> [Table.Item] {
    let alert = item.alert, isOver = alert.state == .resolved
    let moment = list.index.instant == nil ? frame.present : frame.moment
    return [
      .line(list.index.instant == nil ? alert.stateLine.spans : [Span("FIRING", alert.severity.role, .bold)]),
      .text(moment.age(of: alert.resolvedAt.flatMap { isOver && list.index.instant == nil ? $0 : nil } ?? alert.begin)),
      .text(alert.severity.word, isOver ? .dim : alert.severity.role),
      .text(alert.subject.name, Style(isOver ? .dim : .accent)), .text(alert.rule, isOver ? .dim : .text),
      .text(AlertText.why(alert), isOver ? .dim : .text),
      .text(news(item, frame), isOver ? .dim : .text),
    ]
  }

  // Who takes care of it, else what became of its news; how it ended, once it did.
  private static func news(_ item: AlertsState.Item, _ frame: Frame) -> String {
    let moment = frame.present
    if let end = item.alert.end { return end }
    return item.alert.care { $0.minuteWithDate(at: moment.instant) }.map { "acked by \($0)" }
      ?? item.delivery(moment, hasChannels: frame.snapshot?.alerts.channels.isEmpty == false)
  }

  private static func line(_ silence: Silence, _ moment: Moment) -> Line {
    var line = Line(silence.scope, .accent)
    line.add("  until \(silence.until.minuteWithDate(at: moment.instant)), ", .dim)
    line.add("\(moment.span(to: silence.until)) more", .text)
    line.add("  by \(silence.by)", .dim)
    if let reason = silence.reason { line.add(": \(reason)", .text) }
    return line
  }

  private static func line(_ channel: AlertsState.Channel, _ moment: Moment) -> Line {
    var line = Line(channel.name, .accent).adding(" \(channel.kind)  ", .dim)
    let isWell = channel.problem == nil && channel.undeliverable == 0
    let parts = DeliveryText.of(channel) { "\(moment.age(of: $0)) ago" }
    line.add(parts.joined(separator: "  "), isWell ? .text : .critical)
    return line
  }

  // MARK: The row under the cursor

  private static func drawExplanation(
    _ pane: AlertsPane, _ list: AlertsList, _ frame: Frame, in area: Rect, on grid: inout CellGrid
  ) {
    guard !area.isEmpty else { return }
    var title = Line(), lines: [Line] = []
    switch list[pane.cursor.row] {
    case .item, .ended:
      guard let item = list.item(pane.cursor.row) else { break }
      title = Line(item.alert.rule, .accent, .bold).adding("  \(item.alert.subject.name)", .text)
      lines = explanation(item, frame, width: area.width - 1)
    case .silence(let number):
      title = Line("silence", .accent, .bold)
      lines = Line.prose(text(of: line(list.alerts.silences[number], frame.present)), width: area.width - 1)
    case .channel(let number):
      title = Line("channel", .accent, .bold)
      lines = Line.prose(text(of: line(list.alerts.channels[number], frame.present)), width: area.width - 1)
    case .heading, nil: break
    }
    grid.titleRule([Segment(title, rank: 0)], [], in: area.row(0))
    for (row, line) in lines.prefix(area.height - 1).enumerated() {
      grid.draw(line, in: area.row(1 + row).columns(1, area.width - 1))
    }
  }

  private static func text(of line: Line) -> String { line.spans.map(\.text).joined() }

  private static func explanation(_ item: AlertsState.Item, _ frame: Frame, width: Int) -> [Line] {
    let moment = frame.present
    var end = [item.delivery(moment, hasChannels: frame.snapshot?.alerts.channels.isEmpty == false)]
    if let care = item.alert.care(clock: { $0.minuteWithDate(at: moment.instant) }) {
      end.insert("acknowledged by \(care)", at: 0)
    }
    if let over = item.alert.end { end = [over] }
    // What became of it keeps a row however much there is to tell of why.
    let last = Array(end.flatMap { Line.prose($0, .dim, width: width) }.prefix(3))
    return Line.prose(AlertText.why(item.alert), width: width).prefix(max(1, 4 - last.count)) + last
  }
}
