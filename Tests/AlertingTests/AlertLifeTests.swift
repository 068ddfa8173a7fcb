import Events
import Monitoring
import Testing

@testable import Alerting

/// The life of an alert (article Alerts, Life).
@Suite struct AlertLifeTests {
  @Test func firesAfterAsLongAsTheRuleAsks() throws {
    var stage = AlertStage()
    let condition = stage.condition()
    stage.pass(60, condition)
    #expect(stage.alert?.state == .pending && stage.alert?.firedAt == nil)
    stage.pass(1, condition)
    let alert = try #require(stage.alert)
    #expect(alert.state == .firing && alert.firedAt == stage.now)
    #expect(alert.since == stage.now.advanced(seconds: -60) && alert.id.count == 16)
  }

  @Test func whatIsTrueForTooShortNeverWas() {
    var stage = AlertStage()
    let condition = stage.condition()
    stage.pass(59, condition)
    stage.pass(1)
    #expect(stage.book.entries.isEmpty)
    stage.pass(59, condition)
    #expect(stage.alert?.state == .pending && stage.messages.isEmpty)
  }

  @Test func endsOnceFalseForAMinute() throws {
    var stage = AlertStage()
    let condition = stage.condition()
    stage.pass(61, condition)
    stage.pass(59)
    #expect(stage.alert?.state == .firing)
    // True again in between: it is the same firing.
    stage.pass(1, condition)
    stage.pass(59)
    #expect(stage.alert?.state == .firing)
    stage.pass(1)
    stage.pass(10)
    let ended = try #require(stage.book.ended.first)
    #expect(ended.state == .resolved && ended.ending == .recovered && stage.book.entries.isEmpty)
    #expect(stage.told == ["firing", "resolved"])
    #expect(Set(stage.messages.flatMap(\.entries).map(\.alert.id)).count == 1)
  }

  @Test func nobodyKnowsWhetherAnIdleWrapperWorks() {
    var stage = AlertStage()
    stage.pass(61, stage.condition())
    stage.idle = ["w"]
    stage.pass(80)
    #expect(stage.book.ended.first?.ending == .noTraffic)
  }

  @Test func aRuleThatIsGoneEndsItsAlerts() {
    var stage = AlertStage()
    stage.pass(75, stage.condition())
    stage.rules[0].isEnabled = false
    stage.pass(12)
    #expect(stage.book.ended.first?.ending == .ruleChanged)
    #expect(stage.told == ["firing", "resolved"])
  }

  @Test func anAcknowledgedAlertStaysSoUntilItGetsWorse() throws {
    var stage = AlertStage()
    stage.pass(80, stage.condition())
    let id = try #require(stage.alert?.id)
    let done1 = stage.acknowledge(id)
    #expect(done1)
    let done2 = stage.acknowledge("0")
    #expect(!done2)
    stage.pass(20, stage.condition())
    #expect(stage.alert?.state == .acknowledged && stage.told == ["firing", "acknowledged"])
    stage.pass(20, stage.condition("r", .wrapper("w"), .critical))
    #expect(stage.alert?.state == .firing && stage.alert?.acknowledgement == nil)
    #expect(stage.told == ["firing", "acknowledged", "firing"])
    // Less bad again, and as bad as it was: that was told.
    stage.pass(20, stage.condition())
    stage.pass(20, stage.condition("r", .wrapper("w"), .critical))
    #expect(stage.told.count == 3 && stage.alert?.id == id)
  }

  @Test func aNewFiringWithinTheCooldownIsListedAndSentAtItsEnd() {
    var stage = AlertStage(rules: [AlertRule.test("r", for: 0, cooldown: 600)])
    let condition = stage.condition()
    stage.pass(20, condition)
    stage.pass(80)
    #expect(stage.told == ["firing", "resolved"])
    stage.pass(300, condition)
    #expect(stage.alert?.state == .firing && stage.told.count == 2)
    stage.pass(300, condition)
    #expect(stage.told == ["firing", "resolved", "firing"])
  }

  @Test func aNewFiringThatEndsWithinTheCooldownIsNeverSent() {
    var stage = AlertStage(rules: [AlertRule.test("r", for: 0, cooldown: 600)])
    stage.pass(20, stage.condition())
    stage.pass(80)
    stage.pass(100, stage.condition())
    stage.pass(600)
    #expect(stage.told == ["firing", "resolved"] && stage.book.ended.count == 2)
  }

