import Foundation
import TestSupport
import Testing

/// `wraptop replay` on a terminal.
@Suite(.waiting) struct ProgramReplayTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(seconds: Range<Int>) throws {
    for second in seconds {
      try folder.append(
        #"{"wrapper_name":"recorded","duration_ms":5,"end_time":"2025-06-01T12:\#(10 + second / 60):"#
          + #"\#(second % 60 < 10 ? "0" : "")\#(second % 60)Z"}"# + "\n", to: "file")
    }
  }

  @Test func aRecordingIsPlayedAndItsClockStandsAtTheEnd() throws {
    try write(seconds: 0..<120)
    let program = try ProgramOnScreen(["replay", folder("file"), "--speed", "20"], columns: 140, folder: folder)
    program.expect("replay of \(folder("file")) at 20 times the speed, recorded from 2025-06-01T12:10:00Z on")
    program.expect("operations come one after the other") { terminal in
      terminal.text.contains(/\b[1-9][0-9]? ops in all/) && !terminal.text.contains("120 ops in all")
    }
    program.expect("the header says that it is a replay, and when") {
      $0.screen[0].contains(/REPLAY x20 06-01 12:1[01]:[0-9]{2}Z/) && !$0.screen[0].contains("LIVE")
    }
    program.expect("120 ops in all")
    program.expect("has ended; the clock stands at 2025-06-01T12:11:59Z")
    program.expect("12:11:59Z")
    program.expect("100", of: "recorded")
    program.press("q")
    program.expectEnd()
    #expect(folder.contents == ["file"])
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    func expectRefusal(_ arguments: String..., status: Int32, _ text: String) throws {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["replay"] + arguments, environment: ProgramOnScreen.environment(in: folder))
      #expect(run.status == status && run.output.isEmpty && run.errors.contains(text), "\(run.errors)")
    }
    try expectRefusal(folder("none"), status: 66, folder("none"))
    try expectRefusal(status: 64, "file")
    try write(seconds: 0..<1)
    try expectRefusal(folder("file"), "--speed", "0", status: 64, "--speed")
    try expectRefusal(folder("file"), "--max-gap", "long", status: 64, "--max-gap")
    try expectRefusal(folder("file"), "--store", folder("db"), status: 64, "--store")
    #expect(folder.contents == ["file"])
  }
}
