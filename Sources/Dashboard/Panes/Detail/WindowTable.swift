import Canvas
import Events
import Monitoring

/// What a wrapper did in several windows, one under the other, so that now can be compared with before; with a mark,
/// what has changed since then, and what was done since then.
struct WindowTable {
  private let table = MetricTable(
    "", leastName: 10, mostName: 10,
    [
      MetricTable.Column("OPS", 5), MetricTable.Column("OK%", 4, rank: 2), MetricTable.Column("ERR%", 4),
      MetricTable.Column("FB%", 4, rank: 1), MetricTable.Column("MEAN", 5, rank: 5),
      MetricTable.Column("P50", 5, rank: 4), MetricTable.Column("P95", 5), MetricTable.Column("P99", 5, rank: 3),
      MetricTable.Column("COST", FigureCell.costWidth, rank: 1),
    ])
  private let windows: [FiguresWindow]
  private let before: [FiguresWindow]
  private let wrapper: String
  private let chosen: String
  private let isMarked: Bool

  static let width = 74

  init(_ wrapper: WrapperSnapshot, _ frame: Frame) {
    let range = frame.range
    self.wrapper = wrapper.name
    isMarked = frame.isMarked
    chosen = FiguresWindow.name(range)
    let marked = frame.marked(wrapper)
    var windows = FiguresWindow.all(wrapper, range: range)
    // What is looked for with a mark comes first: where there is little room, the rest goes.
    if isMarked { windows.insert(FiguresWindow(from: marked?.totals, to: wrapper.totals), at: 0) }
    self.windows = windows
    // A range as long as the one on the screen may not have been looked at then.
    let markedRange = frame.shared.mark?.snapshot.monitor.timeRange ?? range
    before = marked.map { FiguresWindow.all($0, range: markedRange) } ?? []
  }

  var rows: Int { 1 + windows.count + (isMarked ? windows.count - 1 : 0) }

  func draw(in area: Rect, on grid: inout CellGrid) {
    // All at once, since each window is part of the next.
    grid.pace(area.rows(0, rows), .slow, urgent: [wrapper])
    table.drawHeading(in: area.rows(0, 1), on: &grid)
    var row = 1
    for window in windows {
      let cells = window.cells(before: before.first { $0.name == window.name })
      let name = Span(window.name, window.name == chosen ? .accent : .dim)
      table.draw(name, cells, in: area.rows(row, 1), on: &grid)
      row += 1
      guard isMarked, window.name != FiguresWindow.sinceMark else { continue }
      table.drawChanges(cells, in: area.rows(row, 1), on: &grid)
      row += 1
    }
  }
}

/// The figures of one window.
struct FiguresWindow {
  static let sinceMark = "from mark"

  var name: String
  var total: UInt64
  var failed: UInt64
  var fallback: UInt64
  var successful: UInt64
  var mean, p50, p95, p99: Double?
  var costs: CostSum?

  static func name(_ range: TimeRange) -> String { "last \(range.name)" }

  /// The hour by which health goes, the day, the time range, and all there ever was, the shortest first.
  static func all(_ wrapper: WrapperSnapshot, range: TimeRange) -> [FiguresWindow] {
    TimeRange.allCases.compactMap { candidate in
      if candidate == range { return FiguresWindow(name(range), wrapper.range) }
      if candidate == .hour { return hour(wrapper) }
      return candidate == .day ? wrapper.detail.map { day($0) } : nil
    } + [FiguresWindow("in all", wrapper.totals)]
  }

  private static func hour(_ wrapper: WrapperSnapshot) -> FiguresWindow {
    let health = wrapper.health
    return FiguresWindow(
      name: name(.hour), total: health.totalOperations, failed: health.failedOperations,
      fallback: health.fallbackOperations, successful: health.successfulOperations, mean: health.averageDurationMs,
      p50: wrapper.detail?.p50LastHourMs, p95: wrapper.p95LastHourMs, p99: wrapper.detail?.p99LastHourMs,
      costs: wrapper.detail?.costsLastHour)
  }

