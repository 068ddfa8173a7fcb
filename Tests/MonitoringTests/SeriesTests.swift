import Events
import Monitoring
import Synchronization
import Testing

/// Series that are asked for by step (article Monitoring, Windows), and what else the library tells of the past.
@Suite struct SeriesTests {
  /// A monitor with operations at those instants, each of which takes a second; the clock stands at the last one.
  private func monitor(_ ends: [(String, isFailed: Bool)]) -> WrapperMonitor {
    let clock = Clock()
    let monitor = WrapperMonitor(clock: { clock.now })
    for (end, isFailed) in ends {
      let end = Timestamp(end) ?? Timestamp(seconds: 0)
      clock.now = end.advanced(seconds: -1)
      monitor.start("a", wrapper: "w")
      clock.now = end
      if isFailed { monitor.recordError("a", message: "m") }
      monitor.end("a")
    }
    return monitor
  }

  private final class Clock: Sendable {
    private let instant = Mutex(Timestamp(seconds: 0))
    var now: Timestamp {
      get { instant.withLock { $0 } }
      set { instant.withLock { $0 = newValue } }
    }
  }

  @Test func slotsOfEachLength() throws {
    let monitor = monitor([
      ("2026-01-01T10:59:58Z", false), ("2026-01-01T11:00:02Z", true), ("2026-01-01T11:00:31Z", false),
      ("2026-01-01T11:02:00Z", false),
    ])
    let tens = try monitor.series(of: "w", step: 10)
    #expect(tens.map(\.sums.operations) == [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    #expect(tens.first?.timestamp == Timestamp("2026-01-01T10:59:50Z"))
    #expect(tens.first?.sums.averageDurationMs == 1000)
    #expect(tens[1].errorRate == 1 && tens[1].sums.successRate == 0)
    #expect(tens[2].sums.successRate == 1 && tens[2].sums.averageDurationMs == nil)
    #expect(tens.allSatisfy { $0.p95Ms == nil })
    let minutes = try monitor.series(of: "w", step: 60)
    #expect(minutes.map(\.sums.operations) == [1, 2, 0, 1])
    #expect(minutes.map(\.failedWithoutFallback) == [0, 1, 0, 0])
    #expect(abs((minutes[1].p95Ms ?? 0) - 1000) < 11)
    let hours = try monitor.series(of: "w", step: 3600)
    #expect(hours.map(\.sums.operations) == [1, 3])
    let some = try monitor.series(
      of: "w", step: 60, since: Timestamp("2026-01-01T11:00:59Z"), until: Timestamp("2026-01-01T11:01:00Z"))
    #expect(some.map(\.sums.operations) == [2, 0])
    #expect(try monitor.series(of: "w", step: 60, since: Timestamp("2026-01-02T00:00:00Z")).isEmpty)
    #expect(
      try monitor.series(of: "w", step: 60, until: Timestamp("2030-01-01T00:00:00Z")).map(\.sums.operations)
        == [1, 2, 0, 1])
  }

  @Test func silenceIsShownForAsLongAsSlotsAreKept() throws {
    let monitor = monitor([("1971-01-01T00:00:00Z", false)])
    _ = monitor.start("b", wrapper: "v")
    let state = monitor.withState { state in
      _ = state.snapshot(at: Timestamp(seconds: 1_767_312_000))
      return state
    }
    let points = try state.series(
      of: "w", step: 10, from: Timestamp(microseconds: .min), through: Timestamp(microseconds: .max))
    #expect(points.count == 723)
    #expect(points.first?.sums.operations == 1)
    #expect(try state.series(of: "v", step: 10, from: Timestamp(seconds: 0), through: Timestamp(seconds: 9)).isEmpty)
  }

  @Test func whatIsNotThereIsSaid() {
    let monitor = monitor([("2026-01-01T10:59:58Z", false)])
    #expect(throws: SeriesError.noSuchStep(30)) { try monitor.series(of: "w", step: 30) }
    #expect(throws: SeriesError.unknownWrapper("v")) { try monitor.series(of: "v", step: 10) }
    #expect(SeriesError.noSuchStep(30).description.contains("10 (an hour), 60 (24 hours) or 3600 (30 days)"))
    #expect(monitor.trends(of: "w") == [])
    #expect(monitor.trends(of: "v") == nil)
  }

  @Test func theLibraryLooksBack() {
    let monitor = monitor([("2026-01-01T10:00:00Z", true), ("2026-01-01T11:30:00Z", false)])
    var scope = SnapshotScope()
    scope.at = Timestamp("2026-01-01T10:30:00Z")
    #expect(monitor.snapshot(scope: scope).system.errorCount == 1)
    #expect(monitor.snapshot(scope: scope).system.totalOperations == 1)
    #expect(monitor.snapshot().system.totalOperations == 2)
  }
}
