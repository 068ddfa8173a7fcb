import Canvas
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("Screens")
struct ScreenTests {
  @Test func overview() { expectScreens("overview", ascii: true) { $0.press("j") } }
  @Test func detail() { expectScreens("detail", ascii: true) { $0.press("j", "enter") } }
  @Test func idle() { expectScreens("idle") { $0.press("G", "enter") } }
  @Test func neverSeen() { expectScreens("never-seen", sizes: [(80, 24)]) { $0.press("G", "k") } }
  @Test func sources() { expectScreens("sources", .troubled, ascii: true) { $0.press("2") } }
  @Test func rejected() { expectScreens("rejected", .troubled, ascii: true) { $0.press("x", "j", "j") } }
  @Test func rejectedInLittleRoom() {
    expectScreens("rejected-small", .troubled, sizes: [(60, 20), (40, 12)]) { $0.press("x", "j", "j", "j") }
  }
  @Test func everyLineRejected() {
    let snapshot = Scene.unseen.with {
      $0.sources = [SourceSamples.rejected]
      $0.rejected = SourceSamples.rejectedLines
    }
    expectScreens("all-rejected", snapshot, sizes: [(80, 24), (120, 36)])
  }
  @Test func replay() {
    expectScreens("replay", Scene.dozen.with { $0.replay = .times(60) }, sizes: [(80, 24), (120, 36)])
    expectScreens("replay-paused", Scene.dozen.with { $0.replay = .unlimited }, sizes: [(120, 36)]) {
      $0.press("space")
    }
  }
  @Test func noneRejected() {
    let snapshot = Scene.dozen.with {
      $0.sources[0].rejected = 0
      $0.sources[0].rejectedByReason = [:]
    }
    expectScreens("rejected-none", snapshot, sizes: [(80, 24)]) { $0.press("x") }
  }
  @Test func troubledSources() { expectScreens("troubled", .troubled) }
  @Test func help() { expectScreens("help") { $0.press("?") } }
  @Test func helpAtItsEnd() { expectScreens("help-end", sizes: [(80, 24)]) { $0.press("?", "G") } }
  @Test func sortChooser() { expectScreens("sort", ascii: true) { $0.press("s", "j", "j") } }
  @Test func filterBeingTyped() {
    expectScreens("filter") {
      $0.press("/")
      $0.type("err>5 state:")
    }
  }
  @Test func filtered() {
    expectScreens("filtered", sizes: [(80, 24)]) {
      $0.press("/")
      $0.type("!idle fb>20")
      $0.press("enter", "r")
      $0.wait(seconds: 5)
    }
  }
  @Test func filteredToNothing() {
    expectScreens("filtered-to-nothing") {
      $0.press("/")
      $0.type("no-such-wrapper")
      $0.press("enter")
    }
  }
  @Test func empty() { expectScreens("empty", .empty, ascii: true) }
  @Test func starting() { expectScreens("starting", nil, sizes: [(80, 24)]) }
  @Test func catchingUp() { expectScreens("catching-up", .catchingUp, ascii: true) }
  @Test func paused() {
    expectScreens("paused", ascii: true) {
      $0.press("space")
      $0.receive(after: 12)
    }
  }
  @Test func hostileNames() { expectScreens("hostile", .hostile, ascii: true) }
  @Test func hostileDetail() {
    expectScreens("hostile-detail", .hostile, sizes: [(80, 24)]) { $0.press("enter") }
  }
  @Test func hostileRejected() {
    expectScreens("hostile-rejected", .hostile, sizes: [(80, 24)]) { $0.press("x") }
  }
  @Test func tenThousand() {
    expectScreens("ten-thousand", .tenThousand) { $0.press("pgdn", "pgdn") }
  }
  @Test func hugeNumbers() { expectScreens("huge", .huge) }
  @Test func hugeDetail() { expectScreens("huge-detail", .huge, sizes: [(80, 24)]) { $0.press("enter") } }
  @Test func hugeSources() { expectScreens("huge-sources", .huge, sizes: [(80, 24)]) { $0.press("2") } }
  @Test func fewWrappersLeaveRoomForTheDetail() {
    expectScreens("few", .few, sizes: [(80, 24)])
  }
  @Test func message() { expectScreens("message", sizes: [(80, 24)]) { $0.press("ctrl-c") } }
  @Test func folded() { expectScreens("folded", sizes: [(79, 23), (60, 16), (40, 8), (79, 40)], { $0.press("j") }) }
  @Test func foldedDetail() { expectScreens("folded-detail", sizes: [(60, 16), (40, 8)], { $0.press("j", "enter") }) }
  @Test func tooSmall() { expectScreens("too-small", sizes: [(39, 24), (80, 7), (20, 3), (1, 1)]) }

  @Test func noSizeDrawsOutsideOrFails() {
    let sizes = [
      (0, 0), (1, 1), (5, 2), (40, 8), (41, 9), (66, 11), (80, 20), (81, 25), (116, 30), (160, 24), (400, 120),
    ]
    for scene in [Scene.dozen, .hostile, .huge, .troubled, .catchingUp, nil] {
      var seat = Operator(scene)
      for keys in [
        ["j"], ["enter"], ["pgdn"], ["esc", "s"], ["esc", "/"], ["esc", "?"], ["esc", "2"], ["x"], ["4"], ["enter"],
        ["5"], ["6", "pgdn"], ["7"], ["m", "1"], ["enter", "]"], ["4", "<"], ["5", "]"], ["6"], [".", "space"],
      ] {
        for key in keys { seat.press(key) }
        seat.answer()
        expectAllSizes(seat, sizes)
      }
    }
  }

  @Test func everyStateIsAWord() {
    let lines = Operator(columns: 80, rows: 24).lines
    for word in ["CRITICAL", "UNHEALTHY", "HEALTHY", "IDLE"] { #expect(lines.contains { $0.contains(" \(word)") }) }
  }

  @Test func noFigureMovesAColumn() {
    var seat = Operator()
    let before = seat.lines[4]
    seat.receive(after: 3) { wrappers in
      for place in wrappers.indices {
        wrappers[place].operationsPerMinute *= 1234
        wrappers[place].costsToday.amount.nanodollars *= 987
        wrappers[place].p95LastHourMs = wrappers[place].p95LastHourMs.map { $0 / 7 }
      }
    }
    #expect(seat.lines[4] == before)
  }
}

/// Expects that a screen is drawn in all of these sizes, each time with other glyphs.
func expectAllSizes(_ seat: Operator, _ sizes: [(Int, Int)]) {
  for (place, (columns, rows)) in sizes.enumerated() {
    var seat = seat
    seat.surroundings.size = Size(columns: columns, rows: rows)
    seat.perform(.refresh)
    let glyphs = GlyphSet.allCases[place % GlyphSet.allCases.count]
    #expect(seat.screen(glyphs).size == seat.surroundings.size)
  }
}
