import Canvas
import Testing

@testable import Dashboard

/// Screens on the Linux console, whose fonts have few characters, and messages that go by themselves.
@Suite struct ConsoleScreenTests {
  /// What the kernel's font and those of Debian's console-setup have in common beyond ASCII, as far as it is drawn.
  private static let font = Set("·»•↑→↓≤≥─│┌┐└┘├┤┴┼█░▒▲".unicodeScalars)

  @Test(arguments: ["", "enter", "2", "3", "4", "5", "6", "7", "8", "9", "?", "s"])
  func everyViewIsDrawnWithWhatTheFontHas(key: String) {
    var seat = Operator(columns: 120, rows: 36)
    if !key.isEmpty { seat.press(key) }
    seat.answer()
    let drawn = Set(seat.screen(.console).plainText.unicodeScalars.filter { $0.value > 0x7E })
    // What the events themselves say is not ours to choose.
    let said = Set(seat.screen(.braille).plainText.unicodeScalars.filter { $0.properties.isAlphabetic })
    #expect(drawn.subtracting(said).isSubset(of: Self.font), "\(drawn.subtracting(Self.font))")
    #expect(!drawn.isEmpty)
  }

  @Test func ctrlCWaitsTwoSeconds() {
    var seat = Operator()
    seat.press("ctrl-c")
    #expect(seat.state.message?.text == "Press Ctrl-C again to quit" && seat.effects.isEmpty)
    seat.wait(seconds: 1)
    #expect(seat.state.message != nil)
    seat.wait(seconds: 1)
    #expect(seat.state.message == nil)
    seat.press("ctrl-c")
    #expect(seat.effects.isEmpty && seat.state.message != nil)
    seat.press("ctrl-c")
    #expect(seat.effects == [.quit])
  }

  // In a replay the clock on the screen may stand, or run.
  @Test func messagesGoByTheWallClock() {
    var seat = Operator()
    seat.surroundings.wallTime = seat.surroundings.now
    seat.press("ctrl-c")
    seat.wait(seconds: 3600)
    #expect(seat.state.message != nil)
    seat.surroundings.wallTime = seat.surroundings.wallTime?.advanced(seconds: 2)
    seat.perform(.refresh)
    #expect(seat.state.message == nil)
  }
}
