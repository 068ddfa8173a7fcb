import Foundation
import TestSupport
import Testing

/// Commands that are given nothing to look at ask the core that runs (article API, Without inputs).
@Suite(.waiting) struct ProgramAskTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
    try folder.makeFolder("run")
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, arguments, environment: environment)
  }

  private func wait(until isSo: () throws -> Bool) throws -> Bool {
    for _ in 0..<100 {
      if try isSo() { return true }
      usleep(100_000)
    }
    return false
  }

  private func serving(_ store: String, _ body: () throws -> Void) async throws {
    let server = try RunningProgram(
      ProgramOnScreen.program, ["serve", "--store", store], environment: environment, errorsPath: folder("errors.txt"))
    #expect(await eventually { server.errors.contains("storing in") || !server.isRunning })
    try folder.append(ProgramOnScreen.lines("bot", count: 7), to: "events.jsonl")
    let sent = try ProgramRun(
      "/bin/sh", ["-c", "\(ProgramOnScreen.program) emit < \(folder("events.jsonl"))"], environment: environment)
    #expect(sent.status == 0, "\(sent.errors)")
    try body()
    #expect(server.end(with: SIGTERM) == 0)
  }

  @Test func whatTheCoreHasThisMomentIsShown() async throws {
    try await serving(folder("store.db")) {
      let status = try run("status", "--json")
      #expect(status.status == 0 && status.output.contains(#""wrapper_name":"bot""#), "\(status.errors)")
      #expect(status.output.contains(#""total_operations":7"#))
      #expect(try run("status").output.contains("7 operations"))
      let past = try run("status", "--at", "2020-01-01T00:00:00Z")
      #expect(past.status == 3 && past.output.contains("2020-01-01"), "\(past.output)\(past.errors)")
      // The store follows within seconds.
      #expect(
        try wait(until: {
          try run("export", "operations", "--format", "csv").output.split(whereSeparator: \.isNewline).count == 8
        }))
      #expect(try run("report").output.contains("(7 operations)"))
    }
    for command in [["status"], ["export", "operations"], ["report"]] {
      let alone = try ProgramRun(ProgramOnScreen.program, command, environment: environment)
      #expect(alone.status == 66 && alone.errors.contains("no input: name one with --tail"), "\(alone.errors)")
    }
    let other = try run("status", "--connect", folder("nobody.sock"))
    #expect(other.status == 66 && other.errors.contains("no core listens there"), "\(other.errors)")
    #expect(try run("status", "--connect", folder("x"), "--tail", folder("events.jsonl")).status == 64)
  }

  @Test func aCoreWithoutAStoreTellsItsStateAndNoMore() async throws {
    try await serving("none") {
      #expect(try run("status").output.contains("7 operations"))
      let rows = try run("export", "operations")
      #expect(rows.status == 66 && rows.errors.contains("keeps no store"), "\(rows.errors)")
    }
  }
}
