import Events
import Monitoring
import Testing

@testable import Alerting

/// Who is told what, and when (article Alerts, Channels).
@Suite struct AlertRouterTests {
  private func stage(
    _ channels: AlertChannel..., rules: [AlertRule] = [.test("r", for: 0), .test("s", .warning, for: 0)]
  ) -> AlertStage { AlertStage(rules: rules, channels: channels) }

  private func channel(_ name: String, _ change: (inout AlertChannel) -> Void = { _ in }) -> AlertChannel {
    var channel = AlertChannel(name)
    change(&channel)
    return channel
  }

  @Test func whatComesTogetherIsOneMessage() {
    var stage = stage(channel("c"))
    stage.pass(3, stage.condition("r", .wrapper("a")))
    stage.pass(8, stage.condition("r", .wrapper("a")), stage.condition("s", .wrapper("b")))
    #expect(stage.told == ["firing+firing"])
    #expect(stage.messages.first?.entries.map(\.alert.subject.name) == ["a", "b"])
    #expect(stage.messages.first?.host == "host")
  }

  @Test func aChannelThatTakesOneAtATimeGetsThemInOrder() {
    var stage = stage(channel("c") { $0.groups = false })
    stage.pass(12, stage.condition("r", .wrapper("a")), stage.condition("s", .wrapper("a")))
    #expect(stage.told == ["firing", "firing"])
  }

  @Test func channelsHearWhatTheyTake() {
    var rules = [AlertRule.test("r", for: 0), .test("s", .warning, for: 0), .test("only", .critical, for: 0)]
    rules[2].channels = ["named"]
    var stage = stage(
      channel("all"), channel("errors") { $0.minimumSeverity = .error },
      channel("shop") { $0.wrappers = [NameGlob("shop-*")] }, channel("named") { $0.minimumSeverity = .critical },
      rules: rules)
    stage.pass(
      12, stage.condition("r", .wrapper("shop-1")), stage.condition("s", .wrapper("b")),
      stage.condition("only", .wrapper("c")), stage.condition("s", .store))
    func heard(_ name: String) -> Set<String> {
      Set(stage.messages.filter { $0.channel == name }.flatMap(\.entries).map(\.alert.subject.name))
    }
    #expect(heard("all") == ["shop-1", "b", "store"])
    #expect(heard("errors") == ["shop-1"])
    #expect(heard("shop") == ["shop-1", "store"])
    #expect(heard("named") == ["c"])
  }

  @Test func repeatsWhileItFiresAndNobodyAcknowledged() throws {
    var stage = stage(channel("c") { $0.repeatSeconds = 3600 }, channel("once") { $0.repeatSeconds = 0 })
    stage.pass(2 * 3600 + 60, stage.condition())
    #expect(stage.messages.filter { $0.channel == "c" }.count == 3)
    #expect(stage.messages.filter { $0.channel == "once" }.count == 1)
    let id = try #require(stage.alert?.id)
    let done1 = stage.acknowledge(id)
    #expect(done1)
    stage.pass(3 * 3600, stage.condition())
    #expect(stage.messages.filter { $0.channel == "c" }.count == 4)
  }

  @Test func whoForgetsIsRemindedAndNothingOfItIsKept() {
    var stage = stage(channel("c") { $0.refreshSeconds = 60 })
    stage.pass(12, stage.condition())
    let rows = stage.rows
    stage.pass(200, stage.condition())
    #expect(stage.told == ["firing"] + Array(repeating: "repeated", count: 3))
    #expect(stage.rows == rows)
  }

  @Test func escalatesWhatNobodyAcknowledges() throws {
    let pager = channel("pager") { $0.minimumSeverity = .critical }
    let chat = channel("chat") { $0.escalation = .init(afterSeconds: 900, to: "pager") }
    var stage = stage(chat, pager)
    stage.pass(900, stage.condition())
    #expect(stage.messages.map(\.channel) == ["chat"])
    stage.pass(30, stage.condition())
    #expect(stage.messages.map(\.channel) == ["chat", "pager"] && stage.told == ["firing", "escalated"])
    // Both hear of the end.
    stage.pass(90)
    #expect(stage.told == ["firing", "escalated", "resolved", "resolved"])
    // What is acknowledged in time goes no further.
    stage.pass(100, stage.condition())
    let id = try #require(stage.alert?.id)
    let done2 = stage.acknowledge(id)
    #expect(done2)
    stage.pass(1000, stage.condition())
    #expect(!stage.messages.dropFirst(4).contains { $0.channel == "pager" })
  }

