import Events
import Snapshots

/// The time of a replay: what was recorded when is due when. It knows no clock; time is told to it as what has passed since
/// the replay began.
///
/// The recorded time runs from the first event's on, as many times as fast as asked for, up to the event that is due next
/// and never beyond it: at the end it stands, and where reading is too slow for the speed it waits. A long silence is
/// played for as long as the operator will wait, then time jumps to its end.
package struct ReplayPace: Sendable {
  /// When something is due.
  package struct Due: Sendable, Equatable {
    /// How long after the beginning of the replay; zero for at once.
    package var at: Duration
    /// How much recorded time is jumped over before it, in seconds; zero for none.
    package var skippedSeconds: Int64
  }

  private let speed: ReplaySpeed
  private let longestWait: Duration?
  // Both have a pair: recorded time, and what had passed then. The second holds from the end of a silence on.
  private var anchor: (recorded: Timestamp, passed: Duration)
  private var landing: (recorded: Timestamp, passed: Duration)?
  private var newest: Timestamp

  /// A replay of what begins at an instant. Longer than `longestWait` no silence is played; nil plays all.
  package init(from start: Timestamp, speed: ReplaySpeed, longestWait: Duration?) {
    self.speed = speed
    self.longestWait = longestWait
    anchor = (start, .zero)
    newest = start
  }

  /// When the next line is due, which was recorded at that instant. What comes out of order is due at once.
  package mutating func next(_ time: Timestamp) -> Due {
    guard time > newest else { return Due(at: .zero, skippedSeconds: 0) }
    let before = newest
    newest = time
    guard case .times = speed else { return Due(at: .zero, skippedSeconds: 0) }
    if let landing { anchor = landing }
    landing = nil
    let due = passed(at: time)
    guard let longestWait, due - passed(at: before) > longestWait else { return Due(at: due, skippedSeconds: 0) }
    let jump = passed(at: before) + longestWait
    landing = (time, jump)
    return Due(at: jump, skippedSeconds: time.seconds - recorded(at: jump, from: anchor).seconds)
  }

  /// The recorded time once so much time has passed.
  package func now(after passed: Duration) -> Timestamp {
    if let landing, passed >= landing.passed { return landing.recorded }
    return min(newest, recorded(at: passed, from: anchor))
  }

  private func passed(at time: Timestamp) -> Duration {
    guard case .times(let times) = speed else { return anchor.passed }
    return anchor.passed + .seconds(time.milliseconds(since: anchor.recorded) / 1000 / times)
  }

  private func recorded(at passed: Duration, from anchor: (recorded: Timestamp, passed: Duration)) -> Timestamp {
    guard case .times(let times) = speed else { return newest }
    let seconds = (passed - anchor.passed) / .seconds(1) * times
    // No recording spans three centuries; beyond that the product could overflow.
    return anchor.recorded.advanced(microseconds: Int64(min(max(0, seconds), 1e10) * 1e6))
  }
}
