import Events
import Monitoring
import Snapshots
import Testing

@testable import Dashboard

@Suite("Time range, past and mark")
struct TimeTests {
  private func seat(rows: Int = 24) -> Operator {
    var seat = Operator(rows: rows)
    seat.answer()
    return seat
  }

  @Test func bracketsTakeAShorterAndALongerRange() throws {
    var seat = seat()
    seat.press("[")
    #expect(seat.scopes.last?.timeRange == .fiveMinutes)
    seat.press("[")
    #expect(seat.effects == [.beep])
    #expect(try #require(seat.state.message).text == "5 min is the shortest time range")
    seat.press("]", "]", "]", "]")
    #expect(seat.scopes.last?.timeRange == .month)
    seat.press("]")
    #expect(seat.effects == [.beep])
  }

  @Test func theScreenSaysTheRangeItShowsNotTheOneAskedFor() {
    var seat = seat()
    seat.press("]")
    #expect(seat.lines[3].contains("last 1 h"))
    #expect(seat.lines[23].hasPrefix("Time range: last 24 h"))
    seat.answer()
    #expect(seat.lines[3].contains("last 24 h"))
  }

  @Test func ratesFilterAndOrderFollowTheRange() {
    var seat = seat()
    seat.press("s", "4")
    seat.press("/")
    seat.type("err>3")
    seat.press("enter")
    #expect(seat.listed == ["support-bot", "summarize-v2"])
    seat.press("]")
    seat.answer(after: 3)
    // Of 24 h, fewer failed than of the last.
    let rate = seat.surroundings.snapshot?.monitor.wrapper("support-bot")?.range.sums.errorRate ?? 0
    #expect(rate > 0.02 && rate < 0.04)
    #expect(seat.lines.contains { $0.contains("support-bot") && $0.contains(" " + CompactFigure.percent(rate)) })
    #expect(!seat.listed.contains("summarize-v2"))
  }

  @Test func linesOfAnotherRangeComeFromTheDetailsOfTheRowsInSight() {
    var seat = seat()
    #expect(seat.scopes.last?.detail == .some(["router"]))
    seat.press("]")
    guard case .some(let names)? = seat.scopes.last?.detail else {
      Issue.record("all details were asked for")
      return
    }
    #expect(names == Set(seat.listed.prefix(12)))
    seat.press("enter")
    #expect(seat.scopes.last?.detail == .some(["router"]))
  }

  @Test func scrubbingGoesByWholePointsAndBack() {
    var seat = seat()
    seat.press("<")
    #expect(seat.state.past?.clock == "14:32:00")
    seat.press("<")
    #expect(seat.state.past?.clock == "14:31:00")
    seat.press("{")
    #expect(seat.state.past?.clock == "14:21:00")
    seat.press(">")
    #expect(seat.state.past?.clock == "14:22:00")
    seat.press("}")
    #expect(seat.state.past?.clock == "14:32:00")
    #expect(seat.scopes.last?.at == seat.state.past)
    seat.press(">")
    #expect(seat.state.past == nil)
    #expect(seat.scopes.last?.at == nil)
  }

  @Test(arguments: [
    (["["], "14:32:00", "14:31:50"), (["]"], "14:30:00", "14:20:00"), (["]", "]"], "14:00:00", "13:00:00"),
    (["]", "]", "]"], "12:00:00", "06:00:00"),
  ])
  func aStepIsAPointOfTheRange(keys: [String], first: String, second: String) {
    var seat = seat()
    for key in keys { seat.press(key) }
    seat.press("<")
    #expect(seat.state.past?.clock == first)
    seat.press("<")
    #expect(seat.state.past?.clock == second)
  }