  @Test func aSilenceHoldsBackUntilItEnds() throws {
    var stage = stage(channel("c"))
    stage.book.add(
      Silence(
        id: "s1", rule: nil, subject: "w*", createdAt: stage.now, until: stage.now.advanced(seconds: 600), by: "ann",
        reason: "deploy"), now: stage.now)
    stage.pass(300, stage.condition())
    #expect(stage.alert?.state == .silenced && stage.told.isEmpty)
    #expect(stage.alert?.silencedUntil == stage.book.silences.first?.until)
    stage.pass(320, stage.condition())
    #expect(stage.told == ["firing"] && stage.book.silences.isEmpty && stage.alert?.state == .firing)
    // One that begins and is over within a silence is never told of, though the silence ends before it does.
    stage.book.add(
      Silence(
        id: "s2", rule: "s", subject: nil, createdAt: stage.now, until: stage.now.advanced(seconds: 600), by: "ann",
        reason: nil), now: stage.now)
    stage.pass(100, stage.condition("s", .wrapper("b")))
    stage.pass(1)
    let done3 = stage.endSilence("s2")
    #expect(done3)
    let done4 = stage.endSilence("s2")
    #expect(!done4)
    stage.pass(100)
    #expect(stage.told == ["firing", "resolved"])
  }

  @Test func whatIsCriticalMutesTheWarningsOfItsWrapper() {
    var stage = stage(
      channel("c"), rules: [.test("bad", .critical, for: 0), .test("warn", .warning, for: 0), .test("err", for: 0)])
    stage.pass(
      20, stage.condition("bad"), stage.condition("warn"), stage.condition("err"),
      stage.condition("warn", .wrapper("other")))
    let told = Set(stage.messages.flatMap(\.entries).map { $0.alert.rule + " " + $0.alert.subject.name })
    #expect(told == ["bad w", "err w", "warn other"])
    // Once it is over, the warning that is still true is told.
    stage.pass(100, stage.condition("warn"))
    #expect(stage.messages.flatMap(\.entries).contains { $0.alert.rule == "warn" && $0.alert.subject.name == "w" })
  }

  @Test func theHighestStepOfABudgetSpeaksForThoseBelow() {
    var stage = AlertStage(rules: AlertRule.builtIn)
    let mark = AlertCondition.BudgetMark(began: stage.now, budget: Money(nanodollars: 1))
    let steps = ["warning", "critical", "exceeded"].map { step in
      stage.condition("budget_\(step)_daily", .wrapper("w"), period: mark)
    }
    stage.pass(20, [steps[0]])
    stage.pass(20, Array(steps[...1]))
    stage.pass(20, steps)
    stage.pass(20, steps)
    #expect(stage.told == ["firing", "firing", "firing"])
    stage.pass(90)
    #expect(Set(stage.told.dropFirst(3)) == ["resolved+resolved+resolved"])
    // All at once: one is told.
    var sudden = AlertStage(rules: AlertRule.builtIn)
    sudden.pass(30, steps)
    #expect(sudden.told == ["firing"] && sudden.messages[0].entries[0].alert.rule == "budget_exceeded_daily")
  }

  @Test func aChannelThatDoesNotWantToHearOfEndsKeepsNothingOpen() {
    var stage = stage(channel("c") { $0.sendsResolved = false })
    stage.pass(20, stage.condition())
    stage.pass(70)
    #expect(stage.told == ["firing"] && stage.book.entries.isEmpty && stage.book.ended.count == 1)
  }

  @Test func nothingIsToldTwiceAfterARestart() {
    var stage = stage(channel("c"))
    stage.pass(5, stage.condition())
    stage.restart()
    stage.pass(20, stage.condition())
    stage.restart()
    stage.pass(20, stage.condition())
    #expect(stage.told == ["firing"])
  }
}
