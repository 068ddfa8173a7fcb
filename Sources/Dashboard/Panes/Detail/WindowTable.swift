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

  let name: String
  let figures: RangeFigures
  /// What the window cost; nil where the detail was not asked for.
  var costs: CostSum?

  init(_ name: String, _ figures: RangeFigures) {
    self.name = name
    self.figures = figures
    costs = figures.sums.costs
  }

  static func name(_ range: TimeRange) -> String { "last \(range.name)" }

  /// The hour by which health goes, the day, the time range, and all there ever was, the shortest first.
  static func all(_ wrapper: WrapperSnapshot, range: TimeRange) -> [FiguresWindow] {
    TimeRange.allCases.compactMap { candidate in
      if candidate == range { return FiguresWindow(name(range), wrapper.range) }
      if candidate == .hour { return hour(wrapper) }
      return candidate == .day ? wrapper.detail.map { FiguresWindow(name(.day), $0.stats.figures) } : nil
    } + [FiguresWindow("in all", wrapper.totals)]
  }

  private static func hour(_ wrapper: WrapperSnapshot) -> FiguresWindow {
    var figures = RangeFigures(wrapper.health.sums)
    figures.p50Ms = wrapper.detail?.p50LastHourMs
    figures.p95Ms = wrapper.p95LastHourMs
    figures.p99Ms = wrapper.detail?.p99LastHourMs
    return FiguresWindow(name(.hour), figures)
  }

  private init(_ name: String, _ totals: WrapperTotals) {
    var figures = RangeFigures(Sums(totals))
    figures.p50Ms = totals.p50Ms
    figures.p95Ms = totals.p95Ms
    figures.p99Ms = totals.p99Ms
    self.init(name, figures)
  }

  /// What was done between two states of the totals. Quantiles cannot be told from them.
  init(from before: WrapperTotals?, to now: WrapperTotals) {
    var sums = Sums(now)
    // A mark may lie after the instant on the screen: nothing was done since.
    if let before { sums.takeOut(Sums(before)) }
    sums.costs.amount = max(.zero, sums.costs.amount)
    self.init(Self.sinceMark, RangeFigures(sums))
  }

  /// The figures, with those of the same window at the mark.
  func cells(before: FiguresWindow?) -> [FigureCell] {
    let (sums, was) = (figures.sums, before?.figures.sums)
    func rate(_ count: KeyPath<Sums, UInt64>, worse: FigureCell.Worse, role: Role = .text) -> FigureCell {
      func share(_ sums: Sums) -> Double? {
        sums.operations == 0 ? nil : Double(sums[keyPath: count]) / Double(sums.operations)
      }
      return FigureCell(.rate, share(sums), before: was.flatMap(share), worse: worse, role: role)
    }
    func duration(_ key: KeyPath<RangeFigures, Double?>) -> FigureCell {
      var cell = FigureCell(.duration, figures[keyPath: key], before: before?.figures[keyPath: key], worse: .higher)
      // Quantiles of all there ever was are not known of the past.
      cell.isComparable = cell.before != nil || was?.operations == 0
      return cell
    }
    return [
      FigureCell(.count, Double(sums.operations), before: was.map { Double($0.operations) }),
      rate(\.successful, worse: .lower),
      rate(\.failed, worse: .higher, role: sums.failed > 0 ? .error : .text),
      rate(\.fallback, worse: .higher, role: sums.fallback > 0 ? .fallback : .text),
      duration(\.sums.averageDurationMs), duration(\.p50Ms), duration(\.p95Ms), duration(\.p99Ms),
      FigureCell(costs, before: before?.costs),
    ]
  }
}

extension Sums {
  /// What there ever was. How many of those had a duration is not known: as good as all, if any has.
  fileprivate init(_ totals: WrapperTotals) {
    self.init()
    operations = totals.total
    successful = totals.successful
    failed = totals.failed
    fallback = totals.fallback
    timed = totals.durationSumNanoseconds > 0 ? totals.total : 0
    durationSum = totals.durationSumNanoseconds
    costs = totals.costs
  }
}
