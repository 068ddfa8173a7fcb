import Canvas
import Events
import Monitoring
import Snapshots
import Testing

@testable import Dashboard

@Suite("Actions")
struct ReducerTests {
  @Test func enterOpensTheWrapperAndEscapeGoesBack() {
    var seat = Operator()
    seat.press("j", "enter")
    #expect(seat.state.mode == .detail)
    #expect(seat.state.mode == .detail)
    #expect(seat.selected == "support-bot")
    seat.press("j")
    #expect(seat.selected == "rag-search")
    #expect(seat.state.mode == .detail)
    seat.press("esc")
    #expect(seat.state.mode != .detail)
    #expect(seat.selected == "rag-search")
  }

  @Test func openingHoldsTheWrapper() {
    var seat = Operator()
    seat.press("enter")
    seat.receive(after: 3) { $0.score("codegen", 0.01) }
    #expect(seat.selected == "router")
  }

  @Test func enterWithoutWrappersSaysSo() throws {
    var seat = Operator(Scene())
    seat.press("enter")
    #expect(seat.effects == [.beep])
    #expect(try #require(seat.state.message).text == "No wrapper to open")
  }

  @Test func pageKeysScrollTheErrorsOfADetail() {
    var seat = Operator()
    seat.press("j", "enter", "pgdn")
    #expect(seat.selected == "support-bot")
    #expect((seat.state.pane(DetailPane.self)?.errors.line ?? 0) > 0)
    for _ in 0..<10 { seat.press("pgdn") }
    #expect((seat.state.pane(DetailPane.self)?.errors.line ?? 0) == 19)
    seat.press("j")
    #expect((seat.state.pane(DetailPane.self)?.errors.line ?? 0) == 0)
  }

  @Test func spaceHoldsThePictureWhileEventsGoOn() {
    var seat = Operator()
    seat.press("space")
    let held = seat.state.shown(seat.surroundings.snapshot)
    seat.receive(after: 12) { $0.score("codegen", 0.01) }
    #expect(seat.state.shown(seat.surroundings.snapshot)?.at == held?.at)
    #expect(seat.listed.first == "router")
    #expect(seat.lines[0].contains("PAUSED at 14:32:07Z, 12s behind live, Space resumes"))
    seat.press("space")
    #expect(seat.listed.first == "codegen")
    #expect(seat.lines[0].contains("LIVE"))
  }

  @Test func aHeldPictureAsksOnceForTheDetailsOfAll() {
    var seat = Operator()
    seat.answer(after: 1)
    seat.press("space")
    #expect(seat.scopes.last?.detail == .all)
    seat.answer(after: 1)
    #expect(seat.state.pause?.isComplete == true)
    #expect(seat.scopes.last?.detail == .some(["router"]))
    let held = seat.state.pause?.snapshot.at
    seat.receive(after: 1)
    #expect(seat.state.pause?.snapshot.at == held)
  }

  @Test func thereIsNothingToHoldBeforeTheFirstSnapshot() {
    var seat = Operator(nil)
    seat.press("space")
    #expect(seat.state.pause == nil)
    #expect(seat.effects == [.beep])
  }

  @Test func viewsAreReachedByDigitLetterAndTab() {
    var seat = Operator()
    seat.press("2")
    #expect(seat.state.view == SourcesPane.id)
    seat.press("x")
    #expect(seat.state.view == RejectedPane.id)
    for view in PaneRegistry.views.dropFirst(3) + [OverviewPane.id] {
      seat.press("tab")
      #expect(seat.state.view == view)
    }
    seat.press("backtab")
    #expect(seat.state.view == PaneRegistry.views.last)
    seat.press("esc")
    #expect(seat.state.view == OverviewPane.id)
    seat.press("3", "1")
    #expect(seat.state.view == OverviewPane.id)
  }

  @Test func themesGoRound() throws {
    var seat = Operator()
    seat.press("t")
    #expect(seat.effects == [.theme("light")])
    #expect(try #require(seat.state.message).text == "Theme: light (2 of 2)")
    seat.press("t")
    #expect(seat.effects == [.theme("dark")])
    var one = Operator(themes: ["dark"])
    one.press("t")
    #expect(one.effects == [.beep])
  }

  @Test func messagesGoWithTheNextKeyOrAfterFourSeconds() {
    var seat = Operator(themes: ["dark", "light"])
    seat.press("t")
    #expect(seat.lines[23].hasPrefix("Theme: light"))
    seat.wait(seconds: 3)
    #expect(seat.state.message != nil)
    seat.wait(seconds: 1)
    #expect(seat.state.message == nil)
    seat.press("t")
    seat.press("j")
    #expect(seat.state.message == nil)
  }

  @Test func controlCQuitsWhenPressedTwice() {
    var seat = Operator()
    seat.press("ctrl-c")
    #expect(seat.effects.isEmpty)
    #expect(seat.lines[23].contains("again to quit"))
    seat.press("ctrl-c")
    #expect(seat.effects == [.quit])
  }

