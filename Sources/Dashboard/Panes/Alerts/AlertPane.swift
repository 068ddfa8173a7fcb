import Alerting
import Canvas
import Events
import Formatting
import PlainText
import Snapshots

extension KeyMode {
  /// One alert in full.
  static let alert = KeyMode("one alert", .view)
}

/// One alert with everything that is known of it.
struct AlertPane: Pane {
  static let layer = PaneLayer.part
  static let modes = [KeyMode.alert]

  /// As it was last known.
  private(set) var item: AlertsState.Item
  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  init(_ item: AlertsState.Item) { self.item = item }

  mutating func update(_ input: PaneInput<AlertAction>, _ context: inout PaneContext) -> [PaneEffect] {
    switch input {
    case .move(let movement): scroll.move(movement, page: context.page)
    case .own(let action): return context.act(action, on: item.alert)
    case .back: return [.close]
    case .accept, .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    let id = item.alert.id
    if let now = context.snapshot?.alerts.items.first(where: { $0.alert.id == id }) {
      item = now
    } else if let over = context.snapshot?.alerts.ended.first(where: { $0.id == id }) {
      item = AlertsState.Item(alert: over, told: item.told)
    }
    let lines = AlertView.lines(item, context.snapshot, Moment(context.now), width: context.body.width)
    scroll.settle(page: max(1, context.body.height - 1), count: lines.rows.count)
  }

  func wrapper(_ context: PaneContext) -> String? { item.alert.subject.wrapper ?? context.chosen?.name }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    AlertView.draw(self, frame, in: area, on: &grid)
  }
}

/// One alert in full: what was seen, since when, who was told, who takes care of it, how it ended.
enum AlertView {
  static func draw(_ pane: AlertPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let alert = pane.item.alert
    var title = Line("alerts", .title, .bold).adding(" > ", .dim)
    title.add(alert.rule, .text)
    title.add("  \(alert.subject.name)", .accent)
    let lines = lines(pane.item, frame.snapshot, frame.present, width: area.width)
    lines.draw(from: pane.scroll.line, title: title, [], in: area, on: &grid)
  }

  /// All lines, for a screen of that width.
  static func lines(_ item: AlertsState.Item, _ snapshot: Snapshot?, _ now: Moment, width: Int) -> FieldLines {
    let alert = item.alert, reading = alert.reading, metric = AlertMetric[reading.metric]
    func instant(_ time: Timestamp?) -> String? { time.map { "\($0.full), \(now.age(of: $0)) ago" } }
    func figure(_ value: Double) -> String { metric?.unit.text(value) ?? NumberFormat.quantity(value) }
    var lines = FieldLines(width: width)
    lines.add("state", alert.state.word, alert.stateRole)
    lines.add("severity", alert.severity.word, alert.severity.role)
    lines.add("rule", alert.rule)
    lines.add("about", alert.subject.name, .accent)
    lines.add("why", sentence: AlertText.why(alert))
    lines.add("true since", instant(alert.since))
    lines.add("fired", instant(alert.firedAt) ?? "not yet")
    if let end = alert.end { lines.add("ended", (instant(alert.resolvedAt).map { "\($0): " } ?? "") + end) }
    lines.heading("what was seen last")
    lines.add("metric", metric?.name ?? reading.metric)
    if metric?.unit != .state {
      lines.add("value", figure(reading.value))
      lines.add("threshold", "\(reading.comparison.rawValue) \(figure(reading.threshold))")
    }
    if let operations = reading.operations { lines.add("operations", NumberFormat.grouped(operations)) }
    if let seconds = reading.windowSeconds { lines.add("window", NumberFormat.age(seconds: Double(seconds))) }
    for (place, part) in reading.explanation.enumerated() { lines.add(place == 0 ? "explanation" : "", sentence: part) }
    lines.heading("who knows")
    let clock = { (time: Timestamp) in time.clockWithDate(at: now.instant) }
    lines.add("acknowledged", alert.care(clock: clock) ?? "by nobody", alert.acknowledgement == nil ? .dim : .text)
    if let until = alert.silencedUntil { lines.add("silenced", "until \(clock(until)), \(now.span(to: until)) more") }
    if alert.state != .resolved {
      lines.add("delivery", item.delivery(now, hasChannels: snapshot?.alerts.channels.isEmpty == false))
    }
    for (channel, time) in item.told.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      lines.add("told \(channel)", instant(time))
    }
    lines.add("id", alert.id, .dim)
    return lines
  }
}
