import Events
import Glibc
import TestSupport
import Testing

@testable import Ingestion

@Suite(.waiting) struct StandardInputTests {
  private func lines(_ input: StandardInput) async throws -> [String] {
    var lines: [String] = []
    while let chunk = try await input.next() {
      lines += chunk.text
      input.recycle(chunk.bytes)
    }
    return lines
  }

  @Test func aPipeIsReadToItsEnd() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }
    let text = (0..<50_000).map { "line \($0)\n" }.joined() + "last"
    let writer = Task.detached {
      for byte in text.utf8.prefix(20) {
        var byte = byte
        _ = write(writing, &byte, 1)
      }
      let rest = Array(text.utf8.dropFirst(20))
      var sent = 0
      while sent < rest.count { sent += rest[sent...].withUnsafeBytes { write(writing, $0.baseAddress, $0.count) } }
      close(writing)
    }
    let lines = try await lines(StandardInput(descriptor: reading))
    await writer.value
    #expect(lines.count == 50_001)
    #expect(lines.joined(separator: "\n") == text)
  }

  @Test func aFileIsReadToItsEnd() async throws {
    let folder = try TemporaryFolder()
    try folder.append("\u{FEFF}one\ntwo", to: "a")
    let file = open(folder("a"), O_RDONLY)
    defer { close(file) }
    #expect(try await lines(StandardInput(descriptor: file)) == ["one", "two"])
  }

  @Test func cancellingEndsTheWait() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    defer {
      close(reading)
      close(writing)
    }
    let waiting = Task { try await StandardInput(descriptor: reading).next() }
    waiting.cancel()
    #expect(try await waiting.value == nil)
  }

  @Test func aClosedDescriptorIsAnError() async throws {
    let input = try StandardInput(descriptor: 1_000_000)
    await #expect(throws: IngestionError.self) { try await input.next() }
  }
}
