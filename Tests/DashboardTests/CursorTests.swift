import Monitoring
import Testing

@testable import Dashboard

@Suite("The cursor holds a wrapper")
struct CursorTests {
  @Test func followsTheFirstRowUntilMoved() {
    var seat = Operator()
    #expect(seat.listed.first == "router")
    #expect(seat.selected == "router")
    seat.receive(after: 3) { $0.score("codegen", 0.05) }
    #expect(seat.listed.first == "codegen")
    #expect(seat.selected == "codegen")
  }

  @Test func staysOnItsWrapperWhenRowsChangePlaces() {
    var seat = Operator()
    seat.press("j", "down")
    #expect(seat.selected == "rag-search")
    seat.receive(after: 3) { $0.score("rag-search", 0.99) }
    #expect(seat.selected == "rag-search")
    #expect(seat.state.listing.cursor == seat.listed.firstIndex(of: "rag-search"))
    #expect(seat.state.listing.cursor > 2)
  }

  @Test func rowsKeepTheirPlacesForTwoSecondsAfterAMove() {
    var seat = Operator()
    seat.wait(seconds: 10)
    seat.press("j")
    let before = seat.listed
    seat.receive(after: 1) { $0.score("codegen", 0.05) }
    #expect(seat.listed == before)
    seat.receive(after: 1)
    #expect(seat.listed.first == "codegen")
  }

  @Test func rowsChangePlacesAtMostOnceInTwoSeconds() {
    var seat = Operator()
    seat.receive(after: 3) { $0.score("codegen", 0.05) }
    #expect(seat.listed.first == "codegen")
    seat.receive(after: 1) { $0.score("embed", 0.01) }
    #expect(seat.listed.first == "codegen")
    seat.receive(after: 1)
    #expect(seat.listed.first == "embed")
  }

  @Test func newWrappersComeInAtTheEndWhileTheRowsAreHeld() {
    var seat = Operator()
    seat.press("j")
    seat.receive(after: 1) {
      $0.append(.new("aaa", score: 0.05))
    }
    #expect(seat.listed.last == "aaa")
    #expect(seat.selected == "support-bot")
    seat.receive(after: 2)
    #expect(seat.listed.first == "aaa")
    #expect(seat.selected == "support-bot")
  }

  @Test func isAlwaysOnTheScreen() {
    var seat = Operator(.fiveHundred, rows: 24)
    for keys in [["end"], ["k"], ["pgup"], ["pgup"], ["g"], ["pgdn"], ["G"], ["home"]] {
      for key in keys { seat.press(key) }
      let listing = seat.state.listing
      #expect(listing.cursor >= listing.top && listing.cursor < listing.top + 12)
    }
    seat.press("end")
    seat.receive(after: 5) { $0.removeLast(300) }
    let listing = seat.state.listing
    #expect(listing.rows.count == 200)
    #expect(listing.cursor >= listing.top && listing.cursor < listing.top + 12)
    #expect(listing.top == listing.rows.count - 12 || listing.cursor < listing.rows.count - 1)
  }

  @Test func stopsAtBothEnds() {
    var seat = Operator()
    seat.press("k")
    #expect(seat.selected == "router")
    seat.press("G", "j")
    #expect(seat.selected == "ocr-batch")
    #expect(seat.effects.isEmpty)
  }

  @Test func escapeGoesBackToFollowingTheFirstRow() {
    var seat = Operator()
    seat.press("G", "esc")
    #expect(seat.selected == "router")
    #expect(seat.state.listing.selection == nil)
  }

  @Test func aFilteredRowStaysWhileTheCursorIsOnIt() {
    var seat = Operator()
    seat.press("/")
    seat.type("state:critical")
    seat.press("enter", "j")
    #expect(seat.selected == "support-bot")
    seat.receive(after: 3) { $0.score("support-bot", 0.95) }
    #expect(seat.selected == "support-bot")
    seat.press("k")
    seat.receive(after: 3)
    #expect(!seat.listed.contains("support-bot"))
  }
}