  @Test(arguments: [false, true]) func controlCForgets(byKey: Bool) {
    var seat = Operator()
    seat.press("ctrl-c")
    if byKey { seat.press("j") } else { seat.wait(seconds: 4) }
    seat.press("ctrl-c")
    #expect(seat.effects.isEmpty)
  }

  @Test(arguments: PaneRegistry.modes.filter(\.isBrowsing)) func quitAndSuspend(mode: KeyMode) {
    var seat = Operator()
    switch mode {
    case .detail: seat.press("enter")
    case .operation:
      seat.press("4")
      seat.answer()
      seat.press("enter")
    case .costItem:
      seat.press("$")
      seat.answer()
      seat.press("enter")
    case .alert:
      seat.change { $0.alerts = AlertSamples.all }
      seat.press("A", "enter")
    case .help: seat.press("?")
    case .sortChooser: seat.press("s")
    default:
      let digit = PaneRegistry.entries.first { $0.type.modes.contains(mode) }?.digit
      seat.press(String(Character(digit ?? "?")))
    }
    #expect(seat.state.mode == mode)
    seat.press("ctrl-z")
    #expect(seat.effects == [.suspend])
    seat.press("ctrl-l")
    #expect(seat.effects == [.redraw])
    seat.press("q")
    #expect(seat.effects == [.quit])
  }

  @Test func lettersAreTextWhileTyping() {
    var seat = Operator()
    seat.press("/", "q", "?", "space", "x")
    #expect(seat.effects.isEmpty)
    #expect(seat.state.listing.filter.text == "q? x")
    seat.press("ctrl-w", "home", "del", "end", "backspace")
    #expect(seat.state.listing.filter.text == "?")
    seat.press("ctrl-u")
    #expect(seat.state.listing.filter.text == "")
    #expect(seat.state.mode == .filter)
    seat.press("ctrl-c", "ctrl-c")
    #expect(seat.effects == [.quit])
  }

  @Test func helpScrollsToItsEndAndNoFurther() {
    var seat = Operator()
    seat.press("?", "G")
    var offset: Int? { seat.state.pane(HelpPane.self)?.scroll.line }
    let inner = HelpView.content(in: Rect(x: 0, y: 0, width: 80, height: 23))
    let end = HelpText(width: inner.width).lines.count - inner.height
    #expect(offset == end)
    #expect(end > 0)
    seat.press("j", "pgdn")
    #expect(offset == end)
    seat.press("g", "k")
    #expect(offset == 0)
    seat.press("?")
    #expect(offset == nil)
  }

  @Test func onlyWhatIsLookedAtIsAskedFor() {
    var few = Operator()
    #expect(few.scopes.count == 1)
    #expect(few.scopes.last?.detail == .some(["router"]))
    #expect(few.scopes.last?.sparklines == .all)
    #expect(few.scopes.last?.totalQuantiles == true)
    #expect(few.scopes.last?.breakdown == .some([]))
    #expect(few.requests.last?.operations == nil)
    few.press("j")
    #expect(few.scopes.last?.detail == .some(["support-bot"]))
    few.wait(seconds: 1)
    #expect(few.scopes.count == 2)

    let many = Operator(.fiveHundred, rows: 24)
    guard case .some(let names)? = many.scopes.last?.sparklines else {
      Issue.record("all sparklines were asked for")
      return
    }
    #expect(names.count == 12)
    #expect(names.isSubset(of: Set(many.listed.prefix(12))))
    #expect(many.scopes.last?.totalQuantiles == false)
  }

  @Test func agesGoOnBetweenSnapshotsButNotInAHeldPicture() {
    var seat = Operator(rows: 30)
    #expect(seat.lines.contains { $0.contains("last ended") })
    // The clocks of the core and of the screen need not agree.
    seat.surroundings.now = Scene.now.advanced(seconds: 50)
    seat.receive()
    #expect(seat.lines.contains { $0.contains("last ended") })
    seat.wait(seconds: 7)
    let live = seat.lines.first { $0.contains("last ended") }
    seat.press("space")
    seat.wait(seconds: 60)
    let held = seat.lines.first { $0.contains("last ended") }
    #expect(live != held)
    seat.wait(seconds: 60)
    #expect(seat.lines.first { $0.contains("last ended") } == held)
  }

  @Test func resizingKeepsTheCursorOnTheScreen() {
    var seat = Operator(.fiveHundred, columns: 200, rows: 60)
    for _ in 0..<40 { seat.press("j") }
    let selected = seat.selected
    seat.surroundings.size = Size(columns: 80, rows: 24)
    seat.perform(.refresh)
    #expect(seat.selected == selected)
    #expect(seat.state.listing.cursor < seat.state.listing.top + 12)
    #expect(seat.lines.contains { $0.hasPrefix("▸") && $0.contains(selected ?? "?") })
  }
}
