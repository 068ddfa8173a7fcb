import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

/// What the costs of the time range were made of.
enum CostsBreakdown {
  /// How many rows are listed at once.
  static func rows(_ area: Rect, _ content: CostsContent) -> Int {
    max(1, area.height - 1 - notices(content, area).count)
  }

  static func draw(_ content: CostsContent, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    guard let analysis = content.report?.analysis else {
      EmptyText.draw(EmptyText.pending(frame), in: area, on: &grid)
      return
    }
    let notices = notices(content, area)
    for (row, line) in notices.enumerated() { grid.draw(line, in: area.row(row)) }
    let list = area.rows(notices.count, area.height - notices.count)
    let rows = content.rows()
    guard !rows.isEmpty else {
      EmptyText.draw(nothing(content, frame), in: list, on: &grid)
      return
    }
    let cursor = content.state.breakdown
    // What is under the cursor is told in full where there is room below.
    let below = list.rows(rows.count + 2, list.height - rows.count - 2)
    if below.height >= leastFull, rows.indices.contains(cursor.row), let report = content.report {
      draw(rows[cursor.row], report, content, in: below, on: &grid)
    }
    let columns = Self.columns(content, isMarked: frame.isMarked)
    let order = content.state.costOrder
    Table(
      columns: columns.map(\.column), rowCount: rows.count,
      sorting: columns.firstIndex { $0.sorts == order.column }.map {
        Table.Sorting(column: $0, isDescending: order.isDescending(content.state.dimension))
      },
      selected: content.section == .breakdown ? cursor.row : nil, firstRow: cursor.top, spacing: 1
    ) { place in
      items(rows[place], of: analysis.breakdown.all, content, frame)
    }.draw(in: list, on: &grid)
  }

  private static let leastFull = 6

  private static func draw(
    _ row: CostRow, _ report: CostReport, _ content: CostsContent, in area: Rect, on grid: inout CellGrid
  ) {
    let lines = FullFigures.group(row, content.state.dimension, report, width: area.width - 3)
    let name = SafeText(row.title).truncated(to: area.width - 3, .middle).string
    grid.draw(Line(name, .accent, .bold), in: area.row(0).columns(2, area.width - 2))
    let hasMore = lines.count > area.height - 1
    for (place, line) in lines.prefix(area.height - (hasMore ? 2 : 1)).enumerated() {
      grid.draw(line, in: area.row(1 + place).columns(2, area.width - 2))
    }
    if hasMore {
      grid.draw(
        Line("enter", .key).adding(" shows all of it", .dim), in: area.row(area.height - 1).columns(2, area.width - 2))
    }
  }

  /// All that the range cost.
  static func total(_ content: CostsContent) -> Line {
    content.report.map { Line(CompactCost.sum($0.analysis.breakdown.all.costs), .cost, .bold) } ?? Line()
  }

  /// How much of that the rows do not tell; nil if they tell all of it.
  static func rest(_ content: CostsContent) -> Line? {
    guard let analysis = content.report?.analysis else { return nil }
    let told = content.state.dimension.rows(analysis, clock: content.clock)
      .reduce(Int128(0)) { $0 + $1.cost.nanodollars }
    let rest = analysis.breakdown.all.cost.nanodollars - told
    guard rest > 0, told > 0 else { return nil }
    return Line(
      "\(CompactFigure.money(Money(nanodollars: rest), analysis.breakdown.all.costs.certainty)) of it without"
        + " \(content.state.dimension.word)", .dim)
  }

  // What must not be missed: tokens without a price, and a range that is not covered.
  private static func notices(_ content: CostsContent, _ area: Rect) -> [Line] {
    guard let all = content.report?.analysis.breakdown.all, area.height >= 4 else { return [] }
    var lines: [Line] = []
    if all.unpriced > 0 {
      let names = content.unpricedModels.map(\.name)
      var line = Line("! NO PRICE ", .critical, .bold)
      line.add(
        "for \(CompactFigure.compact(Double(all.unpricedTokens))) tokens of"
          + " \(CompactFigure.compact(Double(all.unpriced))) operations: ", .notice)
      line.add(names.isEmpty ? "their model is not told" : names.joined(separator: ", "), .notice, .bold)
      lines.append(line)
    }
    if let from = content.cutOff {
      lines.append(Line("only since \(content.clock.time(from)): nothing older is kept in full", .notice))
    }
    return lines
  }

