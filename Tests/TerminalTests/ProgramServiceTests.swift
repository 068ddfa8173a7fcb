import Foundation
import Ingestion
import SystemFiles
import TestSupport
import Testing

/// `wraptop serve` as a service manager sees it (article Installing, As a service). None runs here: a socket of the tests
/// stands for it, with the protocol of sd_notify(3) and sd_listen_fds(3).
@Suite(.waiting) struct ProgramServiceTests {
  private let program: StoredProgram
  private var folder: TemporaryFolder { program.folder }

  init() throws { program = try StoredProgram() }

  /// What stands in the place of the service manager: gets datagrams.
  private final class Manager {
    private let socket: Int32
    private(set) var lines: [String] = []

    /// - Parameter name: a path, or a name without a file that begins with @.
    init(_ name: String) throws {
      socket = Foundation.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      let length = try withAddress(name) { address, length in
        try #require(Foundation.bind(socket, address, length) == 0)
        return length
      }
      #expect(length > 2)
    }

    deinit { close(socket) }

    /// Waits for a line that begins so; returns it.
    func expect(_ beginning: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) -> String {
      while true {
        if let index = lines.firstIndex(where: { $0.hasPrefix(beginning) }) {
          let line = lines[index]
          lines.removeSubrange(...index)
          return line
        }
        var ready = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, Int32(ProgramOnScreen.patience / .milliseconds(1))) == 1 else {
          Issue.record("\(beginning) does not come", sourceLocation: sourceLocation)
          return ""
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(socket, &bytes, bytes.count, 0)
        lines += String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n").map(String.init)
      }
    }
  }

  // Opens sockets as its descriptors from 3 on, as a service manager does, and becomes the program.
  private static let opener = """
    import os, socket, sys
    count = int(sys.argv[1])
    for number, place in enumerate(sys.argv[2:2 + count]):
        kind, path = place.split(":", 1)
        opened = socket.socket(socket.AF_UNIX, getattr(socket, kind))
        opened.bind(path)
        if kind == "SOCK_STREAM": opened.listen(16)
        os.dup2(opened.detach(), 3 + number)
        os.set_inheritable(3 + number, True)
    os.environ["LISTEN_PID"] = str(os.getpid())
    os.execv(sys.argv[2 + count], sys.argv[2 + count:])
    """

