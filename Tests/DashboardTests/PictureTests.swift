import Canvas
import Events
import TestSupport
import Testing

@testable import Dashboard

@Suite("What is on the screen is drawn again when it changes, and only then")
struct PictureTests {
  /// Whatever is pressed and however much time passes: what was kept is what would be drawn.
  @Test(arguments: modelSeeds(12, brief: 4)) func whatHoldsIsAsIfItWereDrawnAnew(seed: Int) {
    var dice = SeededRandom(seed: seed)
    var seat = Operator([.dozen, Sample.configured, .budgets][seed % 3], columns: 160, rows: 48)
    var picture = Picture()
    let keys =
      Binding.table.flatMap(\.keys).filter { $0 != .control("c") }
      + PaneRegistry.entries.compactMap(\.digit).map { .character($0) }
    for _ in 0..<60 {
      if dice.roll(3) == 0, let action = seat.state.action(for: keys[dice.roll(keys.count)]) {
        seat.perform(action)
        if dice.roll(2) == 0 { seat.answer() }
        seat.surroundings.edition += 1
      }
      let steps: [Int64] = [1, 999, 20_000, 1_000_000, 7_300_000, 65_000_000, 4_000_000_000]
      seat.surroundings.now = seat.surroundings.now.advanced(microseconds: steps[dice.roll(steps.count)])
      seat.perform(.refresh)
      picture.update(seat.state, in: seat.surroundings, glyphs: .braille)
      let isSame = picture.grid.cells == seat.screen().cells
      #expect(isSame, "\(seat.state.mode.title)")
    }
  }

  @Test func anIdleScreenHoldsForTheClockOnly() {
    var seat = Operator(.dozen, columns: 160, rows: 48)
    seat.surroundings.now = Scene.now.advanced(seconds: 7200).advanced(microseconds: 250_000)
    seat.perform(.refresh)
    var picture = Picture()
    picture.update(seat.state, in: seat.surroundings, glyphs: .braille)
    #expect(picture.holdsUntil == Scene.now.advanced(seconds: 7201))
    let before = picture.grid
    seat.surroundings.now = picture.holdsUntil
    picture.update(seat.state, in: seat.surroundings, glyphs: .braille)
    let changed = (0..<48).filter { row in (0..<160).contains { before[$0, row] != picture.grid[$0, row] } }
    #expect(changed == [0])
  }

  @Test func aClockThatIsSetBackIsShownAtOnce() {
    var seat = Operator(.dozen)
    var picture = Picture()
    picture.update(seat.state, in: seat.surroundings, glyphs: .braille)
    seat.surroundings.now = Scene.now.advanced(seconds: -3600)
    seat.perform(.refresh)
    picture.update(seat.state, in: seat.surroundings, glyphs: .braille)
    #expect(picture.grid.plainText == seat.screen().plainText)
  }
}

extension SeededRandom {
  fileprivate mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
}
