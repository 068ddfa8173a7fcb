import Events
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct CompressedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func lines(_ count: Int) -> [String] {
    (0..<count).map { "{\"n\":\($0),\"text\":\"\(String($0 &* 2_654_435_761, radix: 36))\"}" }
  }

  private func readOnce(_ name: String, _ change: (inout TailOptions) -> Void = { _ in }) async throws
    -> Recorder.Record
  {
    let tail = try Recorder([folder(name)]) {
      $0.mode = .once
      change(&$0)
    }
    #expect(await tail.reaches { $0.hasEnded })
    return tail.now
  }

  @Test func membersFollowOneAnotherAndTheLastLineNeedsNoLineFeed() async throws {
    let all = lines(20_000)
    let text = all.joined(separator: "\n")
    let cut = text.utf8.count / 3
    // Zero bytes at the end are padding.
    let bytes = gzip(text.utf8.prefix(cut)) + gzip("") + gzip(text.utf8.dropFirst(cut)) + [0, 0, 0]
    try folder.append(bytes: bytes, to: "a.log.gz")
    let once = try await readOnce("a.log.gz")
    #expect(once.lines == all)
    #expect(once.states[folder("a.log.gz")] == .ended)
    let following = try Recorder([folder("*.gz")])
    #expect(await following.reaches { $0.caughtUp == 1 })
    #expect(following.now.lines == all)
    #expect(following.now.states[folder("a.log.gz")] == .ended)
  }

  @Test func anEmptyFileHasNoLines() async throws {
    try folder.append(bytes: gzip(""), to: "member.gz")
    try folder.append("", to: "nothing.gz")
    for name in ["member.gz", "nothing.gz"] {
      let record = try await readOnce(name)
      #expect(record.lines.isEmpty)
      #expect(record.notices.isEmpty)
      #expect(record.states[folder(name)] == .ended)
    }
  }

  @Test func linesLargerThanAnyBufferAreRead() async throws {
    let line = String(repeating: "0123456789", count: 300_000)
    try folder.append(bytes: gzip("a\n\(line)\nb\n\(line)x"), to: "a.gz")
    #expect(try await readOnce("a.gz") { $0.maxLine = LineLimits(4 << 20) }.lines == ["a", line, "b", line + "x"])
    let cut = try await readOnce("a.gz")
    #expect(cut.lines == ["a", "b"])
    #expect(cut.cuts.map(\.offset) == [2, 3_000_005])
  }

  @Test(arguments: ["cut off", "changed", "followed by text"]) func whatStandsBeforeDamageIsRead(_ kind: String)
    async throws
  {
    let all = lines(50_000)
    var bytes = gzip(all.joined(separator: "\n") + "\n")
    switch kind {
    case "cut off": bytes.removeLast(bytes.count / 2)
    case "changed": for index in (bytes.count / 2)..<(bytes.count / 2 + 64) { bytes[index] ^= 0x5a }
    default: bytes += Array("more\n".utf8)
    }
    try folder.append(bytes: bytes, to: "a.gz")
    try folder.append("other\n", to: "b.log")
    let tail = try Recorder([folder("a.gz"), folder("b.log")]) { $0.mode = .once }
    #expect(await tail.reaches { $0.hasEnded })
    let record = tail.now
    #expect(record.lines.contains("other"))
    let read = record.lines.filter { $0 != "other" }
    // Where checksums alone are wrong or missing, nothing says which line is.
    if kind != "changed" { #expect(read == Array(all.prefix(read.count))) }
    #expect(kind == "followed by text" ? read == all : read.count > 5_000 && read.count < 50_000)
    let failure = try #require(record.failures.first)
    #expect(record.failures.count == 1 && failure.exitCode == 65)
    #expect(failure.description.contains("at byte ") && failure.description.contains("gzip -t"))
    #expect(record.states[folder("a.gz")] == .failed(failure.description))
  }

  @Test func whatIsNotCompressedIsRefused() async throws {
    try folder.append("{\"n\":1}\n", to: "a.gz")
    let record = try await readOnce("a.gz")
    #expect(record.lines.isEmpty)
    #expect(record.failures.first?.description.contains("is no gzip file") == true)
  }

  @Test func aFileThatIsStillBeingWrittenIsReadToItsEnd() async throws {
    let all = lines(50_000)
    let bytes = gzip(all.joined(separator: "\n") + "\n")
    try folder.append(bytes: Array(bytes.prefix(bytes.count / 2)), to: "a.gz")
    let tail = try Recorder([folder("*.gz")]) { $0.rotationGrace = .seconds(60) }
    #expect(await tail.reaches { $0.lines.count > 5_000 })
    #expect(tail.now.states[folder("a.gz")] == .catchingUp)
    try folder.append(bytes: Array(bytes.dropFirst(bytes.count / 2)), to: "a.gz")
    #expect(await tail.reaches { $0.states[folder("a.gz")] == .ended })
    #expect(tail.now.lines == all)
  }

  @Test func aCompressedFileGoesOnFromThePositionOfThePlainOne() async throws {
    let all = lines(50_000)
    try folder.append(all.prefix(30_000).joined(separator: "\n") + "\n", to: "a.log")
    let first = try Recorder([folder("a.log")])
    #expect(await first.reaches { $0.caughtUp == 1 })
    let known = first.now.known
    first.cancel()
    try folder.append(all.dropFirst(30_000).joined(separator: "\n") + "\n", to: "a.log")
    try folder.compress("a.log")
    let record = try await readOnce("a.log.gz") { $0.known = known }
    #expect(record.lines == Array(all.dropFirst(30_000)))
    #expect(try await readOnce("a.log.gz") { $0.known = record.known }.lines.isEmpty)
  }
}
