import Foundation
import Ingestion
import TestSupport
import Testing

/// Standard input, output and error of the built program where they are closed, full, or not read: nothing of that decides over
/// anything but what was to be written there.
@Suite(.waiting) struct ProgramStreamTests {
  private let folder: TemporaryFolder
  private var socketPath: String { folder("in.sock") }
  private var storePath: String { folder("store.db") }

  init() throws {
    folder = try TemporaryFolder()
    try folder.append(ProgramOnScreen.lines("w", count: 3) + "bad\n", to: "events.jsonl")
    try folder.append("wrappers:\n  w:\n    daily_budgte: 5\n", to: "faulty.yaml")
    try folder.makeFolder("run")
  }

  /// What a descriptor leads to.
  enum Stream: String, CaseIterable, Sendable {
    case closed, full, pipeWithoutReader, file
  }

  private func open(_ stream: Stream, _ name: String) throws -> Int32? {
    switch stream {
    case .closed: nil
    case .full: Foundation.open("/dev/full", O_WRONLY | O_CLOEXEC)
    case .pipeWithoutReader: try brokenPipe()
    case .file: Foundation.open(folder(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    }
  }

  private func brokenPipe() throws -> Int32 {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    return ends[1]
  }

  private func start(_ arguments: [String], input: Int32? = nil, output: Int32?, errors: Int32?) throws -> ChildProcess
  {
    defer { for descriptor in [output, errors] { descriptor.map { _ = close($0) } } }
    return try ChildProcess(
      ProgramOnScreen.program, arguments, environment: ProgramOnScreen.environment(in: folder),
      descriptors: [input, output, errors])
  }

  private func read(_ name: String) -> String { (try? String(contentsOfFile: folder(name), encoding: .utf8)) ?? "" }

  private func eventually(_ condition: () -> Bool) -> Bool {
    let deadline = ContinuousClock.now + ProgramOnScreen.patience
    while ContinuousClock.now < deadline, !condition() { usleep(10_000) }
    return condition()
  }

  // MARK: Commands that end by themselves

  /// Every command, with the status that it ends with where its results can be written, and whether it prints any.
  nonisolated private static let commands: [(arguments: [String], status: Int32, prints: Bool)] = [
    (["--help"], 0, true), (["--version"], 0, true), (["help", "emit"], 0, true), (["keys"], 0, true),
    (["themes"], 0, true), (["doctor"], 0, true), (["nonsense"], 64, false),
    (["status", "--tail", "FOLDER/none"], 66, true),
    (["status", "--tail", "FOLDER/events.jsonl"], 0, true),
    (["status", "--json", "--tail", "FOLDER/events.jsonl"], 0, true),
    (["export", "operations", "--tail", "FOLDER/events.jsonl"], 0, true),
    (["report", "--tail", "FOLDER/events.jsonl"], 0, true),
    (["emit", "{}", "--socket", "FOLDER/none.sock"], 66, false),
    (["emit", "--socket", "FOLDER/none.sock"], 66, false), (["config", "validate", "FOLDER/faulty.yaml"], 78, true),
    (["config", "fields"], 0, true), (["credential", "list"], 66, false),
    (["top", "--socket", "FOLDER/in.sock"], 64, false),
    (["demo"], 64, false), (["replay", "FOLDER/events.jsonl"], 64, false),
    (["serve", "--socket", "FOLDER/missing/deep/in.sock"], 73, false),
  ]

  @Test(arguments: commands, Stream.allCases)
  func whatBecomesOfStandardErrorChangesNothingElse(
    command: (arguments: [String], status: Int32, prints: Bool), errors: Stream
  ) throws {
    let arguments = command.arguments.map { $0.replacing("FOLDER", with: folder.path) }
    let process = try start(arguments, output: open(.file, "out"), errors: open(errors, "err"))
    #expect(process.wait() == .exited(command.status), "\(arguments)")
    #expect(read("out").isEmpty != command.prints, "\(read("out"))")
    if errors == .file, !command.prints { #expect(read("err").hasPrefix("wraptop: "), "\(read("err"))") }
  }

  @Test(arguments: commands, [Stream.closed, .full, .pipeWithoutReader])
  func resultsThatCannotBeWrittenAreAnErrorThatSaysSo(
    command: (arguments: [String], status: Int32, prints: Bool), output: Stream
  ) throws {
    let arguments = command.arguments.map { $0.replacing("FOLDER", with: folder.path) }
    // One that prints nothing does not notice.
    guard command.prints || output == .closed else { return }
    let process = try start(arguments, output: open(output, "out"), errors: open(.file, "err"))
    let end = process.wait()
    // Who reads no more has what it wanted.
    let isLoss = command.prints && output != .pipeWithoutReader
    #expect(end == .exited(isLoss ? 74 : command.status), "\(arguments) \(read("err"))")
    #expect(read("err").contains("wraptop: standard output: ") == isLoss, "\(read("err"))")
    // And where nothing can be said at all.
    let mute = try start(arguments, output: open(output, "out"), errors: nil)
    #expect(mute.wait() == end)
  }

  @Test func aClosedStandardInputIsAnEmptyOne() throws {
    let status = try start(["status", "--stdin"], output: open(.file, "out"), errors: open(.file, "err"))
    #expect(status.wait() == .exited(3), "\(read("err"))")
    let server = try serve(errors: open(.file, "log"))
    let emit = try start(["emit", "--socket", socketPath], output: nil, errors: open(.file, "err"))
    #expect(emit.wait(within: .seconds(30)) == .exited(0), "\(read("err"))")
    server.send(SIGTERM)
    #expect(server.wait() == .exited(0))
  }

  // MARK: serve

  private func serve(errors: Int32?, _ more: [String] = []) throws -> ChildProcess {
    let process = try start(
      ["serve", "--socket", socketPath, "--store", storePath] + more, output: nil, errors: errors)
    #expect(eventually { (try? EventSender(path: socketPath)) != nil })
    return process
  }

  /// Expects that lines are taken in and stored, and that SIGTERM ends it well.
  private func expectWork(_ process: ChildProcess, _ wrapper: String) throws {
    var sender = try EventSender(path: socketPath)
    try sender.send(Array((ProgramOnScreen.lines(wrapper, count: 50) + "bad\n").utf8))
    let reply = try sender.flush(id: 1, within: ProgramOnScreen.patience)
    #expect(reply.contains(#""accepted":50,"rejected":1"#) && reply.contains(#""durable":true"#), "\(reply)")
    process.send(SIGTERM)
    #expect(process.wait(within: .seconds(20)) == .exited(0))
  }

  @Test(arguments: Stream.allCases) func serveGoesOnWhateverBecomesOfItsLog(errors: Stream) throws {
    try expectWork(
      serve(errors: open(errors, "log"), ["--tail", folder("events.jsonl"), "--tail", folder("no*")]), "w")
  }

  @Test func aLogThatNobodyReadsHoldsUpNeitherIngestionNorTheEnd() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    defer { close(reader) }
    // Full before the program starts.
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    while Foundation.write(writer, "x", 1) == 1 {}
    _ = fcntl(writer, F_SETFL, 0)
    try expectWork(serve(errors: writer, ["--tail", folder("events.jsonl"), "--tail", folder("no*")]), "w")
  }

  @Test(.enabled(if: Mount.isPermitted, "mounting is not permitted here, so no disk can be made full"))
  func aLogOnADiskThatFillsSaysWhatItMissedOnceThereIsRoom() throws {
    try folder.makeFolder("disk")
    let disk = try #require(Mount.memory(folder("disk"), bytes: 1 << 20))
    defer { withExtendedLifetime(disk) {} }
    let process = try serve(
      errors: Foundation.open(folder("disk/log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600))
    #expect(eventually { read("disk/log").contains("listening on") })
    for size in [1 << 16, 1 << 12, 1] {
      while (try? folder.append(bytes: [UInt8](repeating: 1, count: size), to: "disk/ballast")) != nil {}
    }
    // The end of the page that the log has already.
    var about = stat()
    #expect(stat(folder("disk/log"), &about) == 0)
    try folder.append(String(repeating: ".", count: 4096 - Int(about.st_size) % 4096), to: "disk/log")
    // When the socket is there for the second time, what was to be said of the first time has been tried.
    for _ in 1...2 {
      #expect(unlink(socketPath) == 0)
      #expect(eventually { (try? EventSender(path: socketPath)) != nil })
    }
    #expect(!read("disk/log").contains("made anew"))
    #expect(unlink(folder("disk/ballast")) == 0)
    try expectWork(process, "w")
    let missed = /wraptop: (1 line|2 lines) could not be written here\n/
    #expect(read("disk/log").contains(missed), "\(read("disk/log").suffix(500))")
    #expect(read("disk/log").hasSuffix("ended\n"))
  }

  @Test func aSocketThatIsRemovedIsMadeAnewAndTheLogSaysSo() throws {
    let process = try serve(errors: open(.file, "log"))
    #expect(unlink(socketPath) == 0)
    #expect(eventually { folder.has("in.sock") })
    #expect(eventually { read("log").contains("\(socketPath): the socket's file was gone, and is made anew") })
    try expectWork(process, "w")
    #expect(!folder.has("in.sock"))
  }

  @Test func listeningIsSaidOnceTheStoreIsHeld() throws {
    let process = try serve(errors: open(.file, "log"))
    #expect(eventually { read("log").contains("listening on") })
    let second = try start(
      ["serve", "--socket", folder("other.sock"), "--store", storePath], output: nil, errors: open(.file, "err"))
    #expect(second.wait().status != 0)
    #expect(!read("err").contains("listening"), "\(read("err"))")
    process.send(SIGTERM)
    #expect(process.wait() == .exited(0))
  }

  // MARK: emit

  @Test func aJobThatEmitsIsNotEndedWhereNoServerIsAndItsLinesArriveOnceOneIs() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let emit = try start(["emit", "--socket", socketPath], input: ends[0], output: nil, errors: open(.file, "err"))
    close(ends[0])
    func job(_ lines: String) { #expect(Foundation.write(ends[1], lines, lines.utf8.count) == lines.utf8.count) }
    job(StoredProgram.operations("a", 0..<100))
    #expect(eventually { read("err").contains("nothing listens there; lines are held") })
    let first = try serve(errors: open(.file, "log"))
    #expect(eventually { read("err").contains("lines are sent again") })
    job(StoredProgram.operations("b", 0..<100))
    first.send(SIGKILL)
    #expect(first.wait() == .signalled(SIGKILL))
    job(StoredProgram.operations("c", 0..<100))
    close(ends[1])
    let second = try serve(errors: open(.file, "log"))
    #expect(emit.wait(within: .seconds(30)) == .exited(0), "\(read("err"))")
    second.send(SIGTERM)
    #expect(second.wait() == .exited(0))
    let run = try ProgramRun(
      ProgramOnScreen.program, ["status", "--json", "--store", storePath],
      environment: ProgramOnScreen.environment(in: folder))
    #expect(try StoredFigures(run.output).operations == 300)
  }

  @Test func aSignalEndsAnEmitThatWaits() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[1]) }
    let emit = try start(["emit", "--socket", socketPath], input: ends[0], output: nil, errors: open(.file, "err"))
    close(ends[0])
    #expect(Foundation.write(ends[1], "{}\n", 3) == 3)
    #expect(eventually { read("err").contains("lines are held") })
    emit.send(SIGTERM)
    #expect(emit.wait(within: .seconds(20)) == .exited(66))
    #expect(read("err").hasSuffix("1 line not delivered\n"), "\(read("err"))")
  }

  @Test(.enabled(if: geteuid() == 0, "only root can make what is another user's"))
  func aDefaultSocketInAnotherUsersFolderIsNotSentTo() throws {
    try folder.makeFolder("run/wraptop")
    let server = try start(
      ["serve", "--socket", folder("run/wraptop/ingest.sock"), "--store", "none"], output: nil,
      errors: open(.file, "log"))
    #expect(eventually { read("log").contains("listening") })
    func emit(_ more: [String] = []) throws -> ChildProcess.End {
      try start(["emit", #"{"wrapper_name":"w"}"#] + more, output: nil, errors: open(.file, "err")).wait()
    }
    #expect(try emit() == .exited(0))
    #expect(chown(folder("run/wraptop"), 12345, 12345) == 0)
    #expect(try emit() == .exited(77))
    #expect(
      read("err").contains("belongs to user 12345, so nothing is sent to a socket there (you are 0)"), "\(read("err"))")
    // One that is named is used as it is.
    #expect(try emit(["--socket", folder("run/wraptop/ingest.sock")]) == .exited(0))
    server.send(SIGTERM)
    #expect(server.wait() == .exited(0))
  }

  // MARK: Arguments

  /// Where the package faketime has its library.
  nonisolated private static let timeLibrary = ["x86_64", "aarch64"]
    .map { "/usr/lib/\($0)-linux-gnu/faketime/libfaketime.so.1" as String }
    .first { (path: String) in access(path, R_OK) == 0 }

  @Test(.enabled(if: timeLibrary != nil, "the package faketime is not installed"))
  func aLibraryThatMovesTheEnvironmentDoesNotHideTheArguments() throws {
    let library = try #require(Self.timeLibrary)
    let environment = ProgramOnScreen.environment(in: folder).merging(
      ["LD_PRELOAD": library, "FAKETIME": "@2026-01-02 00:00:00", "TZ": "UTC", "FAKETIME_DONT_FAKE_MONOTONIC": "1"]
    ) { $1 }
    let version = try ProgramRun(ProgramOnScreen.program, ["--version"], environment: environment)
    #expect(version.status == 0 && version.output.contains(/^\d+\.\d+\.\d+\n$/), "\(version.errors)")
    let status = try ProgramRun(
      ProgramOnScreen.program, ["status", "--json", "--tail", folder("events.jsonl")], environment: environment)
    #expect(status.output.contains(#""at":"2026-01-02T00:00:0"#), "\(status.output) \(status.errors)")
  }

  @Test func stateIsKeptInTheHomeOfTheEnvironment() throws {
    let environment = ProgramOnScreen.environment(in: folder).filter { $0.key != "XDG_STATE_HOME" }
    let run = try ProgramRun(ProgramOnScreen.program, ["credential", "list"], environment: environment)
    #expect(run.errors.contains(folder("home/.local/state/wraptop/credentials")), "\(run.errors)")
  }
}
