import Canvas
import Monitoring
import Snapshots
import TestSupport
import Testing

@testable import Dashboard

@Suite("Screens")
struct ScreenTests {
  @Test func noSizeDrawsOutsideOrFails() {
    let sizes = [
      (0, 0), (1, 1), (5, 2), (40, 8), (41, 9), (66, 11), (80, 20), (81, 25), (116, 30), (160, 24), (400, 120),
    ]
    for scene in [Scene.dozen, .hostile, .huge, .troubled, .catchingUp, nil] {
      var seat = Operator(scene)
      for (turn, keys) in [
        ["j"], ["enter"], ["pgdn"], ["esc", "s"], ["esc", "/"], ["esc", "?"], ["esc", "2"], ["x"], ["4"], ["enter"],
        ["5"], ["6", "pgdn"], ["7"], ["m", "1"], ["enter", "]"], ["4", "<"], ["5", "]"], ["6"], [".", "space"],
      ].enumerated() {
        for key in keys { seat.press(key) }
        seat.answer()
        expectAllSizes(seat, sizes, turn)
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

/// Expects that a screen is drawn in all of these sizes, each time with other glyphs; by default in every third of them,
/// others at each turn.
func expectAllSizes(_ seat: Operator, _ sizes: [(Int, Int)], _ turn: Int) {
  // All of them in CI.
  let step = modelSeeds(1, brief: 3).count
  for (place, (columns, rows)) in sizes.enumerated() where (place + turn) % step == 0 {
    var seat = seat
    seat.surroundings.size = Size(columns: columns, rows: rows)
    seat.perform(.refresh)
    let glyphs = GlyphSet.allCases[place % GlyphSet.allCases.count]
    #expect(seat.screen(glyphs).size == seat.surroundings.size)
  }
}