  /// - Parameter sockets: kinds and paths, such as `SOCK_STREAM:/run/s`.
  private func start(_ arguments: [String], _ more: [String: String], sockets: [String] = []) throws -> ChildProcess {
    let environment = ProgramOnScreen.environment(in: folder).merging(more) { $1 }
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    let errors = open(folder("errors.txt"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer {
      close(nothing)
      close(errors)
    }
    let serve = [ProgramOnScreen.program, "serve", "--store", program.storePath] + arguments
    let program = sockets.isEmpty ? "/usr/bin/env" : "/usr/bin/python3"
    let opening = sockets.isEmpty ? [] : ["-c", Self.opener, "\(sockets.count)"] + sockets
    return try ChildProcess(
      program, opening + serve, environment: environment, descriptors: [nothing, nothing, errors])
  }

  @Test(arguments: [false, true]) func theManagerIsToldWhatBecomesOfIt(isAbstract: Bool) throws {
    let name = isAbstract ? "@wraptop-test-\(UUID().uuidString)" : folder("notify")
    let manager = try Manager(name)
    let process = try start(
      ["--socket", program.socketPath],
      ["NOTIFY_SOCKET": name, "WATCHDOG_USEC": "400000"])
    _ = manager.expect("READY=1")
    #expect(manager.expect("STATUS=").contains("listening on \(program.socketPath)"))
    // It listens, and has the store.
    try program.send(StoredProgram.operation("a"))
    for _ in 0..<3 { _ = manager.expect("WATCHDOG=1") }
    process.send(SIGHUP)
    _ = manager.expect("RELOADING=1")
    let word = manager.expect("MONOTONIC_USEC=")
    let told = try #require(Int64(word.dropFirst("MONOTONIC_USEC=".count)))
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    #expect(told > 0 && told <= Int64(now.tv_sec + 1) * 1_000_000)
    _ = manager.expect("READY=1")
    process.send(SIGTERM)
    _ = manager.expect("STOPPING=1")
    #expect(process.wait() == .exited(0))
    try program.expectStored(1)
  }

  @Test func hangingUpReadsSettingsAndConfigurationAgain() throws {
    // Files that cannot be watched, as on a network's file system, would be read no other way.
    try folder.append("health: {window: 1h}\n", to: "settings.yaml")
    let manager = try Manager(folder("notify"))
    let process = try start(
      ["--socket", program.socketPath, "--config", folder("settings.yaml")], ["NOTIFY_SOCKET": folder("notify")])
    _ = manager.expect("READY=1")
    try folder.append("nonsense: 1\n", to: "settings.yaml")
    process.send(SIGHUP)
    _ = manager.expect("RELOADING=1")
    _ = manager.expect("READY=1")
    let errors = try String(contentsOfFile: folder("errors.txt"), encoding: .utf8)
    #expect(errors.contains("SIGHUP") && errors.contains("nonsense"), "\(errors)")
    #expect(process.isRunning)
    process.send(SIGINT)
    #expect(process.wait() == .exited(0))
  }

  // A core whose process stands still does not say that it lives.
  @Test func theWatchdogHearsNothingOfAWatchForAnotherProcess() throws {
    let manager = try Manager(folder("notify"))
    let process = try start(
      ["--socket", program.socketPath],
      ["NOTIFY_SOCKET": folder("notify"), "WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"])
    _ = manager.expect("READY=1")
    process.send(SIGTERM)
    _ = manager.expect("STOPPING=1")
    #expect(!manager.lines.contains("WATCHDOG=1"))
    #expect(process.wait() == .exited(0))
  }

  @Test(arguments: [nil, "api:ingest"]) func socketsThatAreOpenAreTakenOver(names: String?) throws {
    // By their names, or by those of their files.
    let api = folder(names == nil ? "api.sock" : "one")
    let manager = try Manager(folder("notify"))
    var more = ["NOTIFY_SOCKET": folder("notify"), "LISTEN_FDS": "2"]
    more["LISTEN_FDNAMES"] = names
    let process = try start([], more, sockets: ["SOCK_STREAM:\(api)", "SOCK_STREAM:\(folder("two"))"])
    _ = manager.expect("READY=1")
    #expect(manager.expect("STATUS=").contains("listening on \(folder("two"))"))
    var client = try EventSender(path: folder("two"))
    try client.send(Array(StoredProgram.operation("a").utf8))
    #expect(try client.flush(id: 1, within: ProgramOnScreen.patience).contains(#""accepted":1"#))
    let alerts = try program.run("alerts", "list", "--connect", api)
    #expect(alerts.output.hasPrefix("Nothing fires."), "\(alerts.errors)")
    process.send(SIGTERM)
    #expect(process.wait() == .exited(0))
    // They are the manager's, who goes on listening.
    #expect(folder.has("two"))
    try program.expectStored(1)
  }

  @Test func socketsOfNoUseAreRefused() throws {
    let process = try start(
      [], ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "odd"], sockets: ["SOCK_DGRAM:\(folder("odd"))"])
    #expect(process.wait() == .exited(64))
    #expect(try String(contentsOfFile: folder("errors.txt"), encoding: .utf8).contains("odd: is no Unix stream socket"))
  }

  @Test func doctorTellsOfCoreStoreAndClock() throws {
    let before = try program.run("doctor", "--store", program.storePath)
    #expect(before.output.contains("ok   core: none runs"), "\(before.output)")
    #expect(before.output.contains("ok   store: \(program.storePath): not there yet"))
    #expect(before.output.contains("ok   time: ") && before.output.contains(" limits: "))
    try folder.append("serve: {api: \(folder("api.sock"))}\n", to: "settings.yaml")
    let server = try program.serve("--config", folder("settings.yaml"))
    try program.send(StoredProgram.operation("a"))
    let doctor = ["doctor", "--socket", program.socketPath, "--store", program.storePath]
    let environment = ProgramOnScreen.environment(in: folder)
    let run = try ProgramRun(
      ProgramOnScreen.program, doctor + ["--config", folder("settings.yaml")], environment: environment)
    #expect(run.status == 0)
    #expect(run.output.contains("ok   core: \(folder("api.sock")): answers"), "\(run.output)")
    #expect(run.output.contains("written by process \(server.identifier) "), "\(run.output)")
    #expect(server.end(with: SIGTERM) == 0)
    chmod(program.storePath, 0o666)
    let json = try ProgramRun(ProgramOnScreen.program, doctor + ["--json"], environment: environment)
    let findings = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: String]] ?? []
    let store = try #require(findings.first { $0["subject"] == "store" }, "\(json.output)")
    #expect(store["grade"] == "note" && store["message"]?.contains("chmod 600") == true)
  }

  @Test func theUnitRunsTheSameCommand() throws {
    let run = try program.run("serve", "--tail", "/var/log/a b/100%/*.jsonl", "--print-unit", "--otlp")
    #expect(run.status == 0 && run.errors.isEmpty)
    #expect(run.output.contains("\nType=notify\n") && run.output.contains("\nWatchdogSec=60\n"))
    let command = "ExecStart=\(ProgramOnScreen.program) serve --tail \"/var/log/a b/100%%/*.jsonl\" --otlp\n"
    #expect(run.output.contains(command), "\(run.output)")
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze") else { return }
    try run.output.write(toFile: folder("wraptop.service"), atomically: true, encoding: .utf8)
    let verified = try ProgramRun(
      "/usr/bin/systemd-analyze", ["verify", "--man=no", folder("wraptop.service")],
      environment: ["PATH": "/usr/bin:/bin", "SYSTEMD_LOG_LEVEL": "warning"])
    #expect(!(verified.errors + verified.output).contains("wraptop.service"), "\(verified.errors)")
    // From 0, locked up, to 10.
    let judged = try ProgramRun(
      "/usr/bin/systemd-analyze", ["security", "--offline=true", "--threshold=25", folder("wraptop.service")],
      environment: ["PATH": "/usr/bin:/bin", "SYSTEMD_COLORS": "0"])
    #expect(judged.status == 0, "\(judged.output.suffix(400))\(judged.errors)")
  }
}

/// Calls `body` with the address of a Unix socket: a path, or a name without a file that begins with @.
@discardableResult
private func withAddress<Result>(
  _ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
) rethrows -> Result {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = name.hasPrefix("@") ? [0] + Array(name.utf8.dropFirst()) : Array(name.utf8)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
  let length = MemoryLayout<sa_family_t>.size + bytes.count + (name.hasPrefix("@") ? 0 : 1)
  return try withUnsafePointer(to: &address) { pointer in
    try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body($0, socklen_t(length)) }
  }
}
