import Canvas
import Events
import Snapshots

/// The lines that were not taken in, newest first, and why.
enum RejectedPane {
  /// How many the core keeps (SPEC 1.3).
  private static let kept = 200

  static func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let sources = frame.snapshot?.sources ?? []
    let rejected = frame.snapshot?.rejected ?? []
    let total = sources.reduce(UInt64(0)) { $0 &+ $1.rejected }
    var title = Line("rejected lines ", .title, .bold)
    title.add(CompactFigure.grouped(total), .text)
    title.add(" in all", .dim)
    let offset = min(frame.state.scroll.rejected, max(0, rejected.count - 1))
    let rows = area.rows(3, area.height - 3)
    var right: [Segment] = [Segment(Line("newest first, the last \(kept) are kept", .dim), rank: 2)]
    if !rejected.isEmpty {
      let last = min(rejected.count, offset + rows.height)
      right.append(Segment(Line("\(offset + 1) to \(last) of \(rejected.count)", .text), rank: 1))
    }
    grid.titleRule([Segment(title, rank: 0)], right, in: area.rows(0, 1))
    grid.draw(reasons(sources), [], in: area.row(1))
    guard !rejected.isEmpty else {
      let text =
        total == 0
        ? "Every line so far was taken in." : "The rejected lines themselves are no longer kept; these are the counts."
      grid.draw(Line(text, total == 0 ? .healthy : .dim), in: area.rows(3, 1))
      return
    }
    Table(columns: columns(area.width), rowCount: rejected.count, firstRow: offset, spacing: 1) { items(rejected[$0]) }
      .draw(in: area.rows(2, area.height - 2), on: &grid)
  }

  private static func columns(_ width: Int) -> [Table.Column] {
    [
      Table.Column("TIME", width: 9), Table.Column("SOURCE", width: width >= 110 ? 20 : 13, truncation: .head),
      Table.Column("LINE/@BYTE", width: 11, alignment: .trailing), Table.Column("REASON", width: 16),
      Table.Column("FIELD", width: width >= 110 ? 16 : 10, priority: 1),
      Table.Column("LINE AS READ", width: 8, weight: 1, priority: 2),
    ]
  }

  private static func items(_ line: RejectedLine) -> [Table.Item] {
    [
      .text(line.time.clock + "Z", .dim),
      .text(line.source.split(separator: "/").last.map(String.init) ?? line.source),
      .text(line.lineNumber.map { CompactFigure.grouped($0) } ?? "@\(line.byteOffset)"),
      .text(line.reason.rawValue, Style(.notice, .bold)),
      .text(line.field ?? Figure.missing, line.field == nil ? .dim : .accent),
      .text(line.sample),
    ]
  }

  /// How many lines were rejected for which reason, most frequent first.
  static func reasons(_ sources: [SourceStatus]) -> [Segment] {
    var counts: [(reason: RejectionReason, count: UInt64)] = []
    for reason in RejectionReason.allCases {
      let count = sources.reduce(UInt64(0)) { $0 &+ ($1.rejectedByReason[reason] ?? 0) }
      if count > 0 { counts.append((reason, count)) }
    }
    // Sorting is stable for equal counts: the order of SPEC 1.3 is kept.
    let ordered = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return ordered.enumerated().map { place, entry in
      Segment(
        HeaderPane.figure(CompactFigure.compact(Double(entry.element.count)), entry.element.reason.rawValue),
        rank: place)
    }
  }
}
