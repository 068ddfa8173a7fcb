import Configuration
import ConfigurationFiles
import Foundation
import TestSupport
import Testing

/// Writers in processes of their own: several at once, killed, and without room.
@Suite(.waiting) struct WriterProcessTests {
  private let folder: TemporaryFolder
  private let program = BuiltProgram.path("configuration-probe")

  init() throws { folder = try TemporaryFolder() }

  /// The number that the file holds at both ends; nil if there is none, or the two differ.
  private func counted(_ name: String = "r.json") throws -> Int? {
    let root = try RuntimeFile(path: folder(name)).read().root
    guard case .mapping(let entries)? = root?.content, entries.count == 3,
      case .scalar(let first) = entries[0].value.content, case .scalar(let last) = entries[2].value.content
    else { return nil }
    return first == last ? Int(first.text) : nil
  }

  private func start(_ mode: String, _ name: String, _ number: Int, said: String) throws -> ChildProcess {
    let output = open(folder(said), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(output) }
    return try ChildProcess(program, [mode, folder(name), "\(number)"], descriptors: [0, output, 2])
  }

  private func said(_ name: String) throws -> [Int] {
    let text = try String(contentsOfFile: folder(name), encoding: .utf8)
    return text.split(separator: "\n").compactMap { Int($0) }
  }

  @Test func nothingIsLostBetweenTwoWriters() throws {
    let writers = try (0..<3).map { try start("count", "r.json", 60, said: "said\($0)") }
    #expect(writers.map { $0.wait().status } == [0, 0, 0])
    let counts = try (0..<3).flatMap { try said("said\($0)") }
    // Each count was acknowledged once: whoever was late saw a conflict, and began again.
    #expect(counts.sorted() == Array(1...180))
    #expect(try counted() == 180)
  }

  @Test func aKilledWriterLeavesTheOldFileOrTheNewOne() throws {
    var random = SeededRandom(seed: 20)
    var leftovers = 0
    // On a quiet machine it takes some tries to hit a writer while it writes.
    for round in 0..<400 where round < 40 || leftovers == 0 {
      let before = try counted() ?? 0
      let name = "said\(round)"
      let writer = try start("count", "r.json", .max, said: name)
      while try said(name).isEmpty { usleep(500) }
      usleep(UInt32.random(in: 0..<12_000, using: &random))
      writer.send(SIGKILL)
      writer.wait()
      let acknowledged = try said(name).last ?? before
      let after = try #require(try counted(), "the file is not whole")
      #expect(after == acknowledged || after == acknowledged + 1)
      let names = folder.contents.filter { !$0.hasPrefix("said") }
      if names.count > 2 { leftovers += 1 }
      #expect(names.filter { $0 != ".r.json.wraptop-new" } == ["r.json", "r.json.lock"])
    }
    #expect(leftovers > 0, "no writer was killed while it wrote")
    let last = try counted() ?? 0
    let run = try ProgramRun(program, ["count", folder("r.json"), "1"], environment: [:])
    #expect(run.status == 0 && run.output == "\(last + 1)\n")
    #expect(folder.contents.filter { !$0.hasPrefix("said") } == ["r.json", "r.json.lock"])
  }

  @Test func withoutRoomTheOldFileStays() throws {
    #expect(try ProgramRun(program, ["count", folder("r.json"), "1"], environment: [:]).status == 0)
    let run = try ProgramRun(program, ["limited", folder("r.json"), "10000"], environment: [:])
    #expect(run.status == 74 && run.errors.contains("a file must not grow so large here"), "\(run)")
    #expect(try counted() == 1)
    #expect(folder.contents == ["r.json", "r.json.lock"])
  }

  @Test(.enabled(if: Mount.isPermitted, "mounting is not permitted here, so no disk can be made full"))
  func onAFullDiskTheOldFileStays() throws {
    try folder.makeFolder("disk")
    let mount = try #require(Mount.memory(folder("disk"), bytes: 256 << 10))
    defer { withExtendedLifetime(mount) {} }
    chmod(folder("disk"), 0o700)
    let path = folder("disk/r.json")
    #expect(try ProgramRun(program, ["count", path, "1"], environment: [:]).status == 0)
    let ballast = open(folder("disk/ballast"), O_WRONLY | O_CREAT, 0o600)
    let page = [UInt8](repeating: 1, count: 4096)
    while write(ballast, page, page.count) > 0 {}
    close(ballast)
    let run = try ProgramRun(program, ["count", path, "1"], environment: [:])
    #expect(run.status == 74 && run.errors.contains("the disk is full, and it is as it was; make room"), "\(run)")
    #expect(try counted("disk/r.json") == 1)
    unlink(folder("disk/ballast"))
    #expect(try ProgramRun(program, ["count", path, "1"], environment: [:]).status == 0)
    #expect(folder.contents == ["disk", "disk/r.json", "disk/r.json.lock"])
  }

  // MARK: The audit trail

  @Test func appendersKeepOneChain() throws {
    let writers = try (0..<3).map { try start("append", "audit.jsonl", 80, said: "said\($0)") }
    #expect(writers.map { $0.wait().status } == [0, 0, 0])
    let file = AuditFile(path: folder("audit.jsonl"))
    let head = try file.head()
    #expect(head.number == 240)
    #expect(try file.verify(heads: [head]).isEmpty)
    #expect(try (0..<3).flatMap { try said("said\($0)") }.sorted() == Array(1...240))
  }

  @Test func aRecordThatDoesNotFitLeavesNoTrace() throws {
    let path = folder("audit.jsonl")
    #expect(try ProgramRun(program, ["append", path, "3"], environment: [:]).status == 0)
    let before = try Data(contentsOf: URL(filePath: path))
    let run = try ProgramRun(program, ["audited", path, "\(before.count + 50)"], environment: [:])
    #expect(run.status == 74 && run.errors.contains("a file must not grow so large here"), "\(run)")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test func aKilledAppenderLosesNothingThatItTold() throws {
    var random = SeededRandom(seed: 21)
    for round in 0..<20 {
      let name = "said\(round)"
      let writer = try start("append", "audit.jsonl", .max, said: name)
      while try said(name).isEmpty { usleep(500) }
      usleep(UInt32.random(in: 0..<8_000, using: &random))
      writer.send(SIGKILL)
      writer.wait()
      let file = AuditFile(path: folder("audit.jsonl"))
      let told = try said(name).last ?? 0
      #expect(try [told, told + 1].contains(file.head().number))
      #expect(try file.verify(heads: []).isEmpty)
    }
  }

  @Test func aLongTrailTakesNoMemory() throws {
    let file = AuditFile(path: folder("audit.jsonl"))
    var entry = AuditEntry(
      actor: AuditActor(uid: 1, user: "u", from: "local"), action: .change, wrapper: "w", field: "f", layer: "runtime")
    entry.reason = String(repeating: "because ", count: 4000)
    try file.append([entry], at: "2026-03-01T00:00:00.000000Z")
    let line = Array(try Data(contentsOf: URL(filePath: file.path)))
    for _ in 0..<1400 { try folder.append(bytes: line, to: "audit.jsonl") }
    let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
    #expect(size > 42 << 20)
    let run = try ProgramRun(program, ["verify", file.path, "\(40 << 20)"], environment: [:])
    #expect(run.status == 0 && run.output == "1001\n", "\(run)")
  }
}
