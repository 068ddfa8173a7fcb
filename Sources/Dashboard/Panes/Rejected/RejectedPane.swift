import Canvas
import Events
import Formatting
import PlainText
import Snapshots

extension KeyMode {
  /// Lines that were not taken in.
  static let rejected = KeyMode("rejected lines", .view)
}

/// Rejected lines, and why.
struct RejectedPane: Pane {
  static let modes = [KeyMode.rejected]

  /// The cursor among the lines, newest first.
  private(set) var cursor = ListCursor<RejectedLine>()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [.character("x"), digit], .open(id, .plain), "rejected", "Rejected lines, and why",
        where: \.isView, .look, footer: 11)
    ]
  }

  mutating func move(_ movement: Movement, _ context: inout PaneContext) {
    let lines = context.snapshot?.rejected ?? []
    cursor.move(movement, page: context.page, count: lines.count) { lines[$0] }
  }

  mutating func settle(_ context: inout PaneContext) {
    let lines = context.snapshot?.rejected ?? []
    cursor.locate(count: lines.count) { lines[$0] }
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    RejectedView.draw(self, frame, in: area, on: &grid)
  }
}

/// The lines that were not taken in, newest first, and why.
enum RejectedView {
  /// How many the core keeps (article Events, Rejections and duplicates).
  private static let kept = 200

  static func draw(_ pane: RejectedPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let sources = frame.snapshot?.sources ?? []
    let rejected = frame.snapshot?.rejected ?? []
    let total = sources.reduce(UInt64(0)) { $0 &+ $1.rejected }
    var title = Line("rejected lines ", .title, .bold)
    title.add(NumberFormat.grouped(total), .text)
    title.add(" in all", .dim)
    let cursor = min(pane.cursor.row, max(0, rejected.count - 1))
    var right: [Segment] = [Segment(Line("newest first, last \(kept) kept", .dim), rank: 2)]
    if !rejected.isEmpty { right.append(Segment(Line("\(cursor + 1) of \(rejected.count)", .text), rank: 1)) }
    grid.titleRule([Segment(title, rank: 0)], right, in: area.rows(0, 1))
    grid.draw(reasons(sources), [], in: area.row(1))
    guard !rejected.isEmpty else {
      let text =
        total == 0
        ? "No line was rejected." : "The rejected lines themselves are no longer kept; these are the counts."
      grid.draw(Line(text, total == 0 ? .healthy : .dim), in: area.rows(3, 1))
      return
    }
    let preview = area.height >= 16 ? min(6, area.height / 3) : 0
    let list = area.rows(2, area.height - 2 - preview)
    // The cursor stays in the middle where it can.
    let first = max(0, min(cursor - (list.height - 1) / 2, rejected.count - (list.height - 1)))
    let columns = columns(area.width)
    Table(columns: columns, rowCount: rejected.count, selected: cursor, firstRow: first, spacing: 1) {
      Array(items(rejected[$0]).prefix(columns.count))
    }.draw(in: list, on: &grid)
    if preview > 0 { draw(rejected[cursor], in: area.rows(area.height - preview, preview), on: &grid) }
  }

  // The line under the cursor: why it was rejected, where it stands, and as much of it as is kept and fits.
  private static func draw(_ line: RejectedLine, in area: Rect, on grid: inout CellGrid) {
    var place = Line(line.source, .accent)
    if let number = line.lineNumber { place.add("  line \(NumberFormat.grouped(number))", .text) }
    place.add("  byte \(NumberFormat.grouped(line.byteOffset))", .dim)
    grid.titleRule([Segment(place, rank: 0)], [], in: area.row(0))
    let why = Line.prose(line.explanation, .notice, width: area.width).prefix(max(1, area.height - 2))
    for (row, line) in why.enumerated() { grid.draw(line, in: area.row(1 + row)) }
    var rest = SafeText(line.sample, in: grid.glyphs).glyphs[...]
    for row in 1 + why.count..<max(1 + why.count, area.height) where !rest.isEmpty {
      var width = 0
      let part = rest.prefix { glyph in
        width += glyph.width
        return width <= area.width
      }
      let isLast = row == area.height - 1
      let shown = (isLast ? rest : part).reduce(into: "") { $0.unicodeScalars.append($1.scalar) }
      grid.draw(Line(shown), in: area.row(row))
      rest = rest.dropFirst(part.count)
    }
  }

  private static func columns(_ width: Int) -> [Table.Column] {
    // Where there is little room, the line itself stands below the list only.
    let line = Table.Column("LINE AS READ", width: 16, weight: 1, priority: 4)
    return [
      Table.Column("TIME", width: 9, priority: 2),
      Table.Column("SOURCE", width: width >= 110 ? 20 : 13, priority: 3, truncation: .head),
      Table.Column("LINE/@BYTE", width: 11, alignment: .trailing, priority: 1),
      Table.Column("WHY", width: 24, weight: 2),
    ] + (width >= widthWithLine ? [line] : [])
  }

  private static let widthWithLine = 110

  private static func items(_ line: RejectedLine) -> [Table.Item] {
    [
      .text(line.time.clock + "Z", .dim),
      .text(line.source.split(separator: "/").last.map(String.init) ?? line.source),
      .text(line.lineNumber.map { NumberFormat.grouped($0) } ?? "@\(line.byteOffset)"),
      .text(line.explanation, Style(.notice)),
      .text(line.sample),
    ]
  }

  /// How many lines were rejected for which reason, most frequent first.
  static func reasons(_ sources: [SourceStatus]) -> [Segment] {
    let counts = sources.reduce(into: [:]) { $0.merge($1.rejectedByReason, uniquingKeysWith: &+) }
    return RejectionReason.ordered(counts).enumerated().map { place, entry in
      Segment(
        Line.figure(CompactFigure.compact(Double(entry.count)), entry.reason.words),
        rank: place)
    }
  }
}
