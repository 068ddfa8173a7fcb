import Foundation
import Ingestion
import TestSupport
import Testing

/// Stores that cannot be written, or make no sense.
@Suite(.waiting) struct ProgramStoreFaultTests {
  private typealias Program = StoredProgram

  private var world: StoredProgram
  private var folder: TemporaryFolder { world.folder }
  private var events: String { folder("events.jsonl") }

  init() throws { world = try StoredProgram() }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder(name))) }

  private func write(_ bytes: [UInt8], at offset: Int, of name: String) {
    let file = open(folder(name), O_WRONLY | O_CLOEXEC)
    defer { close(file) }
    #expect(pwrite(file, bytes, bytes.count, off_t(offset)) == bytes.count)
  }

  /// Runs `serve` on a store until it has what a file tells, and ends it.
  private func fill() throws {
    try folder.append(Program.operations("f", 0..<200), to: "events.jsonl")
    let program = try world.serve("--tail", events)
    try world.expectStored(200)
    #expect(program.end(with: SIGTERM) == 0)
  }

  // MARK: A full disk

  private static let noMount: Comment = "mounting is not permitted here, so no disk can be made full or read-only"

  /// Takes all the room that there is.
  private func fillDisk() {
    for size in [1 << 16, 1 << 12, 1] {
      while (try? folder.append(bytes: [UInt8](repeating: 1, count: size), to: "disk/ballast")) != nil {}
    }
  }

  private mutating func makeDisk() throws -> Mount {
    try folder.makeFolder("disk")
    world.store = "disk/store.db"
    return try #require(Mount.memory(folder("disk"), bytes: 6 << 20))
  }

  @Test(.enabled(if: Mount.isPermitted, noMount)) mutating func aFullDiskCostsNothing() throws {
    let disk = try makeDisk()
    defer { withExtendedLifetime(disk) {} }
    try folder.append(Program.operations("f", 0..<10), to: "events.jsonl")
    let program = try world.serve("--tail", events)
    try world.send(Program.operations("a", 0..<10))
    try world.expectStored(20)
    fillDisk()
    var waiting = try EventSender(path: world.socketPath)
    try waiting.send(Array(Program.operations("b", 0..<5000).utf8))
    #expect(throws: IngestionError.self) { try waiting.flush(id: 7, within: .seconds(3)) }
    let says = world.eventually {
      program.errors.contains("cannot store, and tries again: \(world.storePath): the disk is full")
    }
    #expect(says, "\(program.errors)")
    #expect(program.isRunning)
    // It takes in more, and the store can be read as it was.
    var other = try EventSender(path: world.socketPath)
    try other.send(Array(Program.operations("b", 4000..<6000).utf8))
    try folder.append(Program.operations("f", 10..<20), to: "events.jsonl")
    #expect(throws: IngestionError.self) { try other.flush(id: 8, within: .seconds(1)) }
    #expect(try world.figures().operations == 20)

    #expect(unlink(folder("disk/ballast")) == 0)
    #expect(
      try waiting.receiveLine(within: ProgramOnScreen.patience)
        == #"{"flushed":7,"accepted":5000,"rejected":0,"duplicates":0,"durable":true}"#)
    #expect(
      try other.receiveLine(within: ProgramOnScreen.patience)
        == #"{"flushed":8,"accepted":1000,"rejected":0,"duplicates":1000,"durable":true}"#)
    try world.expectStored(6030)
    #expect(world.eventually { program.errors.contains("storing again") })
    #expect(program.end(with: SIGTERM) == 0)
    let again = try world.serve("--tail", events)
    #expect(again.end(with: SIGTERM) == 0)
    let figures = try world.figures()
    #expect(figures.operations == 6030)
    #expect(figures.sources["in.sock"]?.duplicates == 1000)
  }

  @Test(.enabled(if: Mount.isPermitted, noMount)) mutating func itEndsInTimeThoughItCannotStore() throws {
    let disk = try makeDisk()
    defer { withExtendedLifetime(disk) {} }
    let program = try world.serve("--tail", events)
    try world.send(Program.operations("a", 0..<10))
    try world.expectStored(10)
    fillDisk()
    try folder.append(Program.operations("f", 0..<2000), to: "events.jsonl")
    var waiting = try EventSender(path: world.socketPath)
    try waiting.send(Array(Program.operations("b", 0..<5000).utf8))
    #expect(throws: IngestionError.self) { try waiting.flush(id: 7, within: .seconds(2)) }
    #expect(world.eventually { program.errors.contains("cannot store") })
    #expect(program.end(with: SIGTERM, within: .seconds(10)) == 74, "\(program.errors)")
    // How many it had read by then depends on the machine; all that it had are named.
    let left = program.errors.firstMatch(of: /ended with (\d+) operations not stored/).flatMap { Int($0.1) }
    #expect(try (1...7000).contains(#require(left, "\(program.errors)")))
    // Who got no answer knows that it has to send again.
    #expect((try? waiting.receiveLine(within: .seconds(5))) == .some(nil))
    #expect(!folder.has("in.sock"))
    #expect(unlink(folder("disk/ballast")) == 0)
    let again = try world.serve("--tail", events)
    try world.expectStored(2010)
    #expect(try world.send(Program.operations("b", 0..<5000)).contains(#""accepted":5000,"#))
    #expect(again.end(with: SIGTERM) == 0)
    try world.expectStored(7010)
  }

  // MARK: Stores that are not to be written

  @Test(.enabled(if: Mount.isPermitted, noMount)) mutating func aFolderThatCannotBeWrittenIsOnlyLookedAt() throws {
    try folder.makeFolder("there")
    try folder.makeFolder("view")
    world.store = "there/store.db"
    try fill()
    let view = try #require(Mount.readOnly(folder("there"), at: folder("view")))
    defer { withExtendedLifetime(view) {} }
    world.store = "view/store.db"
    let run = try world.run("serve", "--store", world.storePath, "--socket", world.socketPath)
    #expect(run.status == 77, "\(run.errors)")
    #expect(run.errors.contains("wraptop: \(folder("view/store.db"))") && run.errors.contains("Read-only file system"))
    #expect(try world.figures().operations == 200)
    let program = try ProgramOnScreen(["--read-only", "--store", world.storePath], columns: 140, folder: folder)
    program.expect("200 ops in all")
    program.press("q")
    program.expectEnd()
  }

  @Test func aStoreOfALaterVersionIsLeftAlone() throws {
    try fill()
    // The version stands in the first page of a database, as one number of four bytes.
    write([0, 0, 0, 99], at: 60, of: "store.db")
    let before = try bytes("store.db")
    let contents = folder.contents
    for command in [["serve", "--socket", world.socketPath], ["status"], ["export", "costs"]] {
      let run = try ProgramRun(
        ProgramOnScreen.program, command + ["--store", world.storePath],
        environment: ProgramOnScreen.environment(in: folder))
      #expect(run.status == 78 && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.contains("\(world.storePath): written by a later wraptop (schema 99); use that version"))
    }
    #expect(try bytes("store.db") == before)
    #expect(folder.contents == contents)
  }

  @Test func aFileOfAnotherKindIsLeftAlone() throws {
    try folder.append(Program.operations("f", 0..<3), to: "events.jsonl")
    let before = try bytes("events.jsonl")
    for command in [["serve", "--socket", world.socketPath], ["status"]] {
      let run = try ProgramRun(
        ProgramOnScreen.program, command + ["--store", events], environment: ProgramOnScreen.environment(in: folder))
      #expect(run.status == 65 && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.contains("wraptop: \(events): "))
    }
    #expect(try bytes("events.jsonl") == before)
    #expect(folder.contents == ["events.jsonl"])
  }

  @Test func nothingIsAcknowledgedOnceTheStoreWasRemoved() throws {
    try folder.append(Program.operations("f", 0..<10), to: "events.jsonl")
    let program = try world.serve("--tail", events)
    try world.send(Program.operations("a", 0..<10))
    try world.expectStored(20)
    for name in ["store.db", "store.db-wal", "store.db-shm"] { #expect(unlink(folder(name)) == 0) }
    var waiting = try EventSender(path: world.socketPath)
    try waiting.send(Array(Program.operations("b", 0..<10).utf8))
    #expect(throws: IngestionError.self) { try waiting.flush(id: 1, within: .seconds(3)) }
    #expect(world.eventually { program.errors.contains("\(world.storePath): was removed while it was in use") })
    #expect(program.end(with: SIGTERM, within: .seconds(10)) == 74, "\(program.errors)")
    let again = try world.serve("--tail", events)
    try world.send(Program.operations("b", 0..<10))
    try world.expectStored(20)
    #expect(again.end(with: SIGTERM) == 0)
  }

  // MARK: Damage

  @Test(arguments: [0, 4096]) func aDamagedStoreIsRebuiltFromTheFiles(from offset: Int) throws {
    try fill()
    let size = try bytes("store.db").count
    for page in stride(from: offset, to: size, by: 4096) {
      write([UInt8](repeating: 0xff, count: 64), at: page, of: "store.db")
    }
    let damaged = try bytes("store.db")
    let program = try world.serve("--tail", events)
    try world.expectStored(200)
    #expect(program.errors.contains("\(world.storePath): damaged ("), "\(program.errors)")
    let name = try #require(folder.contents.first { $0.hasPrefix("store.db.damaged-") })
    #expect(program.errors.contains("kept as \(folder(name))"))
    #expect(try bytes(name) == damaged)
    #expect(program.end(with: SIGTERM) == 0)
    let again = try world.serve("--tail", events)
    try folder.append(Program.operation("one-more"), to: "events.jsonl")
    try world.expectStored(201)
    #expect(again.end(with: SIGTERM) == 0)
    #expect(!again.errors.contains("damaged"))
  }
}
