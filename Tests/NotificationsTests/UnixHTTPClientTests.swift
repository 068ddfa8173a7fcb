import Foundation
import TestSupport
import Testing

@testable import Notifications

/// Requests over a Unix socket.
@Suite(.waiting) struct UnixHTTPClientTests {
  /// Answers one request, and says what it was.
  private func answer(once text: String, at path: String) throws -> Task<String, any Error> {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(listener >= 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let outcome = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(outcome == 0 && listen(listener, 4) == 0)
    return Task.detached {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          let connection = accept(listener, nil, nil)
          var request = ""
          var buffer = [UInt8](repeating: 0, count: 65536)
          while !request.contains("\r\n\r\n") || request.contains("Content-Length: 2") && !request.hasSuffix("{}") {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { break }
            request += String(decoding: buffer[..<count], as: UTF8.self)
          }
          _ = Array(text.utf8).withUnsafeBytes { write(connection, $0.baseAddress, $0.count) }
          close(connection)
          close(listener)
          continuation.resume(returning: request)
        }
      }
    }
  }

  @Test func aRequestGetsItsAnswer() async throws {
    let folder = try TemporaryFolder()
    let server = try answer(once: "HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\nabc", at: folder("s"))
    let answer = try await UnixHTTPClient(socket: folder("s")).send("GET", "/alerts?state=firing")
    #expect(answer == UnixHTTPClient.Answer(status: 404, body: Array("abc".utf8)))
    #expect(try await server.value.hasPrefix("GET /alerts?state=firing HTTP/1.1\r\nHost: localhost\r\n"))
  }

  @Test func aBodyIsJSON() async throws {
    let folder = try TemporaryFolder()
    let server = try answer(once: "HTTP/1.1 204 No\r\n\r\n", at: folder("s"))
    let answer = try await UnixHTTPClient(socket: folder("s")).send("PUT", "/a", body: Array("{}".utf8))
    #expect(answer == UnixHTTPClient.Answer(status: 204, body: []))
    let request = try await server.value
    #expect(request.hasPrefix("PUT /a HTTP/1.1\r\n") && request.contains("Content-Type: application/json\r\n"))
    #expect(request.hasSuffix("\r\n\r\n{}"))
  }

  @Test func nobodyThereIsSaid() async throws {
    let folder = try TemporaryFolder()
    try folder.append("", to: "file")
    for path in [folder("none"), folder("file")] {
      await #expect(throws: UnixHTTPClient.Failure(description: "nobody listens on \(path)", isNobodyThere: true)) {
        try await UnixHTTPClient(socket: path).send("GET", "/")
      }
    }
  }

  @Test func aPathThatIsTooLongIsSaid() async throws {
    let path = "/" + String(repeating: "x", count: 107)
    let failure = UnixHTTPClient.Failure(
      description: "the path of a socket has 107 bytes at the most: \(path)", isNobodyThere: false)
    await #expect(throws: failure) { try await UnixHTTPClient(socket: path).send("GET", "/") }
  }

  @Test func anAnswerThatIsTooLongIsNone() async throws {
    let folder = try TemporaryFolder()
    let server = try answer(once: "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 5000), at: folder("s"))
    let client = UnixHTTPClient(socket: folder("s"), answerLimit: 1000)
    await #expect(
      throws: UnixHTTPClient.Failure(description: "the answer of \(folder("s")) is too long", isNobodyThere: false)
    ) {
      try await client.send("GET", "/")
    }
    _ = try await server.value
  }
}
