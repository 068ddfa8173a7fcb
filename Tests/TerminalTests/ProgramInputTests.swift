import Foundation
import TestSupport
import Testing

/// Inputs that cannot be read, or of which nothing is of use, in every command that reads to their ends: the exit
/// status, what is named on standard error, and that nothing else is lost (article Command line).
@Suite(.waiting) struct ProgramInputTests {
  /// An input at fault, beside `good.jsonl` with one operation.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What is named with `--tail`.
    let tail: [String]
    /// The exit status of commands that say nothing of health.
    var status: Int32 = 66
    /// What standard error says.
    var says = ""
    /// Whether the operation of `good.jsonl` is read too.
    var readsGood = false
    /// Makes what is at fault.
    var make: @Sendable (TemporaryFolder) throws -> Void = { _ in }
  }

  private static let at = "2026-01-02T00:00:00Z"
  private nonisolated static let operation =
    #"{"wrapper_name":"w","end_time":"2026-01-01T23:59:00Z","duration_ms":5}"# + "\n"

  private nonisolated static func link(_ folder: TemporaryFolder, _ name: String, to target: String) {
    #expect(symlink(folder(target), folder(name)) == 0)
  }

  /// A compressed file of five thousand operations.
  private nonisolated static let archive = Result {
    let folder = try TemporaryFolder()
    let lines = (0..<5000).map { number in
      #"{"operation_id":"\#(number &* 2_654_435_761 % 1_000_003)","# + operation.dropFirst()
    }
    try folder.append(lines.joined(), to: "plain")
    #expect(try ProgramRun("/usr/bin/gzip", [folder("plain")], environment: [:]).status == 0)
    return try [UInt8](Data(contentsOf: URL(filePath: folder("plain.gz"))))
  }

  private nonisolated static func compressed(
    _ folder: TemporaryFolder, _ name: String, _ change: (inout [UInt8]) -> Void
  ) throws {
    var bytes = try archive.get()
    change(&bytes)
    try folder.append(bytes: bytes, to: name)
  }

  nonisolated static let faults: [Fault] = [
    Fault(testDescription: "missing", tail: ["none.jsonl"], says: "none.jsonl: cannot be read: No such file"),
    Fault(
      testDescription: "below a file", tail: ["good.jsonl/x"], says: "good.jsonl/x: cannot be read: Not a directory"),
    Fault(testDescription: "a folder", tail: ["folder"], says: "folder: is a folder, not a file; name its files") {
      try $0.makeFolder("folder")
    },
    Fault(testDescription: "a pipe", tail: ["pipe"], says: "pipe: is a pipe, not a file; use: wraptop --stdin") {
      #expect(mkfifo($0("pipe"), 0o600) == 0)
    },
    Fault(testDescription: "a device", tail: ["/dev/null"], says: "/dev/null: is a device, not a file"),
    Fault(testDescription: "a dangling link", tail: ["link"], says: "link: cannot be read: No such file") {
      link($0, "link", to: "gone")
    },
    Fault(testDescription: "a loop of links", tail: ["loop"], says: "loop: cannot be read: Too many levels") {
      link($0, "loop", to: "loop")
    },
    Fault(testDescription: "no right to read", tail: ["closed.jsonl"], says: "closed.jsonl: cannot be read: Permission")
    {
      try $0.append(operation, to: "closed.jsonl")
      #expect(chmod($0("closed.jsonl"), 0) == 0)
    },
    Fault(
      testDescription: "missing beside a good one", tail: ["none.jsonl", "good.jsonl"], says: "none.jsonl",
      readsGood: true),
    Fault(
      testDescription: "one of a pattern", tail: ["*.jsonl"], says: "dangling.jsonl: cannot be read", readsGood: true
    ) {
      link($0, "dangling.jsonl", to: "gone")
    },
    Fault(testDescription: "damaged at its head", tail: ["*.gz"], status: 65, says: "a.gz: is no gzip file") {
      try compressed($0, "a.gz") { $0[0] ^= 0xFF }
    },
    Fault(testDescription: "damaged in the middle", tail: ["a.gz"], status: 65, says: "gzip -t") {
      try compressed($0, "a.gz") { bytes in for at in 0..<64 { bytes[bytes.count / 2 + at] ^= 0x5A } }
    },
    Fault(testDescription: "cut", tail: ["*.gz", "good.jsonl"], status: 65, says: "a.gz: ends within", readsGood: true)
    {
      try compressed($0, "a.gz") { $0.removeLast($0.count / 2) }
    },
    Fault(testDescription: "damaged and missing", tail: ["a.gz", "none"], says: "none: cannot be read") {
      try compressed($0, "a.gz") { $0[0] ^= 0xFF }
    },
    Fault(
      testDescription: "every line rejected", tail: ["bad.jsonl"], status: 65,
      says: "2 of 2 lines were rejected: 1 not JSON, 1 with a value out of range"
    ) { try $0.append("text\n" + #"{"wrapper_name":"w","status":"oops"}"# + "\n", to: "bad.jsonl") },
    Fault(testDescription: "empty", tail: ["empty.jsonl"], status: 0) { try $0.append("", to: "empty.jsonl") },
    Fault(testDescription: "some lines rejected", tail: ["mixed.jsonl"], status: 0, readsGood: true) {
      try $0.append("text\n" + operation, to: "mixed.jsonl")
    },
  ]

  /// Runs a command on a fault. Root has to do without its right to read everything.
  private func run(_ command: [String], _ fault: Fault, in folder: TemporaryFolder) throws -> ProgramRun {
    let tail = fault.tail.flatMap { ["--tail", $0.hasPrefix("/") ? $0 : folder($0)] }
    let arguments = command + tail + ["--at", Self.at]
    let environment = ProgramOnScreen.environment(in: folder)
    guard geteuid() == 0 else { return try ProgramRun(ProgramOnScreen.program, arguments, environment: environment) }
    return try ProgramRun(
      "/usr/bin/setpriv",
      ["--bounding-set", "-dac_override,-dac_read_search", ProgramOnScreen.program] + arguments,
      environment: environment)
  }

  private func folder(_ fault: Fault) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.append(Self.operation, to: "good.jsonl")
    try fault.make(folder)
    return folder
  }

  @Test(arguments: faults) func everyCommandNamesWhatItCouldNotRead(_ fault: Fault) throws {
    let folder = try folder(fault)
    let exports = ["operations", "series", "costs"].map { ["export", $0] }
    for command in [["status"], ["status", "--json"], ["report"]] + exports {
      let run = try run(command, fault, in: folder)
      let health: Int32 = fault.readsGood ? 0 : 3
      #expect(
        run.status == (fault.status > 0 ? fault.status : command[0] == "status" ? health : 0),
        "\(command) \(run.errors)")
      if !fault.says.isEmpty {
        #expect(run.errors.hasPrefix("wraptop: ") && run.errors.contains(fault.says), "\(command): \(run.errors)")
      }
      for word in ["notJSON", "outOfRange"] { #expect(!run.errors.contains(word), "\(command): \(run.errors)") }
      if fault.testDescription == "every line rejected", command != ["status"] {
        let example = #"bad.jsonl line 2: rejected: status: "oops" is not one of started, success, error"#
        #expect(run.errors.contains(example), "\(command): \(run.errors)")
      }
      if fault.readsGood {
        let isThere = command == ["export", "series"] || run.output.contains("w")
        #expect(isThere && !run.output.isEmpty, "\(command): \(run.output)")
      }
      if command == ["status", "--json"] { try expectStates(run.output, fault) }
      if fault.status > 0, !fault.readsGood, fault.testDescription != "damaged in the middle" {
        expectNoPraise(run.output, of: command)
      }
    }
  }

  /// The document tells the state of every source.
  private func expectStates(_ output: String, _ fault: Fault) throws {
    let document = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let sources = try #require(document["sources"] as? [[String: Any]])
    let problems = sources.compactMap { $0["problem"] as? String }
    #expect(sources.allSatisfy { $0["state"] is String && $0.keys.contains("problem") })
    #expect(problems.isEmpty == (fault.status == 0), "\(output)")
    if fault.status == 66 { #expect(sources.contains { $0["state"] as? String == "failed" }) }
    if fault.readsGood {
      let system = document["system"] as? [String: Any]
      #expect(system?["completed_operations"] as? Int ?? 0 >= 1)
    }
  }

  /// Nothing is praised where nothing was read.
  private func expectNoPraise(_ output: String, of command: [String]) {
    if command == ["status"] {
      for word in ["1.000", "100 % successful", "HEALTHY"] { #expect(!output.contains(word), "\(output)") }
    }
    if command == ["report"] { #expect(output.isEmpty, "\(output)") }
  }

  @Test func aPatternThatMatchesNothingIsUnknown() throws {
    let folder = try TemporaryFolder()
    try folder.append(Self.operation, to: "good.jsonl")
    try folder.makeFolder("folder.x")
    for (tail, exit) in [(["*.none"], Int32(3)), (["*.x"], 3), (["*.none", "good.jsonl"], 3)] {
      let fault = Fault(testDescription: "", tail: tail)
      let says = "\(folder(tail[0])): no file matches"
      let text = try run(["status"], fault, in: folder)
      #expect(text.status == exit && text.output.contains(says), "\(text.output)")
      for command in [["status", "--json"], ["report"], ["export", "operations"]] {
        let run = try run(command, fault, in: folder)
        #expect(
          run.status == (command[0] == "status" ? exit : 0) && run.errors.contains(says), "\(command) \(run.errors)")
      }
    }
  }

  @Test(
    arguments: faults.filter {
      $0.status > 0 && $0.tail.count == 1 && !$0.readsGood && $0.testDescription != "every line rejected"
    })
  func aReplayNamesWhatItCannotRead(_ fault: Fault) throws {
    guard fault.testDescription != "damaged in the middle" else { return }
    let folder = try folder(fault)
    let path = fault.tail[0].hasPrefix("/") ? fault.tail[0] : folder(fault.tail[0])
    let arguments =
      geteuid() == 0
      ? ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search", ProgramOnScreen.program]
      : [ProgramOnScreen.program]
    let run = try ProgramRun(
      arguments[0], arguments.dropFirst() + ["replay", path], environment: ProgramOnScreen.environment(in: folder))
    #expect(run.status == fault.status && run.errors.contains(fault.says), "\(run.errors)")
  }

  @Test func whatIsNotInTheFiguresIsSaid() throws {
    let folder = try TemporaryFolder()
    try folder.append(Self.operation, to: "good.jsonl")
    try folder.append("text\n", to: "bad.jsonl")
    let status = try run(["status"], Fault(testDescription: "", tail: ["*.jsonl"]), in: folder)
    #expect(status.status == 0 && status.errors.isEmpty, "\(status.errors)")
    #expect(
      status.output.contains("not in these figures: 1 source, every line of which was rejected"), "\(status.output)")
    #expect(
      status.output.contains("\(folder("bad.jsonl")): every line was rejected\n  rejected: 1 not JSON"),
      "\(status.output)")
  }

  @Test func namesOfFilesDoNoHarmOnStandardError() throws {
    let folder = try TemporaryFolder()
    let name = "a\u{1B}c\u{9B}\u{202E}b.jsonl"
    for command in [["status"], ["status", "--json"], ["report"], ["export", "costs"]] {
      let run = try run(command, Fault(testDescription: "", tail: [name]), in: folder)
      #expect(run.status == 66 && run.errors.contains("a\u{FFFD}c\u{FFFD}\u{FFFD}b.jsonl: "))
      #expect(!run.errors.unicodeScalars.contains { "\u{1B}\u{9B}\u{202E}".unicodeScalars.contains($0) })
    }
  }

  @Test func aReplayThatEndsInDamageEndsWithIt() throws {
    let folder = try TemporaryFolder()
    try Self.compressed(folder, "a.gz") { $0.removeLast($0.count / 2) }
    let program = try ProgramOnScreen(["replay", folder("a.gz"), "--speed", "max"], columns: 140, folder: folder)
    program.expect("a.gz FAILED")
    program.press("q")
    program.expectEnd(65)
    #expect(program.terminal.text.contains("ends within its compressed data"), "\(program.terminal.text)")
  }

  @Test func standardInputFromAFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    let here = open(folder.path, O_RDONLY | O_CLOEXEC)
    let errors = open(folder("errors"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { for descriptor in [here, errors] { close(descriptor) } }
    let process = try ChildProcess(
      ProgramOnScreen.program, ["status", "--stdin"], environment: ProgramOnScreen.environment(in: folder),
      descriptors: [here, errors, errors])
    #expect(process.wait().status == 66)
    let text = try String(contentsOfFile: folder("errors"), encoding: .utf8)
    #expect(text.contains("standard input: is a folder, not a file"), "\(text)")
  }
}
