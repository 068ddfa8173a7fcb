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
    drawReasons(sources, frame, in: area.rows(1, 1), on: &grid)
    guard !rejected.isEmpty else {
      let text =
        total == 0
        ? "Every line so far was taken in." : "The rejected lines themselves are no longer kept; these are the counts."
      grid.draw(Line(text, total == 0 ? .healthy : .dim), in: area.rows(3, 1))
      return
    }
    let columns = Columns(width: area.width)
    columns.draw(
      ["TIME", "SOURCE", "LINE/@BYTE", "REASON", "FIELD", "LINE AS READ"].map { Line($0, .dim) }, in: area.rows(2, 1),
      frame, on: &grid)
    for (row, line) in rejected.dropFirst(offset).prefix(rows.height).enumerated() {
      columns.draw(cells(line), in: rows.rows(row, 1), frame, on: &grid)
    }
  }

  private static func cells(_ line: RejectedLine) -> [Line] {
    [
      Line(line.time.clock + "Z", .dim),
      Line(line.source.split(separator: "/").last.map(String.init) ?? line.source, .text),
      Line(line.lineNumber.map { CompactFigure.grouped($0) } ?? "@\(line.byteOffset)", .text),
      Line(line.reason.rawValue, .notice, .bold),
      Line(line.field ?? CompactFigure.none, line.field == nil ? .dim : .accent),
      Line(line.sample, .text),
    ]
  }

  private static func drawReasons(_ sources: [SourceStatus], _ frame: Frame, in row: Rect, on grid: inout CellGrid) {
    var counts: [(reason: RejectionReason, count: UInt64)] = []
    for reason in RejectionReason.allCases {
      let count = sources.reduce(UInt64(0)) { $0 &+ ($1.rejectedByReason[reason] ?? 0) }
      if count > 0 { counts.append((reason, count)) }
    }
    // Sorting is stable for equal counts: the order of SPEC 1.3 is kept.
    let ordered = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    let segments = ordered.enumerated().map { place, entry in
      Segment(
        HeaderPane.figure(CompactFigure.compact(Double(entry.element.count)), entry.element.reason.rawValue),
        rank: place)
    }
    grid.draw(segments, [], in: row)
  }

  /// The columns, which depend on the width only.
  private struct Columns {
    var widths: [Int]

    init(width: Int) {
      let source = width >= 110 ? 20 : width >= 80 ? 13 : 8
      let fixed = [9, source, 11, 16, width >= 100 ? 18 : 12]
      widths = fixed + [max(0, width - fixed.reduce(0) { $0 + $1 + 1 })]
    }

    func draw(_ cells: [Line], in row: Rect, _ frame: Frame, on grid: inout CellGrid) {
      var x = 0
      for (cell, width) in zip(cells, widths) {
        grid.draw(cell, in: row.columns(x, width))
        x += width + 1
      }
    }
  }
}