  /// Above so many wrappers operations are not taken apart for long (article Monitoring, Windows).
  private static let crowd = 1_000

  private static func nothing(_ content: CostsContent, _ frame: Frame) -> [String] {
    let all = content.report?.analysis.breakdown.all
    if all?.operations ?? 0 == 0, frame.shared.listing.total > crowd {
      return [
        "Not taken apart: above \(NumberFormat.grouped(UInt64(crowd))) wrappers little is kept in full.",
        "d takes costs apart in another way; a single wrapper may be told: open it on budgets.",
      ]
    }
    guard let all, all.operations > 0 || all.costs != .zero else {
      return ["Nothing ended in this time range, so that there is nothing to take apart.", "] takes a longer one."]
    }
    return [
      "No \(content.state.dimension.word) is told in this time range.", content.state.dimension.whatWouldFillIt,
      "d takes costs apart in another way.",
    ]
  }

  private struct Column {
    var column: Table.Column
    var sorts: CostColumn?
  }

  private static func columns(_ content: CostsContent, isMarked: Bool) -> [Column] {
    func figure(_ title: String, _ width: Int, _ priority: Int, _ sorts: CostColumn?) -> Column {
      Column(column: Table.Column(title, width: width, alignment: .trailing, priority: priority), sorts: sorts)
    }
    let dimension = content.state.dimension
    var columns = [
      Column(
        column: Table.Column(dimension.heading, width: dimension.nameWidth, weight: 2, truncation: .middle),
        sorts: .name),
      figure("COST", CompactCost.width, Part.required, .cost),
      Column(column: Table.Column("SHARE", width: 5, weight: 1, priority: 3), sorts: nil),
      figure("%", 5, 7, nil),
      figure("OPS", 5, 6, .operations),
      figure("MEAN", 8, 5, .mean),
      figure("1K TOKENS", 9, 4, .perTokens),
      figure("TOKENS", 6, 2, .tokens),
      figure("MEDIAN", 8, 1, nil),
    ]
    if dimension == .kind || dimension.isTime { columns.removeSubrange(6...) }
    if dimension == .kind { columns.removeSubrange(4...) }
    if dimension == .user || dimension == .session { columns.removeLast() }
    if isMarked { columns.insert(figure("CHANGE", 8, 8, nil), at: 2) }
    return columns
  }

  private static func items(
    _ row: CostRow, of all: GroupFigures, _ content: CostsContent, _ frame: Frame
  ) -> [Table.Item] {
    let share = all.cost == .zero ? nil : row.cost.dollars / all.cost.dollars
    let isUnpriced = row.costs.unpriced > 0
    var items: [Table.Item] = [
      isUnpriced
        ? .line([Span("! ", .critical, .bold), Span(row.title, .notice)]) : .text(row.title, .accent),
      .text(row.costText, isUnpriced ? .notice : .cost),
      .gauge(Gauge(share, role: .cost)),
      .text(NumberFormat.percent(share)),
      .text(row.operations.map { CompactFigure.compact(Double($0)) } ?? CompactFigure.none),
      .text(CompactCost.each(row.mean)),
      .text(CompactCost.each(row.perThousandTokens)),
      .text(row.group.map { $0.tokens == 0 ? CompactFigure.none : CompactFigure.compact(Double($0.tokens)) } ?? ""),
      .text(CompactCost.each(row.group?.medianCostUsd)),
    ]
    if frame.isMarked { items.insert(.line(change(row, content, frame).spans), at: 2) }
    return items
  }

  // The change since the mark, if that has the same breakdown of a time range as long.
  private static func change(_ row: CostRow, _ content: CostsContent, _ frame: Frame) -> Line {
    guard let mark = frame.shared.mark?.snapshot, mark.monitor.timeRange == frame.range,
      let report = CostsContent(content.state, mark).report
    else { return Line("-", .dim) }
    let before = content.state.dimension.rows(report.analysis, clock: content.clock).first { $0.id == row.id }
    return FigureCell(.money, row.cost.dollars, before: before?.cost.dollars ?? 0).change
  }
}