  private static func day(_ detail: WrapperDetail) -> FiguresWindow {
    let stats = detail.stats
    return FiguresWindow(
      name: name(.day), total: stats.totalOperations, failed: stats.failedOperations,
      fallback: stats.fallbackOperations, successful: stats.successfulOperations, mean: stats.averageDurationMs,
      p50: stats.p50Ms, p95: stats.p95Ms, p99: stats.p99Ms, costs: detail.costsLastDay)
  }

  /// The figures, with those of the same window at the mark.
  func cells(before: FiguresWindow?) -> [FigureCell] {
    func share(_ count: KeyPath<FiguresWindow, UInt64>, _ window: FiguresWindow?) -> Double? {
      window.flatMap { $0.total == 0 ? nil : Double($0[keyPath: count]) / Double($0.total) }
    }
    func duration(_ key: KeyPath<FiguresWindow, Double?>) -> FigureCell {
      var cell = FigureCell(.duration, self[keyPath: key], before: before?[keyPath: key], worse: .higher)
      // Quantiles of all there ever was are not known of the past.
      cell.isComparable = cell.before != nil || before?.total == 0
      return cell
    }
    return [
      FigureCell(.count, Double(total), before: before.map { Double($0.total) }),
      FigureCell(.rate, share(\.successful, self), before: share(\.successful, before), worse: .lower),
      FigureCell(
        .rate, share(\.failed, self), before: share(\.failed, before), worse: .higher,
        role: failed > 0 ? .error : .text),
      FigureCell(
        .rate, share(\.fallback, self), before: share(\.fallback, before), worse: .higher,
        role: fallback > 0 ? .fallback : .text),
      duration(\.mean), duration(\.p50), duration(\.p95), duration(\.p99),
      FigureCell(costs, before: before?.costs),
    ]
  }
}

extension FiguresWindow {
  init(_ name: String, _ figures: RangeFigures) {
    self.init(
      name: name, total: figures.total, failed: figures.failed, fallback: figures.fallback,
      successful: figures.successful, mean: figures.averageDurationMs, p50: figures.p50Ms, p95: figures.p95Ms,
      p99: figures.p99Ms, costs: figures.costs)
  }

  init(_ name: String, _ totals: WrapperTotals) {
    let isMeasured = totals.durationSumNanoseconds > 0 && totals.total > 0
    self.init(
      name: name, total: totals.total, failed: totals.failed, fallback: totals.fallback,
      successful: totals.successful,
      mean: isMeasured ? Double(totals.durationSumNanoseconds) / Double(totals.total) / 1e6 : nil, p50: totals.p50Ms,
      p95: totals.p95Ms, p99: totals.p99Ms, costs: totals.costs)
  }

  /// What was done between two states of the totals. Quantiles cannot be told from them.
  init(from before: WrapperTotals?, to now: WrapperTotals) {
    var totals = WrapperTotals()
    let before = before ?? totals
    // A mark may lie after the instant on the screen: nothing was done since.
    func grown(_ count: KeyPath<WrapperTotals, UInt64>) -> UInt64 {
      now[keyPath: count] > before[keyPath: count] ? now[keyPath: count] - before[keyPath: count] : 0
    }
    totals.total = grown(\.total)
    totals.failed = min(totals.total, grown(\.failed))
    totals.fallback = min(totals.total, grown(\.fallback))
    totals.successful = min(totals.total, grown(\.successful))
    totals.durationSumNanoseconds = max(0, now.durationSumNanoseconds - before.durationSumNanoseconds)
    totals.cost = Money(nanodollars: max(0, now.cost.nanodollars - before.cost.nanodollars))
    totals.estimated = Money(nanodollars: max(0, now.estimated.nanodollars - before.estimated.nanodollars))
    totals.unpriced = grown(\.unpriced)
    self.init(Self.sinceMark, totals)
  }
}
