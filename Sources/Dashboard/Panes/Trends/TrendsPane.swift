import Canvas
import Events
import Monitoring
import PlainText
import Snapshots

extension KeyMode {
  /// What has changed of late.
  static let trends = KeyMode("trends", [.view, .opens])
}

/// What has changed of late, in all wrappers.
struct TrendsPane: Pane {
  static let modes = [KeyMode.trends]

  /// The cursor among the trends.
  private(set) var cursor = ListCursor<TrendRow.ID>()

  static func openings(_ digit: Key) -> [Binding] {
    [
      Binding(
        [digit], .open(id, .plain), "trends",
        "Trends of all wrappers; an arrow in the overview marks a figure that got worse",
        where: \.isView, .look, footer: 10)
    ]
  }

  mutating func update(_ input: PaneInput<Never>, _ context: inout PaneContext) -> [PaneEffect] {
    let rows = TrendRow.rows(context.snapshot)
    switch input {
    case .move(let movement): cursor.move(movement, page: context.page, count: rows.count) { rows[$0].id }
    case .accept:
      guard rows.indices.contains(cursor.row) else { return context.refuse("No trend to open") }
      let wrapper = rows[cursor.row].wrapper.name
      if !context.shared.listing.select(wrapper) {
        context.filterWrappers("")
        _ = context.shared.listing.select(wrapper)
      }
      return [.show(DetailPane.id)]
    case .back: return [.close]
    case .edit, .filter: break
    }
    return []
  }

  mutating func settle(_ context: inout PaneContext) {
    let rows = TrendRow.rows(context.snapshot)
    cursor.locate(count: rows.count) { rows[$0].id }
  }

  func addNeeds(to request: inout SnapshotRequest, _ context: PaneContext) {
    request.scope.trends = .all
  }

  func wrapper(_ context: PaneContext) -> String? {
    let rows = TrendRow.rows(context.snapshot)
    return rows.indices.contains(cursor.row)
      ? rows[cursor.row].wrapper.name : context.chosen?.name
  }

  func draw(_ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    TrendsView.draw(self, frame, in: area, on: &grid)
  }
}

/// A trend and the wrapper whose it is.
struct TrendRow {
  var wrapper: WrapperSnapshot
  var trend: Trend

  /// What a row is about.
  struct ID: Sendable, Equatable {
    var wrapper: String
    var metric: Trend.Metric
  }

  /// What identifies it among all trends.
  var id: ID { ID(wrapper: wrapper.name, metric: trend.metric) }

  /// All trends of a snapshot: what has got worse first, then by how unlikely they are.
  static func rows(_ snapshot: Snapshot?) -> [TrendRow] {
    let wrappers = snapshot?.monitor.wrappers ?? []
    let rows = wrappers.flatMap { wrapper in wrapper.trends.map { TrendRow(wrapper: wrapper, trend: $0) } }
    // Equal ones keep the order of names.
    return rows.enumerated().sorted { a, b in
      let (first, second) = (a.element.trend, b.element.trend)
      if first.isRegression != second.isRegression { return first.isRegression }
      let (far, near) = (first.deviations.magnitude, second.deviations.magnitude)
      return far == near ? a.offset < b.offset : far > near
    }.map(\.element)
  }
}

extension Trend.Metric {
  /// What it is called on the screen.
  var title: String {
    switch self {
    case .errorRate: "error rate"
    case .fallbackRate: "fallback rate"
    case .p95: "p95 latency"
    case .costPerOperation: "cost per operation"
    }
  }

  /// Its value as text.
  func text(_ value: Double) -> String {
    switch self {
    case .errorRate, .fallbackRate: CompactFigure.percent(value) + "%"
    case .p95: CompactFigure.duration(value)
    case .costPerOperation: NumberFormat.dollars(nanodollars: Money(dollars: value).nanodollars)
    }
  }
}

/// What has changed of late in any wrapper, and why that is not chance; what has got worse first (article Monitoring,
/// Trends).
enum TrendsView {
  static func draw(_ pane: TrendsPane, _ frame: Frame, in area: Rect, on grid: inout CellGrid) {
    let rows = TrendRow.rows(frame.snapshot)
    let worse = rows.count { $0.trend.isRegression }
    var title = Line("trends ", .title, .bold)
    title.add("\(worse) worse", worse > 0 ? .error : .text)
    title.add(", \(rows.count - worse) better", .text)
    let compared = Line("last 15 min against the 24 h before", .text)
    grid.titleRule([Segment(title, rank: 0)], [Segment(compared, rank: 1)], in: area.row(0))
    let body = area.rows(1, area.height - 1)
    guard !rows.isEmpty else {
      for (row, line) in nothing(frame, width: body.width - 2).enumerated() {
        grid.draw(line, in: body.rows(1 + row, 1).columns(1, body.width - 1))
      }
      return
    }
    let why = body.height >= 8 ? 4 : 0
    let list = body.rows(0, body.height - why)
    let cursor = max(0, min(pane.cursor.row, rows.count - 1))
    // The cursor stays in the middle where it can.
    let first = max(0, min(cursor - (list.height - 1) / 2, rows.count - (list.height - 1)))
    let glyphs = grid.glyphs
    Table(columns: columns(area.width), rowCount: rows.count, selected: cursor, firstRow: first, spacing: 1) {
      items(rows[$0], glyphs)
    }.draw(in: list, on: &grid)
    if why > 0 { draw(rows[cursor], in: body.rows(body.height - why, why), on: &grid) }
  }

