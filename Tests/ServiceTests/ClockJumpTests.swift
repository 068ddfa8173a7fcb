import Events
import Monitoring
import Snapshots
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Service

/// The wall clock is set back and forth while events come early and late; totals lose nothing, and the store remembers all.
@Suite(.waiting) struct ClockJumpTests {
  private final class Clock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ start: Timestamp) { time = Mutex(start) }

    var now: Timestamp { time.withLock { $0 } }

    func jump(seconds: Int64) { time.withLock { $0 = $0.advanced(seconds: seconds) } }

    func jump(to instant: Timestamp) { time.withLock { $0 = instant } }
  }

  /// Where the clock goes next.
  private enum Jump: CustomTestStringConvertible {
    case by(seconds: Int64)
    case to(Timestamp)

    var testDescription: String {
      switch self {
      case .by(let seconds): "by \(seconds) s"
      case .to(let instant): "to \(instant)"
      }
    }
  }

  private let hour: Int64 = 3600
  private let day: Int64 = 86_400

  /// A batch of operations that end at the arrival and at instants around it, each of which costs a thousandth of a dollar.
  private func lines(_ batch: Int, now: Timestamp) -> (text: String, operations: UInt64) {
    let ends: [Int64?] = [nil, -1, -15, -700, -2 * hour, -25 * hour, -40 * day, 1, 200, 301, 2 * hour, 20 * hour]
    var text = ""
    for (number, offset) in ends.enumerated() {
      let end = offset.map { #","end_time":"\#(now.advanced(seconds: $0))""# } ?? ""
      let status = number % 3 == 0 ? "error" : "success"
      text += #"{"operation_id":"\#(batch)-\#(number)","wrapper_name":"w\#(number % 2)","status":"\#(status)","#
      text += #""duration_ms":5,"cost_estimate":0.001\#(end)}"# + "\n"
    }
    text += #"{"event":"start","operation_id":"open-\#(batch)","wrapper_name":"w0"}"# + "\n"
    return (text, UInt64(ends.count))
  }

  private struct Totals: Equatable {
    var total: UInt64 = 0
    var failed: UInt64 = 0
    /// Under way, or given up because they were for so long.
    var open: UInt64 = 0
    var cost = Money.zero

    init(_ snapshot: Snapshot) {
      for wrapper in snapshot.monitor.wrappers {
        total += wrapper.totals.total
        failed += wrapper.totals.failed
        open += UInt64(wrapper.totals.active) + wrapper.totals.abandoned
        cost += wrapper.totals.cost
      }
    }
  }

  private func total(_ core: Core) -> UInt64 { Totals(core.snapshot()).total }

  private static let journeys: [[Jump]] = [
    [.by(seconds: -3600), .by(seconds: 60), .by(seconds: 86_400), .by(seconds: -86_400)],
    [.by(seconds: 86_400), .by(seconds: 86_400), .by(seconds: -7 * 86_400), .by(seconds: 8 * 86_400)],
    [.by(seconds: 40 * 86_400), .by(seconds: -40 * 86_400), .by(seconds: -1), .by(seconds: 1)],
    // A board without a clock of its own begins at the epoch until it is told the time; some are told nonsense first.
    [.to(Timestamp(seconds: 0)), .to(testNow), .to(Timestamp(seconds: 4_102_444_800)), .to(testNow)],
  ]

  @Test(arguments: journeys) private func nothingIsLost(_ journey: [Jump]) async throws {
    let folder = try TemporaryFolder()
    let clock = Clock(testNow)
    let file = try folder.file("events.jsonl", "")
    var operations: UInt64 = 0
    var opened: UInt64 = 0
    // The program ends and begins anew after each half of the journey.
    for (run, jumps) in [journey.prefix(2), journey.dropFirst(2)].enumerated() {
      let host = MonitorSession(plan: IntakePlan(patterns: [file]), storePath: folder("store.db"), clock: { clock.now })
      let running = Task { try await host.run() }
      #expect(await eventually { host.core.snapshot().sources.first?.state == .live })
      #expect(total(host.core) == operations)
      for (step, jump) in ([.by(seconds: 0)] + jumps).enumerated() {
        switch jump {
        case .by(let seconds): clock.jump(seconds: seconds)
        case .to(let instant): clock.jump(to: instant)
        }
        // Times before 2000 are refused; then only what has none comes.
        let (text, count) =
          clock.now.microseconds > 0
          ? lines(run * 3 + step, now: clock.now) : (line("w1").replacing(/,"end_time":"[^"]*"/, with: ""), 1)
        try folder.append(text, to: "events.jsonl")
        operations += count
        opened += clock.now.microseconds > 0 ? 1 : 0
        try #require(await eventually { total(host.core) == operations }, "\(jump): \(Totals(host.core.snapshot()))")
        // Each range can be looked at from any instant, and back from there.
        for range in TimeRange.allCases {
          var scope = SnapshotScope()
          scope.timeRange = range
          scope.breakdown = .all
          scope.trends = .all
          #expect(Totals(host.core.snapshot(SnapshotRequest(scope: scope))).total == operations)
          for ago in [2 * hour, 23 * hour, 25 * hour, 31 * day] {
            scope.at = clock.now.advanced(seconds: -ago)
            #expect(Totals(host.core.snapshot(SnapshotRequest(scope: scope))).total <= operations)
          }
        }
      }
      let shown = Totals(host.core.snapshot())
      running.cancel()
      try await running.value
      let stored = Core(detail: .all) { clock.now }
      stored.restore(try StoreReader(path: folder("store.db")).load())
      #expect(Totals(stored.snapshot()) == shown)
      #expect(shown.total == operations)
    }
    // A day later all that lay ahead has come about, and still counts once.
    clock.jump(to: testNow.advanced(seconds: 80 * 365 * day))
    let last = Core(detail: .all) { clock.now }
    last.restore(try StoreReader(path: folder("store.db")).load())
    #expect(total(last) == operations)
    let totals = Totals(last.snapshot())
    #expect(totals.open == opened)
    #expect(totals.cost == Money(nanodollars: Int128(opened) * 12 * 1_000_000))
  }
}
