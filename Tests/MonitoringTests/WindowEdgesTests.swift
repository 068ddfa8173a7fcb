import Events
import TestSupport
import Testing

@testable import Monitoring

/// Every figure is the plain sum over what ended in the span that it is shown for (article Monitoring, Windows):
/// windows begin with the slot that holds the instant their length ago, breakdowns cover exactly the whole slots that
/// they tell.
@Suite struct WindowEdgesTests {
  /// Something that happened, as a plain list has it.
  private struct Happened: Equatable {
    var wrapper: String
    var end: Int64
    var model = 0
    var isFailed = false
    var isFallback = false
    /// Nano-dollars.
    var cost: Int64 = 0
    /// False for spending of no operation.
    var isOperation = true
  }

  /// What a plain list, or a view, says of a span.
  private struct Sums: Equatable {
    var total: UInt64 = 0
    var successful: UInt64 = 0
    var failed: UInt64 = 0
    var fallback: UInt64 = 0
    var cost: Int128 = 0

    init(_ happened: some Sequence<Happened>) {
      for one in happened {
        cost += Int128(one.cost)
        guard one.isOperation else { continue }
        total += 1
        if one.isFailed { failed += 1 }
        if one.isFallback { fallback += 1 } else if !one.isFailed { successful += 1 }
      }
    }

    init(_ figures: RangeFigures) {
      let sums = figures.sums
      (total, successful, failed, fallback) = (sums.operations, sums.successful, sums.failed, sums.fallback)
      cost = sums.costs.amount.nanodollars
    }

    init(_ group: GroupFigures) {
      (total, successful, failed, fallback) = (group.operations, group.successful, group.failed, group.fallback)
      cost = group.cost.nanodollars
    }
  }

  /// Lines that arrive together, and what they come to.
  private struct Arrival {
    var now: Int64
    var lines: [String] = []
    var happened: [Happened] = []
  }

  private static let begin: Int64 = 1_767_312_000_000_000
  private static let second: Int64 = 1_000_000
  private static let wrappers = ["a", "b", "c"]

  // Forty hours, the last of them dense: records of every status, operations reported as they happen, spending of no
  // operation; most in time, some late by minutes or hours, some a little ahead.
  private func traffic(_ random: inout SeededRandom) -> [Arrival] {
    let length = 40 * 3600 * Self.second
    let instants = (0..<900).map { place in
      let reach = [3600, 7200, 100_000, 144_000][place % 4] * Self.second
      return Self.begin + length - Int64.random(in: 0..<reach, using: &random)
    }.sorted()
    return instants.enumerated().map { place, now in
      var arrival = Arrival(now: now)
      for number in 0..<Int.random(in: 1...3, using: &random) {
        add(to: &arrival, id: "\(place)-\(number)", &random)
      }
      return arrival
    }
  }