  private static func nothing(_ frame: Frame, width: Int) -> [Line] {
    let count = NumberFormat.grouped(UInt64(frame.shared.listing.total))
    return Line.prose(
      "No trend in any of \(count) wrappers: nothing has changed by more than chance explains.", .healthy,
      width: width)
      + Line.prose(
        "Error rate, fallback rate, p95 latency and cost per operation of the last 15 min are compared with those of"
          + " the 24 h before. A change shows here when it is at least 20 % and over 3 standard deviations; p95 and cost"
          + " need 50 operations on either side.", .dim, width: width)
  }

  private static func columns(_ width: Int) -> [Table.Column] {
    let isWide = width >= 110
    return [
      Table.Column("TREND", width: 8),
      Table.Column("WRAPPER", width: isWide ? 28 : 12, weight: isWide ? 0 : 1, truncation: .middle),
      Table.Column("FIGURE", width: 18, priority: 2),
      Table.Column("BEFORE", width: 8, alignment: .trailing, priority: 3),
      Table.Column("NOW", width: 8, alignment: .trailing), Table.Column("CHANGE", width: 6, alignment: .trailing),
      Table.Column("DEVIATIONS", width: 10, alignment: .trailing, priority: 1),
    ]
  }

  private static func items(_ row: TrendRow, _ glyphs: GlyphSet) -> [Table.Item] {
    let trend = row.trend
    let role: Role = trend.isRegression ? .error : .healthy
    let badge = trend.isRegression ? "\(glyphs.rising) WORSE" : "\(glyphs.falling) BETTER"
    return [
      .text(badge, Style(role, .bold)), .text(row.wrapper.name, .accent), .text(trend.metric.title),
      .text(trend.metric.text(trend.baseline), .dim), .text(trend.metric.text(trend.recent)),
      .text(trend.changeText, role), .text(trend.deviationsText, .dim),
    ]
  }

  // The trend under the cursor in words.
  private static func draw(_ row: TrendRow, in area: Rect, on grid: inout CellGrid) {
    let trend = row.trend
    grid.titleRule([Segment(Line("why", .title, .bold), rank: 0)], [], in: area.row(0))
    let recent = CompactFigure.compact(Double(trend.recentOperations))
    let baseline = CompactFigure.compact(Double(trend.baselineOperations))
    let what = Line(row.wrapper.name, .accent, .bold).adding(": \(trend.metric.title) ", .text)
      .adding(trend.metric.text(trend.recent), .text, .bold)
      .adding(" over \(recent) operations, ", .dim)
      .adding(trend.metric.text(trend.baseline), .text, .bold)
      .adding(" over \(baseline) before", .dim)
    grid.draw(what, in: area.row(1))
    for (place, line) in Line.prose(trend.reason, .dim, width: area.width).enumerated() {
      grid.draw(line, in: area.rows(2 + place, 1))
    }
  }
}

extension Trend {
  /// The change relative to the baseline, at most 6 characters: `+120%`, `-35%`, `x14`, `new`.
  var changeText: String {
    guard change.isFinite else { return "new" }
    let percent = (change * 100).rounded()
    if percent >= 1000 { return "x" + CompactFigure.compact((change + 1).rounded()) }
    return (percent < 0 ? "-" : "+") + NumberFormat.fixed(percent.magnitude, 0) + "%"
  }

  /// How far from what was to be expected, at most 10 characters.
  var deviationsText: String {
    guard deviations.isFinite else { return "no spread" }
    let size = deviations.magnitude
    return size >= 999.5 ? ">999 sd" : NumberFormat.fixed(size, 1) + " sd"
  }

  /// Why it is not chance.
  var reason: String {
    switch metric {
    case .errorRate, .fallbackRate:
      "Very unlikely to be chance: the rates are \(deviationsText) apart, and 3 sd are needed."
    case .p95, .costPerOperation:
      deviations.isFinite
        ? "Very unlikely to be chance: \(deviationsText) from the mean of the earlier 10-minute values, and 3 sd are needed."
        : "Very unlikely to be chance: the earlier 10-minute values were all the same."
    }
  }
}
