import Alerting
import Canvas
import Events
import Snapshots
import Testing

@testable import Dashboard

/// What the pane of alerts shows, and what its keys ask for.
@Suite("Alerts") struct AlertsPaneTests {
  private func seat(_ scene: Scene = .alerts, _ columns: Int = 80, _ rows: Int = 24, _ keys: String...) -> Operator {
    var seat = Operator(scene, columns: columns, rows: rows)
    seat.open("A")
    for key in keys { seat.open(key) }
    return seat
  }

  // MARK: What is shown

  @Test func everyStateInItsSection() {
    let pane = seat(.alerts, 120, 36).drawing()
    let headings = pane.lines.filter { line in
      ["firing 3", "acknowledged 1", "silenced 1", "pending 1", "silences 1", "channels 2", "history 2"]
        .contains { line.hasPrefix(" \($0)") }
    }
    #expect(headings.count == 7)
    #expect(pane.line("critical_health").contains("▸ FIRING"))
    #expect(pane.line("high_fallback_rate").contains("acked by ops since 14:01Z: "))
    #expect(pane.shows("waits 8m00s more (cooldown)"))
    #expect(pane.shows("held back: worse alert"))
    #expect(pane.shows("silenced until 15:04Z"))
    #expect(pane.shows("source_lag everywhere  until 15:04Z, 32m more  by ops: the disk is being moved"))
    #expect(
      pane.shows("oncall slack  failing: HTTP 503 from hooks.example  1 undeliverable  2 waiting  nothing delivered"))
    #expect(pane.shows("pager pagerduty  last delivered 3m00s ago"))
    #expect(pane.style("critical_health", "FIRING") == "CCCCCC")
  }

  @Test func theRowUnderTheCursorIsExplained() {
    let pane = seat().drawing()
    #expect(pane.shows("health score 0.21 is below 0.30 (480 operations in 1h00m); most failed with"))
    #expect(pane.shows("HTTP_502; the error rate rose from 1.2 %"))
    #expect(pane.shows("told oncall 14:28Z, pager 14:29Z"))
    #expect(seat(.alerts, 80, 24, "j", "j", "j").drawing().shows("acknowledged by ops since 14:01Z: provider is told"))
  }

  @Test func thereIsNothingToShow() {
    let pane = seat(.dozen).drawing()
    #expect(pane.shows("No alert fires, and none has."))
    #expect(pane.shows("wraptop alerts rules lists the rules."))
  }

  @Test(arguments: [(40, 12), (60, 16), (80, 24), (120, 36), (200, 60)]) func everySizeAndGlyphSet(
    _ columns: Int, _ rows: Int
  ) {
    for keys in [[], ["enter"], ["a"], ["s"], ["j", "j", "j", "j", "j", "j"], ["h", "G"]] {
      var seat = seat(.alerts, columns, rows)
      for key in keys { seat.open(key) }
      expectInArea(seat)
      #expect(seat.screen(.ascii).plainText.utf8.allSatisfy { $0 < 0x7F })
    }
    #expect(seat(.alerts, columns, rows).drawing(.ascii).line("router").hasPrefix("> FIRING"))
  }

  @Test func theHistoryIsFolded() {
    var seat = seat(.alerts, 120, 36)
    #expect(!seat.drawing().shows("low_health_score"))
    seat.press("h", "G")
    #expect(seat.drawing().line("low_health_score").contains("ENDED"))
    #expect(seat.drawing().shows("no traffic: whether it works is not known, after 1h00m"))
    seat.press("h")
    #expect(!seat.drawing().shows("low_health_score"))
  }

  @Test func oneAlertInFull() {
    let pane = seat(.alerts, 80, 36, "enter").drawing()
    #expect(pane.line("fired ").contains("2026-01-02 14:28:07.000Z, 4m00s ago"))
    #expect(pane.line("value").contains("0.21"))
    #expect(pane.line("threshold").contains("below 0.30"))
    #expect(pane.line("explanation").contains("most failed with HTTP_502"))
    #expect(pane.line("told pager").contains("14:29:07"))
    #expect(pane.line("acknowledged").contains("by nobody"))
    var seat = seat(.alerts, 80, 36, "enter")
    seat.change { snapshot in
      var over = snapshot.alerts.items.removeFirst().alert
      over.state = .resolved
      over.resolvedAt = Scene.now
      over.ending = .recovered
      snapshot.alerts.ended.insert(over, at: 0)
    }
    #expect(seat.drawing().line("ended").contains("recovered, after 4m"))
    seat.press("esc")
    #expect(seat.state.mode == .alerts)
  }

  @Test func theCursorStaysWithAnAlertThatMoves() {
    var seat = seat(.alerts, 80, 24, "j")
    #expect(seat.drawing().line("▸").contains("support-bot"))
    seat.change { snapshot in
      snapshot.alerts.items[1].alert.state = .acknowledged
    }
    #expect(seat.drawing().line("▸").contains("support-bot"))
    #expect(seat.drawing().line("▸").contains("ACKED"))
  }

  @Test func tenThousandAreListed() {
    var seat = seat(Scene.dozen.with { $0.alerts = AlertSamples.many(10_000) })
    #expect(seat.drawing().shows("firing 10,000"))
    seat.press("G")
    #expect(seat.drawing().line("▸").contains("w9999"))
    #expect(seat.lines[3].contains("+999 more"))
    let began = ContinuousClock.now
    for _ in 0..<20 {
      seat.press("k")
      _ = seat.screen()
    }
    // Far more than it takes: a sort or a copy of all for each frame would be seen.
    #expect(ContinuousClock.now - began < .seconds(4))
  }

  @Test func namesFromOutsideDoNoHarm() {
    var seat = seat(
      Scene.dozen.with { snapshot in
        let evil = "\u{1B}[31mred\u{202E}x\n"
        var alert = AlertSamples.alert("1", evil, .wrapper(evil), .critical, .firing, minutesAgo: 3)
        alert.reading.explanation = [evil]
        snapshot.alerts.items = [AlertsState.Item(alert: alert, told: [evil: Scene.now])]
      })
    for key in ["a", "esc", "s", "esc", "enter"] {
      seat.press(key)
      #expect(!seat.screen().plainText.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }
  }

  // MARK: What is done

  @Test func acknowledgingWithANote() {
    var seat = seat()
    seat.press("a")
    #expect(seat.drawing().shows("critical_health router"))
    seat.type("a deploy")
    seat.press("enter")
    #expect(seat.effects == [.alert(.acknowledge(id: "00000000000000a1", note: "a deploy"))])
    #expect(seat.state.mode == .alerts)
    seat.perform(.alertReply(.acknowledge(id: "00000000000000a1", note: "a deploy"), problem: nil))
    #expect(seat.state.message?.text == "Acknowledged")
  }

  @Test func acknowledgingWithoutANoteAndNotAtAll() {
    var seat = seat()
    seat.press("a", "space", "enter")
    #expect(seat.effects == [.alert(.acknowledge(id: "00000000000000a1", note: nil))])
    seat.press("a", "esc")
    #expect(seat.effects.isEmpty)
    #expect(seat.state.mode == .alerts)
  }

  @Test func whatFailsIsSaid() {
    var seat = seat()
    seat.perform(.alertReply(.unsilence(id: "c"), problem: "there is no such silence\u{1B}[2J"))
    #expect(seat.effects == [.beep])
    #expect(seat.state.message?.text == "The silence goes on: there is no such silence\\u{1b}[2J")
  }

  @Test(
    arguments: [
      ([], "high_error_rate", "support-bot", Int64(3600)), (["j"], nil, "support-bot", 3600),
      (["j", "j", "l", "l"], "high_error_rate", nil, 86_400), (["h"], "high_error_rate", "support-bot", 900),
    ] as [([String], String?, String?, Int64)])
  func silencing(_ keys: [String], _ rule: String?, _ subject: String?, _ seconds: Int64) {
    var seat = seat(.alerts, 80, 24, "j", "s")
    for key in keys { seat.press(key) }
    seat.press("enter")
    #expect(seat.effects == [.alert(.silence(rule: rule, subject: subject, seconds: seconds, reason: nil))])
  }

  @Test func silencingByADigit() {
    var seat = seat()
    seat.press("s", "3")
    #expect(
      seat.effects == [
        .alert(.silence(rule: "critical_health", subject: "router", seconds: 14_400, reason: nil))
      ])
    seat.press("s", "h", "h")
    #expect(seat.effects == [.beep])
  }

  @Test func namesThatArePatternsStandForThemselves() {
    var seat = seat(
      Scene.dozen.with {
        let alert = AlertSamples.alert("1", "slow", .wrapper("a*[b]"), .error, .firing, minutesAgo: 1)
        $0.alerts.items = [AlertsState.Item(alert: alert)]
      })
    seat.press("s", "enter")
    #expect(seat.effects == [.alert(.silence(rule: "slow", subject: "a??b]", seconds: 3600, reason: nil))])
  }

  @Test func endingASilence() {
    // On the alert that it holds back, and in its own row.
    for moves in [4, 6] {
      var seat = seat()
      for _ in 0..<moves { seat.press("j") }
      seat.press("u")
      #expect(seat.effects == [.alert(.unsilence(id: "0000000c"))], "\(moves)")
    }
    var none = seat()
    none.press("u")
    #expect(none.effects == [.beep])
    #expect(none.state.message?.text == "No silence to end")
  }

  @Test func sessionsThatOnlyLookSayWhyNothingIsDone() {
    var seat = seat(
      Scene.dozen.with {
        $0.alerts = AlertSamples.all
        $0.alerts.readOnlyReason = "--read-only"
      })
    for (key, words) in [
      ("a", "Nothing can be acknowledged from here: --read-only"),
      ("s", "Nothing can be silenced from here: --read-only"),
    ] {
      seat.press(key)
      #expect(seat.effects == [.beep])
      #expect(seat.state.message?.text == words)
    }
  }

  @Test func whatDoesNotFireIsNotAcknowledged() {
    var seat = seat(.alerts, 80, 24, "j", "j", "j", "j", "j", "a")
    #expect(seat.state.message?.text == "This alert does not fire yet: there is nothing to acknowledge")
    seat.press("h", "G", "a")
    #expect(seat.state.message?.text == "This alert is over: there is nothing to acknowledge")
  }

  // MARK: Time

  @Test func theWrapperAtTheMomentItFired() {
    var seat = seat(.alerts, 80, 24, "j", "w")
    #expect(seat.state.mode == .detail)
    #expect(seat.selected == "support-bot")
    #expect(seat.state.past == AlertSamples.instant(8))
    #expect(seat.lines[0].contains("PAST 14:24:07Z"))
    seat.press("esc")
    #expect(seat.state.mode == .alerts)
  }

  @Test func aWrapperThatTheFilterHidesIsShownAllTheSame() {
    var seat = Operator(.alerts)
    seat.press("/")
    seat.type("codegen")
    seat.press("enter")
    seat.open("A", "j", "w")
    #expect(seat.selected == "support-bot")
  }

  @Test func thePastShowsWhatFiredThen() {
    var seat = seat(.alerts, 120, 36)
    seat.open("{", "{", "{")
    let pane = seat.drawing()
    #expect(pane.shows("alerts   at 14:03:00Z"))
    #expect(pane.shows("firing then 3"))
    #expect(pane.line("support-bot").contains("FIRING"))
    #expect(!pane.shows("critical_health  "))
    #expect(!pane.shows("channels"))
    #expect(seat.lines[3].contains("critical_health"))
  }

  // MARK: The other views

  @Test(arguments: ["1", "2", "4", "$", "c", "A"]) func aCriticalAlertIsSeenInEveryView(key: String) {
    var seat = Operator(.alerts)
    seat.open(key)
    #expect(seat.lines[3].contains("CRITICAL  critical_health router  health score 0.21"))
    seat.surroundings.size = Size(columns: 40, rows: 12)
    seat.perform(.refresh)
    #expect(seat.lines[2].contains("critical_health router"))
  }

  @Test func whatIsAcknowledgedIsNotCalledOut() {
    var seat = Operator(.alerts)
    seat.change { $0.alerts.items[0].alert.state = .acknowledged }
    #expect(!seat.lines[3].contains("critical_health"))
    #expect(seat.lines[1].contains("1 FIRING"))
  }

  @Test func theHeaderCounts() {
    #expect(Operator(.alerts, columns: 120).lines[1].contains("2 FIRING  1 ACKED"))
    #expect(!Operator(.dozen, columns: 120).lines[1].contains("FIRING"))
  }

  @Test func wrappersWithAlertsHaveASign() {
    let seat = Operator(.alerts, columns: 120, rows: 36)
    func row(_ name: String) -> String { seat.lines.dropFirst(5).first { $0.contains(name) } ?? "" }
    #expect(row("router").contains("!router"))
    #expect(row("rag-search").contains(".rag-search"))
    #expect(!row("translate").contains("!"))
  }

  @Test func theDetailSaysWhyAndSinceWhen() {
    var seat = Operator(.alerts, columns: 120, rows: 36)
    seat.open("enter")
    #expect(seat.drawing().line("alerts").contains("FIRING CRITICAL critical_health for 4m00s: health score 0.21"))
    #expect(seat.drawing().shows("FIRING ERROR high_error_rate for 6m00s"))
    #expect(seat.drawing().shows("█ ops/min  ▓ errors  ▲ alert  "))
    #expect(seat.drawing().lines.contains { $0.contains("└") && $0.contains("▲") })
  }

  @Test func theChartsMarkTheEnd() {
    var seat = Operator(.alerts, columns: 120, rows: 36)
    seat.open("j", "enter")
    #expect(seat.selected == "support-bot")
    #expect(seat.drawing().shows("█ ops/min  ▓ errors  ▲  ▼ alert"))
    seat.surroundings.size = Size(columns: 200, rows: 60)
    seat.perform(.refresh)
    #expect(seat.drawing().shows("▲ alert fired  ▼ alert ended"))
    seat.surroundings.size = Size(columns: 120, rows: 36)
    seat.perform(.refresh)
    #expect(seat.drawing().lines.contains { $0.contains("└") && $0.contains("▼") })
  }
}
