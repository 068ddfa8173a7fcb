import Canvas
import Configuration

/// Who changed the configuration of a wrapper, when, from where and why: newest first, or one change in full (article
/// Configuration, Changes).
enum HistoryView {
  static func draw(_ history: HistoryPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let title = InspectorView.crumbs(
      history.wrapper, history.isOpen && history.rollback == nil ? "one change" : "history")
    grid.titleRule([Segment(title, rank: 0)], [], in: area.row(0))
    guard let configuration = frame.configuration else {
      InspectorView.drawMissing(frame, in: area, on: &grid)
      return
    }
    draw(history, configuration, in: area.rows(1, area.height - 1), on: &grid)
  }

  private static func draw(
    _ history: HistoryPane, _ configuration: ConfigurationState, in area: Rect, on grid: inout CellGrid
  ) {
    guard let records = history.records else {
      if let failure = history.failure {
        EmptyText.draw(
          ["The history cannot be read.", ShownText.path(failure)], .critical, in: area, on: &grid)
      } else {
        EmptyText.draw(["Reading the history…"], in: area, on: &grid)
      }
      return
    }
    guard !records.isEmpty else {
      EmptyText.draw(
        [
          "No change of this wrapper's configuration is recorded.", "What wraptop writes is, from the first change on.",
        ],
        in: area, on: &grid)
      return
    }
    if history.isOpen, let record = history.chosen {
      drawInFull(record, configuration, in: area, on: &grid)
    } else {
      drawList(records, history, configuration, in: area, on: &grid)
    }
    if let rollback = history.rollback, let record = history.chosen {
      let width = FormBox.width(in: area) - 1
      FormBox(
        title: rollback.sent == nil ? "take change \(record.number) back" : "writing…",
        lines: Self.rollback(of: record, configuration, width: width),
        input: ("reason", TextField(rollback.reason, look: FieldLook(rollback.sent == nil ? .editing : .none))),
        mode: .rollback
      ).draw(in: area, on: &grid)
    }
  }

  /// What taking a change back does: from what holds by now to what the record calls old.
  private static func rollback(of record: AuditRecord, _ configuration: ConfigurationState, width: Int) -> [Line] {
    var draft = Draft(of: record.wrapper, in: configuration)
    guard let path = draft.kind.path(record.field) else {
      return [Line(ShownText.name(record.field), .text, .bold)]
        + Line.prose("The wrapper has no such field any more.", .notice, width: width)
    }
    if let old = record.old { draft.set(path, to: old) } else { draft.remove(path) }
    guard !draft.changes.isEmpty else {
      return [Line(ShownText.name(record.field), .text, .bold)]
        + Line.prose("There is nothing to take back: it is so already.", .notice, width: width)
    }
    return ChangeLines.lines(draft.changes, of: draft, width: width, isShort: true)
  }

  private static func drawList(
    _ records: [AuditRecord], _ history: HistoryPane, _ configuration: ConfigurationState, in area: Rect,
    on grid: inout CellGrid
  ) {
    Table(
      columns: [
        Table.Column("TIME", width: 19, priority: 5), Table.Column("WHO", width: 8, weight: 1, priority: 4),
        Table.Column("FROM", width: 12, weight: 1, priority: 2),
        Table.Column("FIELD", width: 16, weight: 3, truncation: .middle), Table.Column("CHANGE", width: 16, weight: 3),
        Table.Column("REASON", width: 14, weight: 3, priority: 3),
        Table.Column("NUMBER", width: 6, alignment: .trailing, priority: 4),
      ], rowCount: records.count, selected: history.cursor.row, firstRow: history.cursor.top
    ) { row in
      let record = records[row]
      return [
        .text(time(record), .dim), .text(ShownText.name(record.actor.user)),
        .text(ShownText.name(record.actor.from), .dim),
        .text(ShownText.name(record.field), .accent), .line(change(record, configuration)),
        .text(ShownText.name(record.reason)),
        .text(String(record.number), .dim),
      ]
    }.draw(in: area, on: &grid)
  }

  // Whole seconds: what is behind them tells changes of one request apart, which their numbers do as well.
  private static func time(_ record: AuditRecord) -> String {
    let text = ShownText.name(record.time)
    return text.count >= 19 ? String(text.prefix(10)) + " " + text.dropFirst(11).prefix(8) : text
  }

  private static func change(_ record: AuditRecord, _ configuration: ConfigurationState) -> [Span] {
    guard record.action == .change || record.action == .rollback || record.action == .autoDisable else {
      return [Span(words(record.action), .notice)]
    }
    let field = field(of: record, configuration)
    func shown(_ value: FieldValue?) -> String {
      // Where wraptop said nothing, another layer may have.
      guard let value else { return field?.weaker.flatMap { weaker in field?.shown(weaker) } ?? "not set" }
      return ChangeLines.shown(value, field?.description)
    }
    return [Span(shown(record.old), .dim), Span(" -> ", .dim), Span(shown(record.new), .text)]
  }

  /// The field that a record is about, as it is by now; nil if there is none.
  private static func field(of record: AuditRecord, _ configuration: ConfigurationState) -> ResolvedField? {
    guard let wrapper = configuration.resolved.wrappers[record.wrapper] else { return nil }
    let kind = configuration.resolved.kind(of: wrapper)
    return kind.path(record.field).flatMap { kind.field($0, of: wrapper) }
  }

  private static func words(_ action: AuditAction) -> String {
    switch action {
    case .change: "changed"
    case .rollback: "taken back"
    case .autoDisable: "switched off, as the budget is spent"
    case .credentialSet: "credential set"
    case .credentialRead: "credential read"
    case .credentialRotate: "credential rotated"
    case .credentialConfirm: "rotation confirmed"
    case .credentialRemove: "credential removed"
    case .credentialRekey: "key of the store changed"
    case .credentialShow: "credential shown on a terminal"
    case .configExec: "given to a command"
    }
  }

  private static func drawInFull(
    _ record: AuditRecord, _ configuration: ConfigurationState, in area: Rect, on grid: inout CellGrid
  ) {
    let width = area.width - 2
    var lines: [Line] = []
    func entry(_ label: String, _ text: String, _ role: Role = .text) {
      var head = Line(label, .dim)
      head.pad(to: 12)
      lines += ChangeLines.broken(head, text.isEmpty ? "-" : text, role, "", width: width)
    }
    entry("number", String(record.number))
    entry("time", ShownText.path(record.time))
    entry("who", "\(ShownText.path(record.actor.user)), uid \(record.actor.uid)")
    entry("from", "\(ShownText.path(record.actor.from)), as the session states it")
    entry("what", words(record.action), .accent)
    if let number = record.takesBack { entry("takes back", "change \(number)") }
    entry("wrapper", ShownText.path(record.wrapper))
    entry("field", ShownText.path(record.field), .accent)
    let field = field(of: record, configuration)
    func shown(_ value: FieldValue?) -> String {
      if let value { return ChangeLines.shown(value, field?.description) }
      guard let weaker = field?.weaker, let words = field?.shown(weaker) else { return "not set" }
      return "not set by wraptop, so that \(words) shows, as it is by now"
    }
    entry("old", shown(record.old))
    entry("new", shown(record.new))
    entry("layer", ShownText.path(record.layer))
    entry("reason", ShownText.path(record.reason))
    if let obstacle = record.rollbackObstacle { entry("rollback", "not possible: \(obstacle)", .notice) }
    for (row, line) in lines.prefix(area.height).enumerated() {
      grid.draw(line, in: area.row(row).columns(1, width))
    }
  }
}
