import Foundation
import Ingestion
import TestSupport
import Testing

/// Where `wraptop serve` logs to.
@Suite(.waiting) struct ProgramLogTests {
  private let program: StoredProgram
  private var folder: TemporaryFolder { program.folder }
  private var logged: String { (try? String(contentsOfFile: folder("wraptop.log"), encoding: .utf8)) ?? "" }

  init() throws { program = try StoredProgram() }

  private func start(_ arguments: String...) throws -> RunningProgram {
    try RunningProgram(
      ProgramOnScreen.program,
      ["serve", "--store", program.storePath, "--socket", program.socketPath] + arguments,
      environment: ProgramOnScreen.environment(in: folder), errorsPath: folder("errors.txt"))
  }

  private func end(_ running: RunningProgram) {
    #expect(running.end(with: SIGTERM) == 0)
  }

  @Test func aFileTakesTheLogAndIsAppendedTo() throws {
    for run in 1...2 {
      let running = try start("--log", folder("wraptop.log"))
      #expect(program.eventually { logged.components(separatedBy: "listening on").count == run + 1 })
      if run == 1 {
        try program.send(#"{"wrapper_name":"w","status":"sk-proj-abcdefghijklmnopqrstuvwxyz012345"}"# + "\n")
      }
      end(running)
      #expect(running.errors.isEmpty)
    }
    #expect(logged.components(separatedBy: " info ended").count == 3)
    #expect(logged.contains("status") && !logged.contains("abcdefghijklmnopqrstuvwxyz"))
    let mode = try FileManager.default.attributesOfItem(atPath: folder("wraptop.log"))[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test func onlyWhatIsUrgentEnoughIsLogged() throws {
    let running = try start("--log", folder("wraptop.log"), "--log-level", "warning")
    #expect(program.eventually { (try? program.send(ProgramOnScreen.lines("w", count: 1))) != nil })
    end(running)
    #expect(logged.isEmpty && folder.has("wraptop.log"))
  }

  @Test(arguments: ["/dev/full", "/nowhere/at/all", "/"]) func aLogThatCannotBeWrittenStopsNothing(_ path: String)
    throws
  {
    let running = try start("--log", path)
    #expect(program.eventually { running.errors.contains("listening on") })
    #expect(running.errors.contains("--log \(path): ") && running.errors.contains("nothing is logged there"))
    try program.send(ProgramOnScreen.lines("w", count: 1))
    end(running)
    try program.expectStored(1)
  }
}