  @Test func aStepOfABudgetIsToldOnceAPeriod() {
    var rule = AlertRule.builtIn.first { $0.name == "budget_warning_daily" } ?? .test("")
    rule.cooldownSeconds = 0
    var stage = AlertStage(rules: [rule])
    func mark(_ day: Int64, _ dollars: Int) -> AlertCondition.BudgetMark {
      .init(began: Timestamp(seconds: day * 86_400), budget: Money(nanodollars: Int128(dollars) * 1_000_000_000))
    }
    stage.pass(20, stage.condition(rule.name, period: mark(1, 10)))
    // An operation was corrected, and it is under the step for a while.
    stage.pass(80)
    stage.pass(80, stage.condition(rule.name, period: mark(1, 10)))
    #expect(stage.told == ["firing", "resolved"] && stage.book.entries.isEmpty)
    // Another budget, and another day.
    stage.pass(20, stage.condition(rule.name, period: mark(1, 20)))
    stage.pass(80)
    stage.pass(20, stage.condition(rule.name, period: mark(2, 20)))
    #expect(stage.told == ["firing", "resolved", "firing", "resolved", "firing"])
    #expect(stage.book.ended.first?.ending == .periodEnded)
  }

  @Test(arguments: [1, 3600, 86_400 * 400, -1, -3600, -86_400 * 400])
  func aClockThatJumpsFiresNothingAndEndsNothing(seconds: Int64) {
    var stage = AlertStage()
    stage.pass(30, stage.condition())
    stage.now = stage.now.advanced(seconds: seconds)
    stage.pass(10, stage.condition())
    #expect(stage.alert?.state == .pending)
    stage.pass(40, stage.condition())
    #expect(stage.alert?.state == .firing)
    stage.now = stage.now.advanced(seconds: seconds)
    stage.pass(30)
    #expect(stage.alert?.state == .firing)
    stage.pass(60)
    // By the clock it has fired for more than a year, and is told of again.
    #expect(stage.told.filter { $0 != "repeated" } == ["firing", "resolved"])
  }

  @Test func aClockSetBackMakesNoCooldownLonger() {
    var stage = AlertStage(rules: [AlertRule.test("r", for: 0, cooldown: 600)])
    stage.pass(20, stage.condition())
    stage.pass(80)
    stage.now = stage.now.advanced(seconds: -86_400)
    stage.pass(620, stage.condition())
    #expect(stage.told == ["firing", "resolved", "firing"])
  }

  @Test func tooManyAreCounted() {
    var stage = AlertStage(rules: [AlertRule.test("r", for: 0)], channels: [])
    stage.pass(1, (0..<AlertBook.limit + 5).map { stage.condition("r", .wrapper("w\($0)")) })
    #expect(stage.book.entries.count == AlertBook.limit && stage.book.shed == 5)
  }

  @Test func goesOnAfterARestartWhereItWas() throws {
    var stage = AlertStage(rules: [AlertRule.test("r", cooldown: 600)])
    stage.pass(80, stage.condition())
    let id = try #require(stage.alert?.id)
    let done3 = stage.acknowledge(id)
    #expect(done3)
    stage.book.add(
      Silence(
        id: "s", rule: "other*", subject: nil, createdAt: stage.now, until: stage.now.advanced(seconds: 3600),
        by: "ann",
        reason: nil), now: stage.now)
    stage.pass(20, stage.condition())
    let before = stage.book
    stage.restart()
    #expect(stage.book.entries[id]?.alert.acknowledgement == before.entries[id]?.alert.acknowledgement)
    #expect(stage.book.entries[id]?.told == before.entries[id]?.told && stage.book.silences == before.silences)
    stage.pass(20, stage.condition())
    #expect(stage.alert?.id == id && stage.told == ["firing", "acknowledged"])
    stage.pass(80)
    stage.restart()
    #expect(stage.book.ended.map(\.id) == [id] && stage.book.entries.isEmpty)
    // The cooldown, too, outlives it.
    stage.pass(100, stage.condition())
    #expect(stage.told == ["firing", "acknowledged", "resolved"])
  }
}
