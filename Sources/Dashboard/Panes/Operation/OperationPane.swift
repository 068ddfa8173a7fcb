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
    let lines = OperationView.lines(record, at: Moment(record.end), width: context.body.width).rows.count
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
    let position = [list.cursor.row + 1, count].map { NumberFormat.grouped(UInt64($0)) }.joined(separator: " of ")
    lines(record, at: frame.moment, width: area.width)
      .draw(from: pane.scroll.line, title: title, [Segment(Line(position, .dim), rank: 2)], in: area, on: &grid)
  }

  /// All lines, for a screen of that width.
  static func lines(_ record: OperationRecord, at now: Moment, width: Int) -> FieldLines {
    var lines = FieldLines(width: width)
    lines.add("status", record.status.word, record.status.role)
    lines.add("wrapper_name", record.wrapperName, .accent)
    lines.add("operation_type", record.operationType)
    lines.add("operation_id", record.operationID)
    lines.add("start_time", record.start?.full)
    lines.add("end_time", "\(record.end.full), \(now.age(of: record.end)) ago")
    lines.add(
      "duration", record.durationMs.map { "\(NumberFormat.duration(ms: $0)) (\(MetricText.of(.number($0))) ms)" },
      .latency)
    lines.add("cost", record.cost.map { record.costCertainty.mark("$\($0.description)") }, .cost)
    if !record.status.isSuccess || record.errorMessage != nil || record.errorCode != nil {
      lines.add("error_code", record.errorCode, .critical)
      lines.add("error_message", record.errorMessage)
    }
    lines.add("fallback_used", record.fallbackUsed ? "yes" : "no", record.fallbackUsed ? .fallback : .text)
    if record.fallbackUsed || record.fallbackReason != nil {
      lines.add("fallback_reason", record.fallbackReason, .fallback)
    }
    for (title, isCustom) in [("resources, quality, context", false), ("custom metrics", true)] {
      let metrics = record.metrics.filter { $0.isCustom == isCustom }
      lines.heading(title, metrics.isEmpty ? "  none" : "")
      for metric in metrics { lines.add(metric.name, MetricText.of(metric.value)) }
    }
    return lines
  }
}