  private func add(to arrival: inout Arrival, id: String, _ random: inout SeededRandom) {
    let lateness: Int64 =
      random.happens(0.7)
      ? Int64.random(in: 0..<2, using: &random)
      : [Int64.random(in: -290..<0, using: &random), 700, 4000, 20_000][Int.random(in: 0..<4, using: &random)]
    let told = arrival.now - lateness * Self.second - Int64.random(in: 0..<Self.second, using: &random)
    let text = Timestamp(microseconds: told).description
    var one = Happened(
      wrapper: Self.wrappers[Int.random(in: 0..<3, using: &random)], end: min(told, arrival.now),
      model: Int.random(in: 0..<4, using: &random), cost: Int64.random(in: 0..<2_000_000, using: &random))
    let cost = Money(nanodollars: Int128(one.cost)).description
    let custom = #""custom_metrics":{"model_used":"m\#(one.model)"}"#
    if random.happens(0.1) {
      one.isOperation = false
      arrival.lines.append(
        #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"\#(one.wrapper)","time":"\#(text)","cost_estimate":\#(cost)}"#
      )
    } else if lateness < 3000, random.happens(0.2) {
      // Those that began more than an hour ago would be taken for abandoned.
      let outcome = ["success", "error", "timeout", "cancel", "fallback"][Int.random(in: 0..<5, using: &random)]
      one.isFailed = !["success", "fallback"].contains(outcome)
      one.isFallback = outcome == "fallback"
      arrival.lines += [
        #"{"event":"start","operation_id":"\#(id)","wrapper_name":"\#(one.wrapper)","time":"\#(text)",\#(custom)}"#,
        #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"\#(one.wrapper)","time":"\#(text)","cost_estimate":\#(cost)}"#,
        #"{"event":"\#(outcome)","operation_id":"\#(id)","time":"\#(text)","error_message":"e","fallback_reason":"r"}"#,
        #"{"event":"end","operation_id":"\#(id)","time":"\#(text)"}"#,
      ]
    } else {
      let status = ["success", "error", "timeout", "cancelled", "fallback"][Int.random(in: 0..<5, using: &random)]
      one.isFailed = !["success", "fallback"].contains(status)
      one.isFallback = status == "fallback" || random.happens(0.2)
      arrival.lines.append(
        #"{"wrapper_name":"\#(one.wrapper)","end_time":"\#(text)","status":"\#(status)","fallback_used":\#(one.isFallback),"#
          + #""cost_estimate":\#(cost),\#(custom)}"#)
    }
    arrival.happened.append(one)
  }

  /// The length of the slots with which a window begins.
  private func slot(_ range: TimeRange) -> Int64 {
    switch range {
    case .fiveMinutes, .hour: 10
    case .day: 60
    case .week, .month: 3600
    }
  }

  @Test(arguments: modelSeeds(3, brief: 1)) func everyFigureIsThePlainSumOfItsSpan(seed: Int) throws {
    var random = SeededRandom(seed: seed)
    var state = MonitorState(breakdownHours: 721, breakdownsHaveStore: seed % 2 == 0)
    var feed = Feed(state: state)
    var happened: [Happened] = []
    let traffic = traffic(&random)
    for (place, arrival) in traffic.enumerated() {
      feed.now = Timestamp(microseconds: arrival.now)
      feed.batch(arrival.lines)
      happened += arrival.happened
      if random.happens(0.05) { _ = feed.state.takeFreshBreakdowns(of: 0) }
      guard place == traffic.count - 1 || place > 300 && random.happens(0.003) else { continue }
      let now = arrival.now + Int64.random(in: 0..<400_000_000, using: &random)
      state = feed.state
      try check(state, happened, now: now, at: nil)
      for back: Int64 in [20, 400, 3000, 12_000, 50_000] {
        // The last instant of ten seconds: what ended later in them counts as well where one looks back.
        let at = (now / 10_000_000 - back / 10) * 10_000_000 - 1
        try check(state, happened, now: now, at: at)
      }
    }
    #expect(feed.rejected.isEmpty)
  }

  private func check(_ state: MonitorState, _ happened: [Happened], now: Int64, at past: Int64?) throws {
    let at = past ?? now
    for range in TimeRange.allCases {
      var state = state
      var scope = SnapshotScope.all(range, at: past.map { Timestamp(microseconds: $0) })
      scope.breakdown = .all
      scope.costs = CostScope()
      let snapshot = state.snapshot(at: Timestamp(microseconds: now), scope: scope)
      for wrapper in snapshot.wrappers {
        let own = happened.filter { $0.wrapper == wrapper.name }
        checkWindows(wrapper, own, range, at: at, ago: (now - at) / Self.second)
        let detail = try #require(wrapper.detail), breakdown = try #require(detail.breakdown)
        expect(breakdown, covers: own, range, at: at, now: now)
        // The same on the view of costs, of that wrapper alone.
        let costs = try #require(
          state.costs(CostScope(wrapper: wrapper.name), of: range, at: Timestamp(microseconds: at)))
        #expect(costs.analysis.breakdown.all == breakdown.all && costs.analysis.breakdown.from == breakdown.from)
        #expect(costs.analysis.through == breakdown.until)
      }
      let analysis = try #require(snapshot.costs?.analysis)
      #expect(analysis.through == analysis.breakdown.until)
      expect(analysis.breakdown, covers: happened, range, at: at, now: now)
      #expect(
        analysis.wrappers.map(Sums.init).reduce(0) { $0 + $1.total } == analysis.breakdown.all.operations)
    }
  }

  // The overview, the table of windows, the series.
  private func checkWindows(
    _ wrapper: WrapperSnapshot, _ own: [Happened], _ range: TimeRange, at: Int64, ago: Int64
  ) {
    func window(_ seconds: Int64, slot: Int64) -> Sums {
      let first = (at - seconds * Self.second) / (slot * Self.second) * slot * Self.second
      return Sums(own.filter { $0.end >= first && $0.end <= at })
    }
    // Farther back only coarser slots are kept: LookingBackTests hold how far off that is.
    guard ago < 3500, range.seconds <= 3600 || ago < 900 else { return }
    #expect(Sums(wrapper.range) == window(range.seconds, slot: slot(range)), "\(range) \(ago) s ago")
    let hour = window(3600, slot: 10)
    #expect(wrapper.health.sums.operations == hour.total && wrapper.health.sums.failed == hour.failed)
    #expect(wrapper.health.sums.successful == hour.successful)
    #expect(wrapper.health.sums.fallback == hour.fallback)
    #expect(wrapper.health.sums.costs.amount.nanodollars == hour.cost)
    guard ago < 900 else { return }
    let day = window(86400, slot: 60)
    #expect(
      wrapper.detail?.stats.figures.sums.operations == day.total
        && wrapper.detail?.stats.figures.sums.failed == day.failed)
    #expect(wrapper.detail?.stats.figures.sums.costs.amount.nanodollars == day.cost)
  }

  // The views that take operations apart: their span holds the time range, and their sums are those of the span.
  private func expect(
    _ breakdown: BreakdownSummary, covers own: [Happened], _ range: TimeRange, at: Int64, now: Int64
  ) {
    let from = breakdown.from.microseconds, until = breakdown.until.microseconds
    let asked = at - range.seconds * Self.second
    #expect(from <= asked && asked - from < 3600 * Self.second)
    #expect(until >= at && until <= now && until - at < 3600 * Self.second)
    let inside = own.filter { $0.end >= from && ($0.end < until || until == now && $0.end == now) }
    #expect(Sums(breakdown.all) == Sums(inside), "\(range) \((now - at) / Self.second) s ago")
    for group in breakdown.models {
      #expect(Sums(group) == Sums(inside.filter { $0.isOperation && "m\($0.model)" == group.name }))
    }
  }
}
