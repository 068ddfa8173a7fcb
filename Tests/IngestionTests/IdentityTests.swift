import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

/// What tells a file that goes on from one that merely begins alike (article Inputs).
@Suite(.waiting) struct IdentityTests {
  let folder: TemporaryFolder
  // More than a KiB that all logs of a program begin with.
  let banner = (1...16).map {
    "{\"wrapper_name\":\"boot\",\"operation_type\":\"load table \($0)\",\"status\":\"success\"}"
  }

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ range: ClosedRange<Int>) -> [String] {
    range.map { "{\"operation_id\":\"op\($0)\",\"wrapper_name\":\"jobs\",\"status\":\"success\"}" }
  }

  private func write(_ lines: [String], to name: String) throws {
    try folder.append(lines.map { $0 + "\n" }.joined(), to: name)
  }

  // What a run of its own reads, that begins with these positions.
  private func read(
    _ pattern: String = "app.log", from known: [KnownPosition] = [], count: Int
  ) async throws -> Recorder.Record {
    let tail = try Recorder([folder(pattern)]) { $0.known = known }
    #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count >= count })
    return tail.now
  }

  @Test func filesThatDifferBehindTheFirstKilobyteAreTwo() async throws {
    try write(banner + lines(1...20), to: "worker-a.log")
    try write(banner + lines(21...25), to: "worker-b.log")
    let tail = try Recorder([folder("*.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines.sorted() == (banner + banner + lines(1...25)).sorted())
    #expect(tail.now.notices.isEmpty)
  }

  @Test func aFileThatBeginsAlikeAndGoesOnOtherwiseIsReadFromItsBeginning() async throws {
    try write(banner + lines(1...20), to: "worker-a.log")
    let tail = try Recorder([folder("*.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 })
    try write(banner, to: "worker-b.log")
    #expect(await tail.reaches { $0.notices.contains { $0.contains("is a copy of") } })
    try write(lines(21...32), to: "worker-b.log")
    #expect(await tail.reaches { $0.lines.count == 64 })
    #expect(tail.now.lines.sorted() == (banner + banner + lines(1...32)).sorted())
    #expect(tail.now.states[folder("worker-b.log")] == .live)
  }

  @Test func linesWithoutAnythingOfTheirOwnAreNoCopy() async throws {
    let line = "{\"wrapper_name\":\"cron\",\"status\":\"success\"}"
    try write(Array(repeating: line, count: 30), to: "one.log")
    try write(Array(repeating: line, count: 60), to: "two.log")
    let tail = try Recorder([folder("*.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    #expect(tail.now.lines.count == 90)
  }

  @Test(arguments: ["rename", "copytruncate", "rewrite"]) func aRotatedLogWithTheSameBannerIsNew(_ how: String)
    async throws
  {
    try write(banner + lines(1...20), to: "app.log")
    let tail = try Recorder([folder("app.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count == 36 })
    switch how {
    case "rename": try folder.rename("app.log", to: "app.log.1")
    case "copytruncate":
      try folder.append(bytes: folder.read("app.log"), to: "app.log.1")
      folder.truncate("app.log", to: 0)
    default:
      // Nobody looks while it is empty.
      let file = open(folder("app.log"), O_WRONLY | O_TRUNC)
      let text = (banner + lines(21...32)).map { $0 + "\n" }.joined()
      #expect(Glibc.write(file, text, text.utf8.count) == text.utf8.count)
      close(file)
    }
    if how != "rewrite" { try write(banner + lines(21...32), to: "app.log") }
    #expect(await tail.reaches { $0.lines.count == 64 })
    #expect(tail.now.lines.sorted() == (banner + banner + lines(1...32)).sorted())
    if how == "copytruncate" {
      #expect(await tail.reaches { $0.notices.contains { $0.contains("copytruncate") } })
    }
    if how == "rewrite" { #expect(await tail.reaches { $0.notices.contains { $0.contains("lost") } }) }
  }

  @Test(arguments: ["rename", "copytruncate", "gone"]) func aLogWithTheSameBannerIsNewAfterARestart(_ how: String)
    async throws
  {
    try write(banner + lines(1...20), to: "app.log")
    let known = try await read(count: 36).known
    try write(lines(21...22), to: "app.log")
    switch how {
    case "rename": try folder.rename("app.log", to: "app.log.1")
    case "copytruncate":
      try folder.append(bytes: folder.read("app.log"), to: "app.log.1")
      folder.truncate("app.log", to: 0)
    default: folder.truncate("app.log", to: 0)
    }
    try write(banner + lines(23...32), to: "app.log")
    let isLost = how == "gone"
    let record = try await read(from: known, count: isLost ? 26 : 28)
    #expect(record.lines == (isLost ? [] : lines(21...22)) + banner + lines(23...32))
    #expect(record.notices.contains { $0.contains("not found any more") } == isLost)
  }

  @Test func aLogThatLostItsEndGoesOnWhereItIsTheSame() async throws {
    try write(banner + lines(1...20), to: "app.log")
    let known = try await read(count: 36).known
    let size = (banner + lines(1...17)).reduce(0) { $0 + $1.utf8.count + 1 }
    // Within a line, as a power cut has it; and with the zeros that some file systems leave.
    for (cut, zeros) in [(size, 0), (size + 10, 0), (size, 100)] {
      let name = "cut-\(cut)-\(zeros).log"
      try folder.append(bytes: Array(folder.read("app.log").prefix(cut)) + Array(repeating: 0, count: zeros), to: name)
      folder.truncate("app.log", to: 0)
      try folder.append(bytes: folder.read(name), to: "app.log")
      try write(["{\"new\":1}", "{\"new\":2}"], to: "app.log")
      let record = try await read(from: known, count: cut == size ? 2 : 2)
      let torn = String(lines(18...18)[0].prefix(cut - size)) + "{\"new\":1}"
      let zeroed = record.lines.map { $0.replacing("\0", with: "") }
      #expect(zeroed == [cut == size ? "{\"new\":1}" : torn, "{\"new\":2}"], "\(name)")
      folder.truncate("app.log", to: 0)
      try write(banner + lines(1...20), to: "app.log")
    }
  }

  @Test func aLogThatLosesItsEndWhileItIsReadGoesOn() async throws {
    try write(banner + lines(1...20), to: "app.log")
    let tail = try Recorder([folder("app.log")])
    #expect(await tail.reaches { $0.caughtUp == 1 && $0.lines.count == 36 })
    folder.truncate("app.log", to: (banner + lines(1...15)).reduce(0) { $0 + $1.utf8.count + 1 })
    #expect(await tail.reaches { $0.notices.contains { $0.contains("shortened") } })
    try write(lines(21...22), to: "app.log")
    #expect(await tail.reaches { $0.lines.count == 38 })
    #expect(tail.now.lines == banner + lines(1...22))
  }

  @Test func aPositionWithoutMarksIsTakenByItsBeginningAndThenHasMarks() async throws {
    try write(banner + lines(1...20), to: "app.log")
    var known = try await read(count: 36).known
    let position = try #require(known.last?.position)
    #expect(position.marks.last?.offset == position.offset)
    #expect((2...Mark.most).contains(position.marks.count))
    known[known.count - 1].position.marks = []
    try write(lines(21...22), to: "app.log")
    let record = try await read(from: known, count: 2)
    #expect(record.lines == lines(21...22))
    #expect(record.known.last?.position.marks.contains { $0.offset == position.offset } == true)
  }

  @Test func aHoleAtTheBeginningOfALineIsSkipped() async throws {
    try write(lines(1...3), to: "app.log")
    let tail = try Recorder([folder("app.log")])
    #expect(await tail.reaches { $0.lines.count == 3 })
    // A writer that does not append goes on where it was when its log is truncated.
    let file = open(folder("app.log"), O_WRONLY | O_CREAT)
    defer { close(file) }
    folder.truncate("app.log", to: 0)
    #expect(await tail.reaches { $0.notices.contains { $0.contains("new content") } })
    let text = lines(4...5).map { $0 + "\n" }.joined()
    #expect(pwrite(file, text, text.utf8.count, 5 << 20) == text.utf8.count)
    #expect(await tail.reaches { $0.lines.count == 5 })
    #expect(tail.now.lines.map { $0.replacing("\0", with: "") } == lines(1...5))
    #expect(tail.now.cuts.isEmpty)
  }
}
