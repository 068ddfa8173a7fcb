import Foundation
import Ingestion
import TestSupport
import Testing

/// The commands of the built program that need no terminal: what they print, and their exit statuses (article Command
/// line).
@Suite(.waiting) struct ProgramCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String..., input: String = "", with more: [String: String] = [:]) throws -> ProgramRun {
    try ProgramRun(
      ProgramOnScreen.program, arguments,
      environment: ProgramOnScreen.environment(in: folder).merging(more) { $1 }, input: input)
  }

  /// Expects an error of one line that begins with `wraptop: ` and holds some texts, and nothing on standard output.
  private func expectRefusal(
    _ run: ProgramRun, _ status: Int32, _ texts: String..., sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    #expect(run.status == status, "\(run.errors)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, sourceLocation: sourceLocation)
    #expect(run.errors.hasPrefix("wraptop: ") && run.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
    #expect(run.errors.count { $0 == "\n" } == 1, "\(run.errors)", sourceLocation: sourceLocation)
    for text in texts { #expect(run.errors.contains(text), "\(run.errors)", sourceLocation: sourceLocation) }
  }

  /// Operations of one wrapper that ended a minute before 2026-01-02.
  private func write(_ name: String, good: Int, bad: Int) throws {
    func lines(_ status: String, _ count: Int) -> String {
      String(
        repeating: #"{"wrapper_name":"w","status":"\#(status)","end_time":"2026-01-01T23:59:00Z","duration_ms":5}"#
          + "\n", count: count)
    }
    try folder.append(lines("success", good) + lines("error", bad), to: name)
  }

  @Test(arguments: [(100, 0, 0, "HEALTHY"), (97, 3, 1, "DEGRADED"), (60, 40, 2, "CRITICAL"), (0, 0, 3, "NO WRAPPERS")])
  func theExitStatusTellsTheHealth(good: Int, bad: Int, status: Int32, word: String) throws {
    try write("events.jsonl", good: good, bad: bad)
    let text = try run("status", "--tail", folder("events.jsonl"), "--at", "2026-01-02T00:00:00Z")
    #expect(text.status == status && text.errors.isEmpty, "\(text.errors)")
    #expect(text.output.uppercased().contains(word), "\(text.output)")
    let json = try run("status", "--json", "--tail", folder("events.jsonl"), "--at", "2026-01-02T00:00:00Z")
    #expect(json.status == status && json.errors.isEmpty, "\(json.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let system = document?["system"] as? [String: Any]
    #expect(system?["completed_operations"] as? Int == good + bad)
    #expect(system?["error_count"] as? Int == bad)
    #expect(document?["at"] as? String == "2026-01-02T00:00:00.000000Z")
  }

  @Test func whatIsOldIsUnknownNotHealthy() throws {
    try write("events.jsonl", good: 5, bad: 0)
    let now = try run("status", "--tail", folder("events.jsonl"))
    #expect(now.status == 3, "\(now.errors)")
    #expect(now.output.contains("IDLE"))
  }

  @Test func standardInputIsReadToItsEnd() throws {
    let line = #"{"wrapper_name":"piped","status":"success"}"#
    let result = try run("status", "--stdin", "--json", input: line + "\nbad\n" + line)
    #expect(result.status == 0)
    #expect(result.output.contains(#""lines":3,"records":3,"accepted":2,"skipped":0,"duplicates":0,"rejected":1"#))
    #expect(result.output.contains(#""rejected_by_reason":{"notJSON":1}"#))
  }

  @Test func withoutAnInputThereIsNothingToSay() throws {
    try expectRefusal(run("status"), 66, "no input")
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    try expectRefusal(run("status", "--socket", folder("s")), 64, "--socket", "use --tail")
    try expectRefusal(run("--at", "2026-01-02T00:00:00Z"), 64, "--at")
    try expectRefusal(run("top", "--at", "2026-01-02T00:00:00Z"), 64, "--at")
    try expectRefusal(run("status", "--stdin", "--at", "noon"), 64, "--at: not a time", "2026-01-02T00:00:00Z")
    try expectRefusal(run("status", "--stdin", "--max-line", "0"), 64, "--max-line 0")
    try expectRefusal(run("status", "--stdin", "--format", "xml"), 64, "--format", "native")
    try expectRefusal(run("status", "--stdin", "--unheard-of"), 64, "--unheard-of", "wraptop --help")
    try expectRefusal(run("statsu"), 64, "statsu")
    try expectRefusal(run("--theme", "nonesuch", "--socket", folder("s")), 64, "nonesuch", "dark")
    #expect(!folder.has("s"))
  }

  @Test func whatALaterVersionBringsIsRefused() throws {
    try expectRefusal(run("status", "--stdin", "--mouse"), 64, "--mouse", "leave the option out")
    try expectRefusal(run("--plain"), 64, "--plain", "leave the option out")
  }

  @Test func aStoreThatIsLookedAtIsNeverMade() throws {
    for command in [["status"], ["status", "--stdin"], ["export", "costs"]] {
      let result = try ProgramRun(
        ProgramOnScreen.program, command + ["--store=\(folder("db"))"],
        environment: ProgramOnScreen.environment(in: folder))
      expectRefusal(result, 66, folder("db"), "no such store")
    }
    try expectRefusal(run("--read-only", "--store", "none"), 64, "--read-only")
    try expectRefusal(run("--read-only", "--tail", folder("events.jsonl")), 64, "--read-only", "no inputs")
    #expect(try run("status", "--stdin", "--store", "none", input: "").status == 3)
    #expect(folder.contents.isEmpty)
  }

  @Test func rejectedLinesAreKeptForTheUserAlone() throws {
    let kept = try run(
      "status", "--stdin", "--rejects", folder("rejects"), input: "one\n{\"wrapper_name\":\"w\"}\ntwo\n")
    #expect(kept.status == 0)
    #expect(try String(contentsOfFile: folder("rejects"), encoding: .utf8) == "one\ntwo\n")
    var about = stat()
    #expect(stat(folder("rejects"), &about) == 0 && about.st_mode & 0o777 == 0o600)
    try expectRefusal(
      run("status", "--stdin", "--rejects", folder("none/rejects")), 73, folder("none/rejects"), "--rejects")
  }

  @Test func emitSendsAndTellsWhatBecameOfIt() throws {
    try expectRefusal(
      run("emit", "{}", "--socket", folder("ingest.sock")), 66, folder("ingest.sock"), "nothing listens there",
      "wraptop --socket")
    let program = try ProgramOnScreen(folder: folder)
    let line = #"{"wrapper_name":"emitted","duration_ms":7}"#
    let one = try run("emit", line, "--socket", program.socketPath)
    #expect(one.status == 0 && one.output.isEmpty && one.errors.isEmpty, "\(one.errors)")
    program.expect("100", of: "emitted")
    // The last line needs no line feed.
    let many = try run("emit", "--socket", program.socketPath, input: line + "\n" + line)
    #expect(many.status == 0, "\(many.errors)")
    program.expect("3 ops in all")
    let mixed = try run("emit", "--socket", program.socketPath, input: line + "\nbad\n\n{}\n")
    #expect(
      mixed.errors == """
        wraptop: line 2: rejected: not valid JSON; a line has to be one JSON object
        wraptop: line 4: rejected: wrapper_name is missing; it has to be a name of 1 to 256 bytes
        wraptop: 2 of 3 lines were rejected

        """)
    #expect(mixed.status == 0)
    program.expect("4 ops in all")
    program.expect("rejected 2")
    try expectRefusal(
      run("emit", #"{"wrapper_name":"w","status":"oops"}"#, "--socket", program.socketPath), 65,
      #"wraptop: rejected: status: "oops" is not one of started, success, error, fallback, timeout, cancelled"#)
    try expectRefusal(run("emit", line + "\n" + line, "--socket", program.socketPath), 64, "several lines")
    for empty in ["", " \t"] {
      try expectRefusal(run("emit", empty, "--socket", program.socketPath), 64, "nothing was sent")
    }
    program.press("q")
    program.expectEnd()
  }

  @Test func withoutASocketNamedTheUsersOwnIsUsed() throws {
    try folder.makeFolder("run")
    let program = try ProgramOnScreen([], folder: folder)
    program.expect(folder("run/wraptop/ingest.sock"))
    #expect(try run("emit", #"{"wrapper_name":"found"}"#).status == 0)
    program.expect("100", of: "found")
    #expect(try run("doctor").output.contains("socket: \(folder("run/wraptop/ingest.sock")): a wraptop listens there"))
    program.press("q")
    program.expectEnd()
    #expect(!folder.has("run/wraptop/ingest.sock"))
  }

  @Test func doctorSaysWhatIsWrongAndWhatToDo() throws {
    try folder.makeFolder("run")
    let fine = try run("doctor")
    #expect(fine.status == 0 && fine.errors.isEmpty, "\(fine.output)")
    #expect(fine.output.contains("ok   terminal: TERM=xterm-256color"), "\(fine.output)")
    #expect(fine.output.contains("ok   locale: UTF-8"), "\(fine.output)")
    #expect(fine.output.contains("ok   socket: \(folder("run/wraptop/ingest.sock")) can be made"), "\(fine.output)")
    #expect(!folder.has("run/wraptop/ingest.sock"))

    try folder.makeFolder("shared", mode: 0o777)
    let bad = try run("doctor", "--socket", folder("shared/s"), with: ["TERM": "nonesuch", "LC_ALL": "C"])
    #expect(bad.status == 1)
    #expect(bad.output.contains("note terminal: No terminfo entry for TERM=nonesuch"), "\(bad.output)")
    #expect(bad.output.contains("set LANG=C.UTF-8"), "\(bad.output)")
    #expect(bad.output.contains("FAIL socket: \(folder("shared")): the socket's folder is not safe"), "\(bad.output)")
    #expect(bad.output.contains("chmod 700 \(folder("shared"))"), "\(bad.output)")
  }

  @Test func helpThemesAndKeys() throws {
    let help = try run("--help")
    #expect(help.status == 0 && help.errors.isEmpty)
    for word in [
      "USAGE: wraptop", "top", "demo", "status", "export", "replay", "emit", "doctor", "credential", "themes", "keys",
    ] {
      #expect(help.output.contains(word), "\(word)")
    }
    #expect(try run("help", "status").output.contains(/0 healthy, 1 degraded, 2\s+critical,\s+or\s+3\s+unknown/))
    #expect(try run("--version").output.contains(/^\d+\.\d+\.\d+\n$/))
    #expect(try run("themes").output == "dark\nlight\nhigh-contrast\nmono\n")
    let keys = try run("keys")
    #expect(keys.status == 0)
    #expect(keys.output.contains(/q +Quit\n/) && keys.output.contains(/space +Pause the screen/))
  }

  @Test func whatStatusPrintsIsHarmlessPlainText() throws {
    let name = #"a\u001b[31m\u202e\u0000\u009b2J"#
    let line =
      #"{"wrapper_name":"\#(name)","status":"error","error_message":"\u001b]0;x\u0007sk-abcdefghijklmnopqrstuvwxyz0123456789","error_code":"\#(name)"}"#
    for arguments in [["status", "--stdin"], ["status", "--stdin", "--json"]] {
      let result = try ProgramRun(
        ProgramOnScreen.program, arguments, environment: ProgramOnScreen.environment(in: folder), input: line)
      #expect(result.status == 2)
      let isSafe = result.output.unicodeScalars.allSatisfy { scalar in
        scalar == "\n" || scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "\u{202E}"
      }
      #expect(isSafe, "\(result.output)")
      #expect(result.output.contains("********") && !result.output.contains("abcdefghij"), "\(result.output)")
    }
    let ascii = try run("status", "--stdin", input: #"{"wrapper_name":"é東京"}"#, with: ["LC_ALL": "C"])
    #expect(ascii.status == 0)
    #expect(ascii.output.utf8.allSatisfy { $0 < 0x80 }, "\(ascii.output)")
  }
}
