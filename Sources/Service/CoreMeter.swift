import Snapshots

/// Counts what a core does, and how fast events come in.
struct CoreMeter {
  var counters = CoreCounters()
  private let start = SuspendingClock.now
  // Events by the second of `start`, the last few.
  private var seconds = [UInt64](repeating: 0, count: span + 1)
  private var newest = 0

  /// The number of seconds over which the rate is taken.
  private static let span = 10

  /// Counts a batch that was applied.
  mutating func countBatch(of events: Int, from begin: SuspendingClock.Instant, to end: SuspendingClock.Instant) {
    counters.events &+= UInt64(events)
    counters.applying.add(end - begin)
    advance(to: end)
    seconds[newest % seconds.count] &+= UInt64(events)
  }

  /// The counters at an instant.
  mutating func read(at instant: SuspendingClock.Instant) -> CoreCounters {
    advance(to: instant)
    // The present second has only begun.
    let complete = seconds.reduce(0, &+) &- seconds[newest % seconds.count]
    counters.eventsPerSecond = Double(complete) / Double(max(1, min(Self.span, newest)))
    counters.uptime = instant - start
    return counters
  }

  private mutating func advance(to instant: SuspendingClock.Instant) {
    let second = Int((instant - start).components.seconds)
    guard second > newest else { return }
    for passed in max(newest + 1, second - Self.span)...second { seconds[passed % seconds.count] = 0 }
    newest = second
  }
}
