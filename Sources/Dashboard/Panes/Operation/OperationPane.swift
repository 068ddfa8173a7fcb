import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// One operation in full.
  static let operation = KeyMode("one operation", .view)
}

/// One operation in full. It takes the list along, so that keys lead to the next one, and gives it back at the end.
struct OperationPane: Pane {
  static let layer = PaneLayer.part
  static let modes = [KeyMode.operation]

  /// The list, with the cursor on the operation that is shown.
  private(set) var list: OperationsList
  /// What is shown.
  private(set) var record: OperationRecord
  /// How far it is scrolled.
  private(set) var scroll = ScrollOffset()

  /// Shows an operation of a list.
  init(_ record: OperationRecord, in list: OperationsList) {
    self.record = record
    self.list = list
  }

  var result: PaneAction? { PaneAction(value: OperationsPane.Own.resume(list)) }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    if movement == .pageUp || movement == .pageDown { return scroll.move(movement, page: context.page) }
    let records = list.records(in: context.snapshot, isHeld: context.shared.pause != nil)
    list.move(movement, page: 1, among: records)
    record = list.pin(among: records) ?? record
    scroll = ScrollOffset()
  }

  mutating func settle(_ context: inout PaneContext) {
    list.settle(context)
    let lines = OperationView.lines(record, at: Moment(record.end), width: context.body.width).count
    scroll.settle(page: OperationView.rows(context.body), count: lines)
  }

  func wrapper(_ context: PaneContext) -> String? { record.wrapperName }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    OperationView.draw(self, frame, in: area, on: &grid)
  }
}

/// One operation in full: every field that its record had.
enum OperationView {
  /// How many lines are shown at once.
  static func rows(_ area: Rect) -> Int { max(1, area.height - 1) }

  static func draw(_ pane: OperationPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let record = pane.record, list = pane.list
    var title = OperationsView.title(list)
    title.add(" > ", .dim)
    title.add(record.operationID ?? "without an id", .text)
    let count = list.records(in: frame.snapshot, isHeld: frame.shared.pause != nil).count
    let body = area.rows(1, area.height - 1)
    let lines = lines(record, at: frame.moment, width: area.width)
    let first = max(0, min(pane.scroll.line, lines.count - body.height))
    let position = [list.cursor.row + 1, count].map { NumberFormat.grouped(UInt64($0)) }.joined(separator: " of ")
    var right = [Segment(Line(position, .dim), rank: 2)]
    if lines.count > body.height {
      let last = min(lines.count, first + body.height)
      right.append(Segment(Line("lines \(first + 1) to \(last) of \(lines.count), pgdn pgup", .dim), rank: 1))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: area.row(0))
    let name = nameWidth(area.width)
    for (row, line) in lines.dropFirst(first).prefix(body.height).enumerated() {
      let place = body.row(row)
      guard let field = line.field else {
        grid.draw(line.text, in: place)
        continue
      }
      grid.write(field, x: place.x, y: place.y, width: name - 1, style: Style(.dim), truncation: .middle)
      grid.draw(line.text, in: place.columns(name, place.width - name))
    }
  }

  /// A line: a field with its value or with more of it, or a heading.
  struct FieldLine {
    /// Nil for a heading; empty where a value goes on.
    var field: String?
    var text: Line
  }

  private static func nameWidth(_ width: Int) -> Int { max(8, min(26, width * 4 / 10)) }

  /// All lines, for a screen of that width.
  static func lines(_ record: OperationRecord, at now: Moment, width: Int) -> [FieldLine] {
    var lines: [FieldLine] = []
    func add(_ field: String, _ value: String?, _ role: Role = .text) {
      let parts = TextWrap.lines(value ?? "not told", width: max(4, width - nameWidth(width) - 1))
      for (place, part) in parts.enumerated() {
        lines.append(FieldLine(field: place == 0 ? field : "", text: Line(part, value == nil ? .dim : role)))
      }
    }
    add("status", record.status.word, record.status.role)
    add("wrapper_name", record.wrapperName, .accent)
    add("operation_type", record.operationType)
    add("operation_id", record.operationID)
    add("start_time", record.start?.full)
    add("end_time", "\(record.end.full), \(now.age(of: record.end)) ago")
    add(
      "duration", record.durationMs.map { "\(NumberFormat.duration(ms: $0)) (\(MetricText.of(.number($0))) ms)" },
      .latency)
    add("cost", record.cost.map { record.costCertainty.mark("$\($0.description)") }, .cost)
    if !record.status.isSuccess || record.errorMessage != nil || record.errorCode != nil {
      add("error_code", record.errorCode, .critical)
      add("error_message", record.errorMessage)
    }
    add("fallback_used", record.fallbackUsed ? "yes" : "no", record.fallbackUsed ? .fallback : .text)
    if record.fallbackUsed || record.fallbackReason != nil { add("fallback_reason", record.fallbackReason, .fallback) }
    for (title, isCustom) in [("resources, quality, context", false), ("custom metrics", true)] {
      let metrics = record.metrics.filter { $0.isCustom == isCustom }
      let heading = Line(title, .title, .bold).adding(metrics.isEmpty ? "  none" : "", .dim)
      lines += [FieldLine(text: Line()), FieldLine(text: heading)]
      for metric in metrics { add(metric.name, MetricText.of(metric.value)) }
    }
    return lines
  }
}
