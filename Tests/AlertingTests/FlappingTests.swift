import Events
import Monitoring
import TestSupport
import Testing

@testable import Alerting

/// A month in which wrappers fail and recover all the time: how many messages that is (article Alerts, Cooldown).
@Suite struct FlappingTests {
  /// Looks every ten seconds for a month; each wrapper fails and works in turn for times of its own.
  private func month(wrappers: Int, between seconds: ClosedRange<Int>, cooldown: Int64) -> AlertStage {
    var stage = AlertStage(rules: [.test("r", for: 60, cooldown: cooldown)])
    var random = SeededRandom(seed: UInt64(wrappers))
    var isFailing = Array(repeating: false, count: wrappers)
    var turns = Array(repeating: stage.now, count: wrappers)
    for _ in 0..<(30 * 8640) {
      stage.now = stage.now.advanced(seconds: 10)
      for wrapper in 0..<wrappers where turns[wrapper] <= stage.now {
        isFailing[wrapper].toggle()
        turns[wrapper] = stage.now.advanced(seconds: Int64(Int.random(in: seconds, using: &random)))
      }
      _ = stage.look(
        (0..<wrappers).filter { isFailing[$0] }.map { stage.condition("r", .wrapper("w\($0)")) })
    }
    return stage
  }

  @Test func quickFlappingIsOneLongAlertOrNone() {
    // Never true for a minute, and never false for one after it fired.
    let stage = month(wrappers: 2, between: 10...50, cooldown: 900)
    #expect(stage.messages.isEmpty)
  }

  @Test func slowFlappingIsBoundedByTheCooldown() {
    let cooldown: Int64 = 3600
    let stage = month(wrappers: 2, between: 100...600, cooldown: cooldown)
    let told = stage.messages.flatMap(\.entries)
    for wrapper in 0..<2 {
      let firing = told.filter { $0.alert.subject == .wrapper("w\(wrapper)") && $0.news == .firing }
      // One firing an hour and one end of each at the most; without a cooldown there are several times as many.
      #expect((300...720).contains(firing.count), "\(firing.count)")
      #expect(told.filter { $0.alert.subject == .wrapper("w\(wrapper)") && $0.news == .resolved }.count <= firing.count)
    }
    #expect(Set(told.filter { $0.news == .firing }.map(\.alert.id)).count == told.count { $0.news == .firing })
    #expect(stage.book.ended.count == AlertBook.historyLimit)
  }
}
