import Events
import Monitoring
import Synchronization

/// A monitor under the same deterministic traffic each time: operations that start, last for one step of the clock and
/// end, one after the other, from wrapper to wrapper. Every tenth falls back, every fiftieth fails.
final class Workload {
  let monitor: WrapperMonitor
  let wrappers: [String]
  private let clock: SteppingClock
  // Ids come round again; by then the operation that had one has long ended.
  private let ids = (0..<4096).map { "operation-\($0)" }
  private var next = 0

  /// A monitor of `wrappers` wrappers, each operation taking `step` microseconds of its time.
  init(wrappers count: Int, step: Int64) {
    let clock = SteppingClock(step: step)
    self.clock = clock
    monitor = WrapperMonitor(seed: 1, clock: { clock.now })
    wrappers = (0..<count).map { "wrapper-\($0)" }
  }

  /// Performs that many operations.
  func perform(_ operations: Int) {
    for _ in 0..<operations {
      let id = ids[next & 4095]
      monitor.start(id, wrapper: wrappers[next % wrappers.count], type: "completion")
      clock.advance()
      if next % 10 == 0 { monitor.recordFallback(id, reason: "primary_timeout") }
      if next % 50 == 0 { monitor.recordError(id, message: "upstream returned 502") }
      monitor.end(id)
      next += 1
    }
  }
}

/// A clock that moves when it is told to, so that a day passes within seconds.
private final class SteppingClock: Sendable {
  private let microseconds = Atomic<Int64>(1_767_225_600_000_000)  // 2026-01-01
  private let step: Int64

  init(step: Int64) { self.step = step }

  var now: Timestamp { Timestamp(microseconds: microseconds.load(ordering: .relaxed)) }

  func advance() { microseconds.wrappingAdd(step, ordering: .relaxed) }
}
