import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct RotatedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  // How far `app.log` is read now.
  private func read() async throws -> [KnownPosition] {
    let tail = try Recorder([folder("app.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    return tail.now.known
  }

  private func linesAfterRestart(_ known: [KnownPosition], count: Int) async throws -> [String] {
    let tail = try Recorder([folder("app.log")]) { $0.known = known }
    #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count >= count })
    return tail.now.lines
  }

  @Test func rotatedFilesAreOrderedByTimeThenByNumber() throws {
    for name in [
      "app.log.2.gz", "app.log.10", "app.log.1", "app.log-20260102", "app.log-20260101.gz", "app.logs", "other",
    ] {
      try folder.append("x", to: name)
      folder.age(name, seconds: 60)
    }
    folder.age("app.log.10", seconds: 30)
    for name in ["app.log-20260101.gz", "app.log-20260102"] { folder.age(name, seconds: 90) }
    let rotated = RotatedFile.of(folder("app.log"), elsewhere: false, in: FolderNames())
    let names = rotated.map { String($0.path.dropFirst(folder.path.utf8.count + 1)) }
    #expect(names == ["app.log-20260101.gz", "app.log-20260102", "app.log.2.gz", "app.log.1", "app.log.10"])
  }

  @Test(arguments: [
    "app.1.log", "app1.log", "app-2026-11-29T18-00-00.000.log", "app.2026-11-29.log", "app20261129_001.log",
    "app.log_20261129", "app-20261129.log", "app.log-20261129", "app.log.2026-11-29_18", "old/app.log.1",
    "archive/app.log",
    "old/app-20261129.log",
  ]) func theRestOfALogIsFoundUnderTheNamesThatRotationGives(_ name: String) async throws {
    try folder.append("one\n", to: "app.log")
    let known = try await read()
    try folder.append("two\n", to: "app.log")
    try folder.makeFolder("old")
    try folder.makeFolder("archive")
    try folder.rename("app.log", to: name)
    try folder.append("three\n", to: "app.log")
    for compressed in [false, true] {
      if compressed { try folder.compress(name) }
      #expect(try await linesAfterRestart(known, count: 2) == ["two", "three"])
    }
  }

  @Test func severalRotationsAreFoundOnceOneIsKnown() async throws {
    try folder.append("one\n", to: "app.log")
    let known = try await read()
    try folder.append("app is another program\n", to: "app-2.log")
    try folder.rename("app.log", to: "app.2.log")
    try folder.append("two\n", to: "app.1.log")
    try folder.append("three\n", to: "app.log")
    for (name, age) in [("app-2.log", 60), ("app.2.log", 50), ("app.1.log", 10)] { folder.age(name, seconds: age) }
    #expect(try await linesAfterRestart(known, count: 2) == ["two", "three"])
  }

  @Test func logsOfRunitAreFoundByTheirTime() async throws {
    try folder.append("one\n", to: "current")
    let tail = try Recorder([folder("current")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    let known = tail.now.known
    tail.cancel()
    try folder.append("two\n", to: "current")
    try folder.rename("current", to: "@4000000067890abc12345678.s")
    try folder.append("three\n", to: "@4000000067890abd12345678.s")
    try folder.append("four\n", to: "current")
    let later = try Recorder([folder("current")]) { $0.known = known }
    #expect(await later.reaches { $0.lines.count == 3 })
    #expect(later.now.lines == ["two", "three", "four"])
  }

  @Test func aLogThatIsNotFoundIsSaidToBeLost() async throws {
    try folder.append("one\n", to: "app.log")
    let known = try await read()
    try folder.append("two\n", to: "app.log")
    try folder.rename("app.log", to: "elsewhere")
    try folder.append("three\n", to: "app.log")
    let tail = try Recorder([folder("app.log")]) { $0.known = known }
    #expect(await tail.reaches { $0.lines == ["three"] })
    #expect(tail.now.notices.filter { $0.contains("byte 4") && $0.contains("lost") }.count == 1)
    folder.remove("app.log")
    let without = try Recorder([folder("app.log")]) { $0.known = known }
    #expect(await without.reaches { $0.notices.contains { $0.contains("byte 4") && $0.contains("lost") } })
  }

  @Test func whatWasRotatedBeforeIsNeverRead() async throws {
    try folder.append("old\n", to: "app.log.1")
    folder.age("app.log.1", seconds: 60)
    try folder.append("one\n", to: "app.log")
    let known = try await read()
    try folder.rename("app.log.1", to: "app.log.2")
    try folder.append("two\n", to: "app.log")
    try folder.rename("app.log", to: "app.log.1")
    try folder.append("three\n", to: "app.log")
    #expect(try await linesAfterRestart(known, count: 2) == ["two", "three"])
    // Another log, of a name that does not come from rotation.
    try folder.append("no\n", to: "app.log.errors")
    #expect(try await linesAfterRestart(known, count: 2) == ["two", "three"])
    #expect(try await linesAfterRestart([], count: 1) == ["three"])
  }

  @Test func aFileAndItsCompressedCopyAreReadOnce() async throws {
    try folder.append("one\n", to: "app.log")
    let known = try await read()
    try folder.append("two\n", to: "app.log")
    try folder.rename("app.log", to: "app.log.1")
    try folder.append(bytes: gzip(folder.read("app.log.1")), to: "app.log.1.gz")
    try folder.append("three\n", to: "app.log")
    #expect(try await linesAfterRestart(known, count: 2) == ["two", "three"])
  }

  @Test func aLogThatAlwaysBeginsAlikeIsToldByItsNumber() async throws {
    try folder.append("header\n", to: "app.log")
    let known = try await read()
    try folder.append("one\n", to: "app.log")
    try folder.rename("app.log", to: "app.log.1")
    try folder.append("header\ntwo\n", to: "app.log")
    #expect(try await linesAfterRestart(known, count: 3) == ["one", "header", "two"])
  }

  @Test func aDamagedRotatedFileIsSaidAndTheNewOneRead() async throws {
    try folder.append((0..<200).map { "{\"n\":\($0)}\n" }.joined(), to: "app.log")
    let known = try await read()
    try folder.append((200..<20_000).map { "{\"n\":\($0)}\n" }.joined(), to: "app.log")
    try folder.rename("app.log", to: "app.log.1")
    try folder.compress("app.log.1")
    folder.truncate("app.log.1.gz", to: folder.read("app.log.1.gz").count / 2)
    try folder.append("new\n", to: "app.log")
    let tail = try Recorder([folder("app.log")]) {
      $0.known = known
      $0.rotationGrace = .zero
    }
    #expect(await tail.reaches { $0.lines.last == "new" && $0.notices.contains { $0.contains("ends within") } })
    #expect(tail.now.lines.first == "{\"n\":200}")
    #expect(tail.now.states[folder("app.log")] == .live)
  }

  @Test func whoStopsAskingMissesNothing() async throws {
    var options = TailOptions()
    options.rotationGrace = .zero
    let tail = try FileTail(patterns: [folder("app.log")], options: options)
    try folder.append("1\n", to: "app.log")
    var lines: [String] = []
    while let event = await tail.next() {
      if case .chunk(_, let chunk, _, _) = event { lines += chunk.text }
      if case .caughtUp = event { break }
    }
    let old = open(folder("app.log"), O_WRONLY | O_APPEND)
    defer { close(old) }
    // Nobody asks while the log is rotated three times, once compressed at once, and its first file removed.
    try folder.rename("app.log", to: "app.log.1")
    for number in 2...4 {
      try folder.append("\(number)\n", to: "app.log")
      if number == 4 { break }
      try folder.rename("app.log", to: "app.log-2026010\(number)")
      if number == 3 { try folder.compress("app.log-20260103") }
    }
    #expect(write(old, "late\n", 5) == 5)
    folder.remove("app.log.1")
    while lines.count < 5, let event = await tail.next() {
      if case .chunk(_, let chunk, _, _) = event { lines += chunk.text }
    }
    #expect(lines == ["1", "late", "2", "3", "4"])
  }
}
