import Canvas
import Monitoring
import PlainText

/// What has changed in a row of the list since the mark, column by column.
struct WrapperChanges {
  private let now: WrapperSnapshot
  private let before: WrapperSnapshot?
  /// As `before`, where the rates of the mark cover a range as long.
  private let beforeRange: WrapperSnapshot?
  private let isSameDay: Bool
  /// False where the screen shows an instant before the mark: nothing was done since then.
  private let isAfter: Bool

  init(_ wrapper: WrapperSnapshot, _ frame: Frame) {
    now = wrapper
    before = frame.marked(wrapper)
    beforeRange = frame.markedRange(wrapper)
    isAfter = frame.shared.mark.map { $0.snapshot.at <= frame.at } ?? false
    isSameDay = frame.isMarkOfToday
  }

  /// The change in a column, no wider than the column.
  func line(_ kind: WrapperColumns.Kind, hasScoreColumn: Bool) -> Line {
    guard let before else { return kind == .state ? Line("new", .dim) : Line() }
    switch kind {
    case .state:
      // There is no room for the grade that it was; the detail says it.
      let (was, rank) = (Grade(before).rank, Grade(now).rank)
      if before.isIdle != now.isIdle { return before.isIdle ? Line("was IDLE", .dim) : Line() }
      return was == rank ? Line() : rank < was ? Line("worse", .error) : Line("better", .healthy)
    case .gauge: return hasScoreColumn ? Line() : score(before)
    case .score: return score(before)
    case .success: return rate(\.sums.successRate, worse: .lower)
    case .errors: return rate(\.sums.errorRate, worse: .higher)
    case .fallbacks: return rate(\.sums.fallbackRate, worse: .higher)
    case .p95:
      guard let beforeRange else { return Line() }
      return FigureCell(.duration, now.range.p95Ms, before: beforeRange.range.p95Ms, worse: .higher).change
    case .operations:
      return FigureCell(.count, now.operationsPerMinute, before: before.operationsPerMinute).change
    case .budget:
      // A new day begins at zero.
      guard isSameDay, now.tracksCosts else { return Line() }
      return FigureCell(.money, now.costToday.dollars, before: before.costToday.dollars).change
    case .active:
      return FigureCell(.tiny, Double(now.totals.active), before: Double(before.totals.active), worse: .higher).change
    case .name:
      guard isAfter else { return Line() }
      let done = FiguresWindow(from: before.totals, to: now.totals).figures.sums.operations
      return Line("\(CompactFigure.compact(Double(done))) \(NumberFormat.noun(done, "op")) since", .dim)
    case .toCap, .traffic, .failures, .lastError: return Line()
    }
  }

  private func score(_ before: WrapperSnapshot) -> Line {
    FigureCell(.score, now.health.score, before: before.health.score, worse: .lower).change
  }

  private func rate(_ rate: KeyPath<RangeFigures, Double>, worse: FigureCell.Worse) -> Line {
    guard let beforeRange, now.hasRates else { return Line() }
    let was = beforeRange.hasRates ? beforeRange.range[keyPath: rate] : nil
    return FigureCell(.rate, now.range[keyPath: rate], before: was, worse: worse).change
  }
}
