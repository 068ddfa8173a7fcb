import Foundation
import Ingestion
import TestSupport
import Testing

/// A clock that was a day ahead while one event came in, with libfaketime in the real program.
@Suite(.waiting, .enabled(if: FakeTime.library != nil, "libfaketime is not installed (Debian package faketime)"))
struct ProgramClockTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    var environment = ProgramOnScreen.environment(in: folder)
    environment["LD_PRELOAD"] = FakeTime.library
    environment["FAKETIME_TIMESTAMP_FILE"] = folder("offset")
    // Waiting is waiting, whatever the clock says.
    environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    environment["FAKETIME_NO_CACHE"] = "1"
    self.environment = environment
  }

  private func setClock(_ offset: String) throws {
    try Data("\(offset)\n".utf8).write(to: URL(filePath: folder("offset")), options: .atomic)
  }

  private func send(_ count: Int, _ status: String) async throws {
    let line = #"{"wrapper_name":"w","status":"\#(status)","error_message":"boom"}"#
    let path = folder("in.sock")
    try await Task.detached {
      let deadline = ContinuousClock.now + .seconds(60)
      while true {
        do {
          let stream = try EventStream(path: path)
          try await stream.send(Array(Array(repeating: line + "\n", count: count).joined().utf8))
          #expect(try await stream.flush(id: 1).contains(#""durable":true"#))
          return
        } catch {
          guard ContinuousClock.now < deadline else { throw error }
          try await Task.sleep(for: .milliseconds(20))
        }
      }
    }.value
  }

  private func status() throws -> (system: [String: Any], health: [String: Any]) {
    let run = try ProgramRun(
      ProgramOnScreen.program, ["status", "--json", "--store", folder("store.db")], environment: environment)
    let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let wrapper = (document?["wrappers"] as? [[String: Any]])?.first
    return (document?["system"] as? [String: Any] ?? [:], wrapper?["health"] as? [String: Any] ?? [:])
  }

  @Test(arguments: ["+2h", "+1d"], [false, true]) func failuresAreSeenAllTheSame(ahead: String, restarts: Bool)
    async throws
  {
    func serve() throws -> RunningProgram {
      try RunningProgram(
        ProgramOnScreen.program, ["serve", "--store", folder("store.db"), "--socket", folder("in.sock")],
        environment: environment, errorsPath: folder("errors.txt"))
    }
    try setClock(ahead)
    var program = try serve()
    try await send(1, "success")
    if restarts { #expect(program.end(with: SIGTERM) == 0, "\(program.errors)") }
    try setClock("+0")
    if restarts { program = try serve() }
    try await send(10, "error")
    #expect(program.end(with: SIGTERM) == 0, "\(program.errors)")
    let (system, health) = try status()
    // The one from ahead waits, and that is said.
    #expect(system["ahead"] as? Int == 1)
    let text = try ProgramRun(
      ProgramOnScreen.program, ["status", "--store", folder("store.db")], environment: environment)
    #expect(text.output.contains("the clock was ahead: what came in while it was (operations: 1)"), "\(text.output)")
    #expect(system["operations_per_minute"] as? Double ?? 0 >= 10)
    #expect(health["total_operations"] as? Int == 10)
    #expect(health["health_score"] as? Double ?? 1 < 0.5)
    #expect(system["total_operations"] as? Int == 11)
    #expect(system["idle"] as? Bool == false)
    #expect(health["failed_operations"] as? Int == 10)
    #expect(health["status"] as? String == "Critical")
    #expect(health["last_error"] as? String == "boom")
  }
}

/// Debian's libfaketime, which tells a program another time than it is.
enum FakeTime {
  static let library: String? = {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib")) ?? []
    return folders.map { "/usr/lib/\($0)/faketime/libfaketime.so.1" }.first {
      FileManager.default.fileExists(atPath: $0)
    }
  }()
}
