import Foundation
import TestSupport
import Testing

/// How the dashboard paces what it draws, seen at the terminal.
@Suite(.waiting) struct ProgramPaceTests {
  @Test func theLastOfABurstIsShownAndAnIdleScreenSendsItsClockAlone() throws {
    let program = try ProgramOnScreen(columns: 160, rows: 48)
    for _ in 0..<20 { try program.send(ProgramOnScreen.lines("router", count: 50)) }
    program.expect("all operations of the burst") { terminal in
      terminal.text.contains("1,000 ops in all") && terminal.text.firstMatch(of: /in all +1,000\b/) != nil
    }
    func clock() -> Substring? { program.terminal.text.firstMatch(of: /\d\d:\d\d:\d\dZ/)?.output }
    let sent = program.terminal.output.count
    for _ in 0..<3 {
      let before = clock()
      program.expect("the clock goes on") { _ in clock() != before }
    }
    // Were the screen drawn anew, it would take thousands.
    #expect(program.terminal.output.count - sent < 1500)
    program.press("q")
    program.expectEnd()
  }
}