  @Test func theOldPictureStaysUntilThatOfThePastIsThere() {
    var seat = seat()
    let before = seat.lines[1..<23]
    seat.press("<")
    #expect(seat.lines[0].contains("LIVE, going back to 14:32:00Z"))
    #expect(seat.lines[1..<23] == before)
    seat.answer(after: 1)
    #expect(seat.lines[0].contains("PAST 14:32:00Z, 8s ago, . live"))
    seat.press(".")
    #expect(seat.lines[0].contains("PAST 14:32:00Z, going live"))
    #expect(!seat.lines[0].contains("LIVE"))
    seat.answer()
    #expect(seat.lines[0].contains("LIVE"))
  }

  @Test func neverBeforeTheEarliestNorBeyondNow() throws {
    var seat = seat()
    seat.surroundings.snapshot?.earliest = Scene.now.advanced(seconds: -90)
    seat.press("<", "<", "<")
    #expect(seat.state.past == Scene.now.advanced(seconds: -90))
    seat.press("<")
    #expect(seat.effects == [.beep])
    #expect(try #require(seat.state.message).text.hasPrefix("Nothing earlier is kept than 14:30:37Z"))
    seat.press("}")
    #expect(seat.state.past == nil)
    seat.press(">")
    #expect(seat.effects == [.beep])
    seat.surroundings.snapshot?.earliest = nil
    seat.press("<")
    #expect(seat.effects == [.beep])
    #expect(seat.state.past == nil)
  }

  @Test func agesAreToldAgainstTheInstantShown() {
    var seat = seat(rows: 30)
    seat.press("{", "{")
    seat.answer(after: 30) { snapshot in
      let last = snapshot.at.advanced(seconds: -7)
      snapshot.monitor.wrappers.change("router") { $0.health.lastActivity = last }
    }
    #expect(seat.lines.contains { $0.contains("last ended 7s ago") })
    seat.wait(seconds: 60)
    #expect(seat.lines.contains { $0.contains("last ended 7s ago") })
    #expect(seat.lines[0].contains("PAST 14:13:00Z, 20m ago"))
    #expect(seat.lines[2].contains("2 sources now"))
  }

  @Test func scrubbingGoesOnFromAHeldPicture() {
    var seat = seat()
    seat.press("space")
    seat.wait(seconds: 600)
    seat.press("<")
    #expect(seat.state.past?.clock == "14:32:00")
    #expect(seat.lines[0].contains("PAUSED at 14:32:07Z, going to 14:32:00Z"))
    seat.answer()
    #expect(seat.state.pause == nil)
    #expect(seat.lines[0].contains("PAST 14:32:00Z"))
    seat.press("space")
    #expect(seat.state.past == nil)
    seat.answer()
    #expect(seat.lines[0].contains("LIVE"))
  }

  @Test func aHeldPictureKeepsItsRange() {
    var seat = seat()
    seat.press("space", "]")
    #expect(seat.effects == [.beep])
    #expect(seat.state.range == .hour)
  }

  @Test func theRangeCanBeChangedInThePast() {
    var seat = seat()
    seat.press("{")
    seat.answer()
    let instant = seat.state.past
    seat.press("]")
    #expect(seat.scopes.last?.timeRange == .day)
    #expect(seat.scopes.last?.at == instant)
    seat.answer(after: 3)
    #expect(seat.lines[3].contains("24 h to 14:23:00Z"))
    let rate = seat.surroundings.snapshot?.monitor.wrapper("support-bot")?.range.sums.errorRate ?? 0
    #expect(rate > 0.02 && rate < 0.04)
    #expect(seat.lines.contains { $0.contains("support-bot") && $0.contains(" " + CompactFigure.percent(rate)) })
  }

  @Test func anInstantWithoutWrappersCanBeLeft() {
    var seat = seat()
    seat.press("{")
    seat.answer { $0.monitor.wrappers = [] }
    #expect(seat.listed.isEmpty)
    #expect(seat.lines.contains { $0.contains("Nothing had ended by 14:23:00Z") })
    seat.press(".")
    #expect(seat.scopes.last?.at == nil)
  }

