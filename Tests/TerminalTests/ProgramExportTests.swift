import Foundation
import TestSupport
import Testing

/// `wraptop export` as other programs meet it.
@Suite(.waiting) struct ProgramExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String..., input: String = "") throws -> ProgramRun {
    try ProgramRun(
      ProgramOnScreen.program, ["export"] + arguments, environment: ProgramOnScreen.environment(in: folder),
      input: input)
  }

  private func line(_ id: Int, _ wrapper: String = "w", minute: Int = 30) -> String {
    #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)","end_time":"2026-01-01T23:\#(minute):00Z","#
      + #""duration_ms":5,"cost_estimate":0.25,"error_message":"=1+1","status":"error"}"# + "\n"
  }

  @Test func operationsComeAsJSONLinesUnlessAskedOtherwise() throws {
    let lines = try run("operations", "--stdin", input: line(1) + line(2))
    #expect(lines.status == 0 && lines.errors.isEmpty, "\(lines.errors)")
    let objects = try lines.output.split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
    #expect(objects.map { $0?["operation_id"] as? String } == ["1", "2"])
    #expect(objects.first??["cost_usd"] as? String == "0.25")
    let document = try run("operations", "--stdin", "--format", "json", input: line(1) + line(2))
    #expect(try (JSONSerialization.jsonObject(with: Data(document.output.utf8)) as? [Any])?.count == 2)
    let table = try run("operations", "--stdin", "--format", "csv", input: line(1))
    #expect(table.output.hasPrefix("operation_id,wrapper_name,") && table.output.contains(",'=1+1,"))
  }

  @Test func rowsCanBeChosen() throws {
    let input = line(1, "support-a") + line(2, "other") + line(3, "support-b", minute: 50)
    func ids(_ arguments: String...) throws -> [String] {
      let run = try ProgramRun(
        ProgramOnScreen.program,
        ["export", "operations", "--stdin", "--format", "csv", "--at", "2026-01-02T00:00:00Z"] + arguments,
        environment: ProgramOnScreen.environment(in: folder), input: input)
      #expect(run.status == 0, "\(run.errors)")
      return run.output.split(separator: "\r\n").dropFirst().map { String($0.prefix { $0 != "," }) }
    }
    #expect(try ids("--wrapper", "support-*") == ["1", "3"])
    #expect(try ids("--since", "15m") == ["3"])
    #expect(try ids("--until", "2026-01-01T23:50:00Z") == ["1", "2"])
    #expect(try ids("--since", "2026-01-01", "--until", "10m") == ["1", "2"])
    #expect(try ids("--wrapper", "none") == [])
  }

  @Test func rejectedLinesAreCountedOnStandardError() throws {
    let some = try run("operations", "--stdin", input: line(1) + "bad\n{}\n")
    #expect(some.status == 0)
    #expect(some.output.count { $0 == "\n" } == 1)
    #expect(
      some.errors == """
        wraptop: export: 2 of 3 lines were rejected: 1 not JSON, 1 with a field missing; keep them with --rejects FILE to see them
        wraptop: stdin line 3: rejected: wrapper_name is missing; it has to be a name of 1 to 256 bytes
        wraptop: stdin line 2: rejected: not valid JSON; a line has to be one JSON object

        """)
    let all = try run("operations", "--stdin", input: "bad\n")
    #expect(all.status == 65 && all.output.isEmpty && all.errors.contains("1 of 1"))
    let nothing = try run("operations", "--stdin")
    #expect(nothing.status == 0 && nothing.output.isEmpty && nothing.errors.isEmpty)
  }

  @Test func aReaderThatGoesAwayIsNoFault() throws {
    try folder.append(String(repeating: line(1), count: 20_000), to: "events.jsonl")
    let command = "\(ProgramOnScreen.program) export operations --tail \(folder("events.jsonl")) | head -1"
    let run = try ProgramRun(
      "/bin/bash", ["-c", command + #"; echo "${PIPESTATUS[0]}""#],
      environment: ProgramOnScreen.environment(in: folder))
    #expect(run.errors.isEmpty)
    #expect(run.output.split(separator: "\n").last == "0" && run.output.count { $0 == "\n" } == 2)
  }

  @Test func progressIsShownOnATerminalAndGoesAgain() throws {
    let lines = String(repeating: line(1), count: 20_000)
    try folder.append(lines, to: "events.jsonl")
    // Input that comes slowly, so that there is time to be told of it.
    let command = """
      (head -1000 events.jsonl; sleep 1; cat events.jsonl) | \(ProgramOnScreen.program) export operations --stdin \
      > out.jsonl; echo ended $?; sleep 60
      """
    let terminal = try VirtualTerminal(
      "/bin/bash", ["-c", "cd \(folder.path) && " + command], environment: ProgramOnScreen.environment(in: folder),
      columns: 100, rows: 10)
    let isShown = terminal.wait(within: ProgramOnScreen.patience) {
      $0.text.contains(/wraptop: [0-9.]+[KM]iB, [0-9.k]+ events\/s/)
    }
    #expect(isShown, "\(terminal.text)")
    let isGone = terminal.wait(within: ProgramOnScreen.patience) {
      $0.text.contains("ended 0") && !$0.text.contains("wraptop:")
    }
    #expect(isGone, "\(terminal.text)")
    terminal.signal(SIGKILL)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    func expectRefusal(_ run: ProgramRun, _ status: Int32, _ text: String) {
      #expect(run.status == status && run.output.isEmpty && run.errors.contains(text), "\(run.errors)")
    }
    try expectRefusal(run("operations"), 66, "no input")
    try expectRefusal(run("operations", "--tail", folder("none")), 66, folder("none"))
    try expectRefusal(run("operations", "--socket", folder("s")), 64, "use --tail")
    try expectRefusal(run("everything", "--stdin"), 64, "operations")
    try expectRefusal(run("operations", "--stdin", "--step", "10s"), 64, "--step")
    try expectRefusal(run("series", "--stdin", "--step", "5s"), 64, "--step")
    try expectRefusal(run("operations", "--stdin", "--since", "yesterday"), 64, "--since")
    try expectRefusal(run("operations", "--stdin", "--format", "xml"), 64, "--format")
    try expectRefusal(run("operations", "--stdin", "--at", "noon"), 64, "--at: not a time")
  }
}
