import Events
import Snapshots
import TestSupport
import Testing

@testable import Service

/// When recorded lines are due, and what the clock says: no real time passes here.
@Suite(.waiting) struct ReplayPaceTests {
  private let start = Timestamp(seconds: 1_767_312_000)

  private func pace(_ speed: ReplaySpeed, longestWait: Duration? = nil) -> ReplayPace {
    ReplayPace(from: start, speed: speed, longestWait: longestWait)
  }

  @Test(arguments: [(1.0, 10.0), (60.0, 1.0 / 6.0), (0.5, 20.0)])
  func linesAreDueWithTheirOwnTiming(speed: Double, seconds: Double) {
    var pace = pace(.times(speed))
    #expect(pace.next(start).at == .zero)
    #expect(abs(pace.next(start.advanced(seconds: 10)).at / .seconds(1) - seconds) < 1e-6)
    // Half the way there, half of the time has gone.
    let half = pace.now(after: .seconds(seconds / 2))
    #expect(abs(half.milliseconds(since: start) - 5000) < 1)
  }

  @Test func whatIsOutOfOrderIsDueAtOnceAndTurnsNoClockBack() {
    var pace = pace(.times(1))
    _ = pace.next(start.advanced(seconds: 5))
    #expect(pace.next(start.advanced(seconds: 3)).at == .zero)
    #expect(pace.next(start.advanced(seconds: -100)).at == .zero)
    #expect(pace.now(after: .seconds(5)) == start.advanced(seconds: 5))
    #expect(pace.next(start.advanced(seconds: 7)).at == .seconds(7))
  }

  @Test func theClockNeverPassesTheNextLineAndStandsAtTheEnd() {
    var pace = pace(.times(10))
    #expect(pace.now(after: .seconds(100)) == start)
    _ = pace.next(start.advanced(seconds: 20))
    #expect(pace.now(after: .seconds(1)) == start.advanced(seconds: 10))
    #expect(pace.now(after: .seconds(2)) == start.advanced(seconds: 20))
    #expect(pace.now(after: .seconds(3600)) == start.advanced(seconds: 20))
  }

  @Test func aLongSilenceIsPlayedForAWhileThenJumpedOver() {
    var pace = pace(.times(2), longestWait: .seconds(30))
    _ = pace.next(start.advanced(seconds: 10))
    let due = pace.next(start.advanced(seconds: 3610))
    // The line before was due after 5 s; 30 s of waiting are 60 s of recorded time.
    #expect(due == ReplayPace.Due(at: .seconds(35), skippedSeconds: 3540))
    #expect(pace.now(after: .seconds(34)) == start.advanced(seconds: 68))
    #expect(pace.now(after: .seconds(35)) == start.advanced(seconds: 3610))
    // From there on with the same speed.
    #expect(pace.next(start.advanced(seconds: 3620)) == ReplayPace.Due(at: .seconds(40), skippedSeconds: 0))
    #expect(pace.now(after: .seconds(37)) == start.advanced(seconds: 3614))
  }

  @Test func aSilenceThatIsNotTooLongIsPlayedWhole() {
    var pace = pace(.times(1), longestWait: .seconds(60))
    #expect(pace.next(start.advanced(seconds: 60)) == ReplayPace.Due(at: .seconds(60), skippedSeconds: 0))
    #expect(pace.next(start.advanced(seconds: 120)) == ReplayPace.Due(at: .seconds(120), skippedSeconds: 0))
  }

  @Test func withoutALimitEverythingIsDueAtOnceAndTheClockIsThatOfTheNewestLine() {
    var pace = pace(.unlimited, longestWait: .seconds(1))
    for seconds: Int64 in [0, 100, 50, 100_000] {
      #expect(pace.next(start.advanced(seconds: seconds)) == ReplayPace.Due(at: .zero, skippedSeconds: 0))
    }
    #expect(pace.now(after: .zero) == start.advanced(seconds: 100_000))
  }

  @Test func noTimeThatARecordCanHaveIsTooMuch() {
    var pace = pace(.times(1_000_000))
    #expect(pace.next(Timestamp(seconds: 4_000_000_000)).at > .zero)
    #expect(pace.now(after: .seconds(1_000_000_000)) == Timestamp(seconds: 4_000_000_000))
  }
}
