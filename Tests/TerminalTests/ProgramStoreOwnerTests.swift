import Foundation
import TestSupport
import Testing

/// One process writes a store; others are told so, or look at it.
@Suite(.waiting) struct ProgramStoreOwnerTests {
  private typealias Program = StoredProgram

  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }

  init() throws { world = try StoredProgram() }

  private func expectRefusal(
    by owner: RunningProgram, _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    for part in ["\(world.storePath): in use by process \(owner.identifier) (", "serve --store", "--read-only"] {
      #expect(text.replacing("\n", with: "").contains(part), "\(text)", sourceLocation: sourceLocation)
    }
  }

  @Test func aSecondWriterIsToldWhoWrites() throws {
    let first = try world.serve()
    try world.send(Program.operations("a", 0..<3))
    let contents = folder.contents
    let second = try world.run("serve", "--store", world.storePath, "--socket", folder("other.sock"))
    #expect(second.status == 73)
    expectRefusal(by: first, second.errors)

    let dashboard = try VirtualTerminal(
      ProgramOnScreen.program, ["--store", world.storePath, "--socket", folder("other.sock")],
      environment: ProgramOnScreen.environment(in: folder), columns: 400, rows: 36)
    #expect(dashboard.waitForExit(within: ProgramOnScreen.patience) == .status(73), "\(dashboard.text)")
    expectRefusal(by: first, dashboard.text)
    expectRestored(dashboard, "refused")

    #expect(folder.contents == contents)
    #expect(try world.send(Program.operation("b")).contains(#""accepted":1,"#))
    #expect(try world.figures().operations == 4)
    #expect(first.end(with: SIGTERM) == 0)
  }

  @Test func theDashboardShowsWhatServeStores() throws {
    try folder.makeFolder("run")
    let errors = folder("errors.txt")
    let server = try RunningProgram(
      ProgramOnScreen.program, ["serve"], environment: ProgramOnScreen.environment(in: folder), errorsPath: errors)
    #expect(world.eventually { server.errors.contains("listening on") })
    let lines = ProgramOnScreen.lines("alpha", count: 3)
    func emit(_ lines: String) throws {
      let run = try ProgramRun(
        ProgramOnScreen.program, ["emit"], environment: ProgramOnScreen.environment(in: folder), input: lines)
      #expect(run.status == 0, "\(run.errors)")
    }
    try emit(lines)
    let program = try ProgramOnScreen(
      ["--store", folder("state/wraptop/wraptop.db")], columns: 140, folder: folder)
    program.expect("3 ops in all")
    program.expect("100", of: "alpha")
    program.expect("STORE READ ONLY: process \(server.identifier)")
    // What comes later is shown as it is stored.
    try emit(ProgramOnScreen.lines("beta", count: 2))
    program.expect("5 ops in all")
    program.press("2")
    program.expect("READ ONLY")
    program.expect(folder("state/wraptop/wraptop.db"))
    program.press("q")
    program.expectEnd()
    try emit(lines)
    #expect(server.end(with: SIGTERM) == 0)
    let stored = try world.run("status", "--json", "--store", folder("state/wraptop/wraptop.db"))
    #expect(try StoredFigures(stored.output).operations == 8)
    #expect(!folder.has("run/wraptop/ingest.sock"))
  }

  @Test func lookingChangesNothing() throws {
    let server = try world.serve()
    try world.send(Program.operations("a", 0..<3))
    server.end(with: SIGKILL)
    let bytes = try ["store.db", "store.db-wal"].map { try Data(contentsOf: URL(filePath: folder($0))) }
    let contents = folder.contents
    #expect(try world.figures().operations == 3)
    let export = try world.run("export", "operations", "--store", world.storePath)
    #expect(export.status == 0 && export.output.count { $0 == "\n" } == 3, "\(export.output)\(export.errors)")
    let program = try ProgramOnScreen(["--read-only", "--store", world.storePath], columns: 140, folder: folder)
    program.expect("3 ops in all")
    // Who wrote it runs no more, so that nobody knows by what configuration.
    program.expect("configuration not known here")
    program.press("2")
    program.expect("READ ONLY")
    program.press("q")
    program.expectEnd()
    #expect(try ["store.db", "store.db-wal"].map { try Data(contentsOf: URL(filePath: folder($0))) } == bytes)
    #expect(folder.contents == contents)
  }

  @Test func aLinkIsTheStoreItLeadsTo() throws {
    #expect(symlink("store.db", folder("link.db")) == 0)
    let first = try world.serve()
    try world.send(Program.operations("a", 0..<3))
    let second = try world.run("serve", "--store", folder("link.db"), "--socket", folder("other.sock"))
    #expect(second.status == 73)
    expectRefusal(by: first, second.errors)
    let looked = try world.run("status", "--json", "--store", folder("link.db"))
    #expect(try StoredFigures(looked.output).operations == 3, "\(looked.errors)")
    #expect(first.end(with: SIGTERM) == 0)
    #expect(!folder.has("link.db.lock"))
  }
}
