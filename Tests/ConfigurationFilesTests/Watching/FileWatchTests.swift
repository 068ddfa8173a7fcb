import Configuration
import Foundation
import Synchronization
import TestSupport
import SystemFiles
import Testing

@testable import ConfigurationFiles

/// Whatever changes a file wakes whoever watches it, and nothing else does.
@Suite(.waiting) struct FileWatchTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("d")
    try folder.append("1", to: "d/w.yaml")
  }

  /// Counts the wakes of a watch.
  private final class Counter: Sendable {
    private let wakes = Mutex(0)
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let ended = Mutex(false)

    init(_ paths: [String], usesInotify: Bool = true) {
      let changes = FileWatch.changes(of: paths, usesInotify: usesInotify)
      task.withLock {
        $0 = Task {
          for await _ in changes { wakes.withLock { $0 += 1 } }
          ended.withLock { $0 = true }
        }
      }
    }

    var count: Int { wakes.withLock { $0 } }
    var hasEnded: Bool { ended.withLock { $0 } }
    func cancel() { task.withLock { $0?.cancel() } }
  }

  private func expectWake(
    _ counter: Counter, _ what: String, sourceLocation: Testing.SourceLocation = #_sourceLocation,
    _ change: () throws -> Void
  ) async throws {
    // What the last change left is over.
    try await Task.sleep(for: .milliseconds(150))
    let before = counter.count
    try change()
    let woke = await eventually { counter.count > before }
    #expect(woke, "\(what)", sourceLocation: sourceLocation)
  }

  private func link(_ name: String, to end: String) throws {
    try FileManager.default.createSymbolicLink(atPath: folder(name), withDestinationPath: end)
  }

  @Test(arguments: [true, false]) func filesWake(usesInotify: Bool) async throws {
    let counter = Counter([folder("d/w.yaml")], usesInotify: usesInotify)
    defer { counter.cancel() }
    try await expectWake(counter, "written in place") { try folder.append("2", to: "d/w.yaml") }
    try await expectWake(counter, "another one gets its name") {
      try folder.append("333", to: "d/new")
      try folder.rename("d/new", to: "d/w.yaml")
    }
    try await expectWake(counter, "written in place again") { try folder.append("4", to: "d/w.yaml") }
    try await expectWake(counter, "closed to others") { chmod(folder("d/w.yaml"), 0o400) }
    try await expectWake(counter, "removed") { unlink(folder("d/w.yaml")) }
    try await expectWake(counter, "made again") { try folder.append("5", to: "d/w.yaml") }
    try await expectWake(counter, "its folder moved away") { try folder.rename("d", to: "e") }
    try await expectWake(counter, "back again") { try folder.rename("e", to: "d") }
    try await expectWake(counter, "written after that") { try folder.append("6", to: "d/w.yaml") }
  }

  @Test func whatIsNotThereYetWakesOnceItIs() async throws {
    let counter = Counter([folder("x/y/w.yaml")])
    defer { counter.cancel() }
    try await expectWake(counter, "the first folder") { try folder.makeFolder("x") }
    try await expectWake(counter, "the second folder, with the file") {
      try folder.makeFolder("new")
      try folder.append("1", to: "new/w.yaml")
      try folder.rename("new", to: "x/y")
    }
    try await expectWake(counter, "the file") { try folder.append("2", to: "x/y/w.yaml") }
    try await expectWake(counter, "all gone") { try FileManager.default.removeItem(atPath: folder("x")) }
    try await expectWake(counter, "and there again") {
      try FileManager.default.createDirectory(atPath: folder("x/y"), withIntermediateDirectories: true)
      try folder.append("3", to: "x/y/w.yaml")
    }
  }

  // As Kubernetes mounts a config map: d/w.yaml -> ..data/w.yaml, ..data -> ..1.
  @Test(arguments: ["k/w.yaml", "k"]) func swappedLinksWake(path: String) async throws {
    try folder.makeFolder("k")
    for version in 1...3 {
      try folder.makeFolder("k/..\(version)")
      try folder.append("\(version)", to: "k/..\(version)/w.yaml")
    }
    try link("k/..data", to: "..1")
    try link("k/w.yaml", to: "..data/w.yaml")
    let counter = Counter([folder(path)])
    defer { counter.cancel() }
    for version in 2...3 {
      try await expectWake(counter, "swapped to \(version)") {
        try link("k/..new", to: "..\(version)")
        try folder.rename("k/..new", to: "k/..data")
      }
    }
    try await expectWake(counter, "what it leads to is written") { try folder.append("4", to: "k/..3/w.yaml") }
    try await expectWake(counter, "the link itself leads elsewhere") {
      try link("k/.other", to: "../d/w.yaml")
      try folder.rename("k/.other", to: "k/w.yaml")
    }
    try await expectWake(counter, "where it leads now") { try folder.append("5", to: "d/w.yaml") }
  }

  @Test func filesInAFolderWake() async throws {
    let counter = Counter([folder("d")])
    defer { counter.cancel() }
    try await expectWake(counter, "a file comes") { try folder.append("{}", to: "d/a.json") }
    try await expectWake(counter, "is written") { try folder.append(" ", to: "d/a.json") }
    try await expectWake(counter, "goes") { unlink(folder("d/a.json")) }
    try await expectWake(counter, "the folder goes") { try FileManager.default.removeItem(atPath: folder("d")) }
    try await expectWake(counter, "the folder comes") { try folder.makeFolder("d") }
    try await expectWake(counter, "a file comes again") { try folder.append("{}", to: "d/b.json") }
  }

  @Test func nothingElseWakes() async throws {
    try folder.append("{}", to: "d/runtime.json")
    let counter = Counter([folder("d/w.yaml"), folder("d/runtime.json"), folder("d/later.yaml")])
    defer { counter.cancel() }
    try folder.append("1", to: "d/wraptop.db")
    for _ in 0..<20 { try folder.append("2", to: "d/wraptop.db") }
    try folder.rename("d/wraptop.db", to: "d/other.db")
    unlink(folder("d/other.db"))
    _ = try String(contentsOfFile: folder("d/w.yaml"), encoding: .utf8)
    _ = try RuntimeFile(path: folder("d/runtime.json")).read()
    try folder.append("x", to: "beside")
    try await Task.sleep(for: .milliseconds(300))
    #expect(counter.count == 0)
    // A burst is one.
    for part in 0..<5 { try folder.append("\(part)", to: "d/w.yaml") }
    try folder.rename("d/w.yaml", to: "d/later.yaml")
    #expect(await eventually { counter.count > 0 })
    try await Task.sleep(for: .milliseconds(300))
    #expect(counter.count <= 2)
  }

  @Test func endsWithItsTaskOrItsStreamAndLeavesNothingOpen() async throws {
    func inotifies() -> Int {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return names.count { FilePath.link(at: "/proc/self/fd/\($0)")?.contains("inotify") == true }
    }
    // Other suites may have some of their own.
    let before = inotifies()
    for round in 0..<20 {
      let counter = Counter([folder("d/w.yaml")], usesInotify: round % 4 != 0)
      // Some are in the middle of a burst.
      if round % 2 == 0 { try folder.append("x", to: "d/w.yaml") }
      if round % 3 == 0 { try await Task.sleep(for: .milliseconds(20)) }
      counter.cancel()
      #expect(await eventually { counter.hasEnded })
      _ = FileWatch.changes(of: [folder("d/w.yaml")])
    }
    #expect(await eventually { inotifies() <= before })
  }
}
