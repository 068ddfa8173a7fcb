import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

/// Latest operations of all wrappers.
enum OperationsView {
  /// How many are listed at once.
  static func rows(_ area: Rect) -> Int { max(1, area.height - 2) }

  static func draw(_ list: OperationsList, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let records = list.records(in: frame.snapshot, isHeld: frame.shared.pause != nil)
    drawTitle(list, records, frame, in: area.row(0), on: &grid)
    let body = area.rows(1, area.height - 1)
    guard !records.isEmpty else {
      for (row, line) in nothing(list, frame).enumerated() {
        grid.draw(line, in: body.rows(1 + row, 1).columns(1, body.width - 1))
      }
      return
    }
    let isLimited = list.choice.wrapper != nil
    let glyphs = grid.glyphs
    Table(
      columns: columns(isLimited: isLimited, width: area.width), rowCount: records.count, selected: list.cursor.row,
      firstRow: list.cursor.top, spacing: 1
    ) { row in
      items(records[row], frame, isLimited: isLimited, glyphs)
    }.draw(in: body, on: &grid)
  }

  private static func drawTitle(
    _ list: OperationsList, _ records: [OperationRecord], _ frame: Frame, in row: Rect, on grid: inout CellGrid
  ) {
    var title = title(list)
    if let field = frame.line {
      FilterLine.draw(field, title: title, in: row, on: &grid)
      return
    }
    if !list.choice.words.isEmpty { title.add("  " + list.choice.words, .notice, .bold) }
    var right: [Segment] = []
    if !records.isEmpty {
      let isAll = records.count < list.choice.limit
      let count = NumberFormat.grouped(UInt64(records.count))
      // Where there are older ones, too, they are not here.
      let listed = isAll ? "all \(count) kept" : "newest \(count)"
      let position =
        list.cursor.selection == nil ? "" : "\(NumberFormat.grouped(UInt64(list.cursor.row + 1))) of "
      right.append(Segment(Line(position, .text).adding(listed, position.isEmpty ? .text : .dim), rank: 1))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: row)
  }

  /// The way to the list: `support-bot > operations`.
  static func title(_ list: OperationsList) -> Line {
    Crumbs.path([list.choice.wrapper], last: KeyMode.operations.title)
  }

  private static func nothing(_ list: OperationsList, _ frame: Frame) -> [Line] {
    let choice = list.choice
    if frame.snapshot?.operations == nil {
      return frame.shared.pause == nil
        ? [Line("The last operations are on their way.", .dim)]
        : [
          Line("Not in the held picture.", .text),
          Line("Space goes back to the present, where they are listed.", .dim),
        ]
    }
    var lines: [Line] = []
    if choice.text.isEmpty && !choice.failuresOnly && choice.wrapper == nil {
      return [
        Line("No operation yet.", .text), Line("Operations are listed here as they end, the newest first.", .dim),
      ]
    }
    lines.append(Line("No operation matches.", .text))
    if let wrapper = choice.wrapper { lines.append(Line("Showing \(wrapper) only; w shows all wrappers.", .dim)) }
    if choice.failuresOnly { lines.append(Line("Showing failures only; f shows all.", .dim)) }
    if !choice.text.isEmpty {
      lines.append(Line("Filtered by \(choice.text); Esc clears the filter, / changes it.", .dim))
    }
    return lines
  }

  private static func columns(isLimited: Bool, width: Int) -> [Table.Column] {
    let isWide = width >= 110
    var columns = [Table.Column("ENDED", width: 9)]
    if !isLimited {
      columns.append(Table.Column("WRAPPER", width: isWide ? 20 : 12, priority: 4, truncation: .middle))
    }
    return columns + [
      Table.Column("TYPE", width: isWide ? 16 : 9, priority: 1, truncation: .middle),
      Table.Column("STATUS", width: OperationStatus.badgeWidth),
      Table.Column("TOOK", width: 5, alignment: .trailing, priority: 3),
      Table.Column("COST", width: NumberFormat.dollarsWidth + 1, alignment: .trailing, priority: 2),
      Table.Column("ERROR, FALLBACK", width: 12, weight: 1, priority: 5),
    ]
  }

  private static func items(
    _ record: OperationRecord, _ frame: Frame, isLimited: Bool, _ glyphs: GlyphSet
  ) -> [Table.Item] {
    let isToday = record.end.startOfDay == frame.at.startOfDay
    let duration = CompactFigure.duration(record.durationMs)
    let cost = record.costCertainty.mark(NumberFormat.dollars(nanodollars: record.cost?.nanodollars))
    // Of another day, the date says more than the seconds.
    let date = record.end.description.dropFirst(5).prefix(5)
    let time = isToday ? record.end.clock + "Z" : "\(date) \(record.end.clock.prefix(2))h"
    var items: [Table.Item] = [.text(time, .dim)]
    if !isLimited { items.append(.text(record.wrapperName, .accent)) }
    return items + [
      .text(record.operationType), .line(record.status.badge(in: glyphs)),
      .text(duration, duration == CompactFigure.none ? .dim : .latency),
      .text(cost, record.cost == nil ? .dim : .cost), .line(record.remark.spans),
    ]
  }
}