  @Test func theFooterShowsTheWayBackFirst() {
    var seat = seat()
    #expect(!seat.lines[23].contains(". live"))
    seat.press("<")
    #expect(seat.lines[23].hasPrefix(". live  < > time"))
  }

  @Test func theMarkShowsTheChangeOfEveryFigure() {
    var seat = seat(rows: 50)
    seat.press("j", "m")
    #expect(seat.state.mark?.snapshot.at == Scene.now)
    #expect(seat.lines[0].contains("mark 14:32:07Z"))
    seat.receive(after: 60) { wrappers in
      wrappers.change("support-bot") {
        $0.range.sums.failed += 36
        $0.range.p95Ms = ($0.range.p95Ms ?? 0) + 500
        $0.costsToday.amount.nanodollars += 1_250_000_000
        $0.operationsPerMinute = 1
        $0.totals.active = 1
      }
    }
    let row = seat.lines.firstIndex { $0.contains("▸") } ?? 0
    let changes = seat.lines[row + 1].split(separator: " ").map(String.init)
    #expect(changes.contains("+5.0"))
    #expect(changes.contains("+.50s"))
    #expect(changes.contains("+$1.25"))
    #expect(changes.contains("-12"))
    #expect(changes.contains("-2"))
    seat.press("M")
    #expect(seat.state.mark == nil)
    #expect(!seat.lines[0].contains("mark"))
    seat.press("M")
    #expect(seat.effects == [.beep])
  }

  @Test func theMarkIsSetOnWhatIsShownAlsoInThePast() {
    var seat = seat()
    seat.press("{", "{")
    seat.answer()
    seat.press("m", ".")
    seat.answer()
    #expect(seat.lines[0].contains("LIVE"))
    #expect(seat.lines[0].contains("mark 14:13:00Z"))
    seat.press("m")
    #expect(seat.state.mark?.snapshot.at == Scene.now)
  }

  @Test func changesOfAnotherRangeAreNotMadeUp() {
    var seat = seat()
    seat.press("m")
    seat.answer(after: 1)
    seat.press("]")
    seat.answer(after: 3)
    let row = seat.lines.firstIndex { $0.contains("▸") } ?? 0
    // Rates of 24 h are not compared with rates of 1 h; the score still is.
    #expect(!seat.lines[row + 1].contains("%") && seat.lines[row + 1].split(separator: " ").count < 8)
    #expect(seat.lines[row + 1].contains("="))
  }

  @Test func theMarkAsksOnceForTheDetailsOfAll() {
    var seat = seat()
    seat.press("m")
    #expect(seat.scopes.last?.detail == .all)
    #expect(seat.scopes.last?.breakdown == .all)
    seat.answer(after: 1)
    #expect(seat.state.mark?.isComplete == true)
    #expect(seat.scopes.last?.breakdown == .some([]))
    #expect(seat.scopes.last?.detail == .some(["router"]))
  }

  @Test func nothingIsDrawnIntoTheFooter() {
    for rows in 24...44 {
      var seat = Operator(columns: 120, rows: rows)
      seat.answer()
      seat.press("j", "m")
      seat.answer(after: 5)
      #expect(seat.lines[rows - 1].hasPrefix("? help  enter open"), "\(rows)")
    }
  }

  @Test func whatIsNotKnownOfTheMarkHasNoChange() {
    var seat = seat(rows: 50)
    seat.receive { wrappers in
      wrappers.change("router") { $0.totals.p95Ms = nil }
    }
    seat.press("enter", "m")
    seat.receive(after: 5) { wrappers in
      wrappers.change("router") { $0.totals.p95Ms = 900 }
    }
    let all = seat.lines.firstIndex { $0.hasPrefix("in all") } ?? 0
    #expect(seat.lines[all].contains("900ms"))
    #expect(!seat.lines[all + 1].contains("new"))
  }
}
