import TestSupport
import Testing

@testable import HTTPServer

/// Answers that come bit by bit, and those that are too large to be taken at once.
@Suite(.waiting) struct HTTPStreamTests {
  private func get(_ path: String, _ server: TestHTTPServer, _ version: String = "1.1") throws -> TestHTTPClient {
    let client = try TestHTTPClient(server.port)
    client.send("GET \(path) HTTP/\(version)\r\nHost: localhost\r\n\r\n")
    return client
  }

  private func receive(_ client: TestHTTPClient, until text: String) throws -> String {
    var received = ""
    while !received.contains(text) {
      let more = client.receive()
      try #require(!more.isEmpty)
      received += String(decoding: more, as: UTF8.self)
    }
    return received
  }

  @Test func aStreamIsChunkedAndEndsTheConnection() async throws {
    let server = try TestHTTPServer()
    let text = String(decoding: try get("/short", server).receiveAll(), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.lowercased().contains("transfer-encoding: chunked\r\n"))
    #expect(text.contains("Connection: close\r\n") && text.hasSuffix("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"))
    await server.stop()
  }

  @Test func aStreamOfHTTP10LastsUntilTheConnectionEnds() async throws {
    let server = try TestHTTPServer()
    let text = String(decoding: try get("/short", server, "1.0").receiveAll(), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n") && text.hasSuffix("\r\n\r\nonetwo"))
    #expect(!text.lowercased().contains("transfer-encoding"))
    await server.stop()
  }

  @Test(arguments: ["/short", "/large"]) func aHeadHasNoBody(path: String) async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send("HEAD \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    let text = String(decoding: client.receiveAll(), as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n") && text.hasSuffix("\r\n\r\n"))
    #expect(text.split(separator: "\r\n\r\n").count == 1)
    #expect(text.contains("Content-Length: \(8 << 20)\r\n") == (path == "/large"))
    #expect(server.streams.counts.begun == 0)
    await server.stop()
  }

  @Test func aStreamThatFailsDoesNotLookComplete() async throws {
    let server = try TestHTTPServer()
    let text = String(decoding: try get("/broken", server).receiveAll(), as: UTF8.self)
    #expect(text.hasSuffix("3\r\none\r\n"))
    await server.stop()
  }

  @Test(arguments: [false, true]) func aClientThatIsGoneEndsAQuietStream(halfway: Bool) async throws {
    let server = try TestHTTPServer()
    var client: TestHTTPClient? = try get("/quiet", server)
    _ = try client.map { try receive($0, until: "one") }
    // What it sends meanwhile is no request, and does not hide its end.
    client?.send(String(repeating: "GET /short HTTP/1.1\r\n\r\n", count: 1000))
    #expect(server.streams.counts == .init(begun: 1))
    if halfway { client?.finishSending() } else { client = nil }
    #expect(await eventually { server.streams.counts.ended == 1 && server.server.counts.open == 0 })
    #expect(server.streams.counts.begun == 1)
    await server.stop()
  }

  @Test func aClientThatWasGoneBeforeItsStreamBeginsEndsIt() async throws {
    let server = try TestHTTPServer()
    let client = try get("/quiet", server)
    client.finishSending()
    #expect(await eventually { server.streams.counts.ended == 1 && server.server.counts.open == 0 })
    await server.stop()
  }

  @Test func aClientThatDoesNotReadIsCutOffWithoutHarmToOthers() async throws {
    let server = try TestHTTPServer { $0.readTime = .milliseconds(300) }
    let flooded = try get("/flood", server)
    let large = try get("/large", server)
    let reader = try get("/quiet", server)
    _ = try receive(reader, until: "one")
    #expect(await eventually { server.server.counts.open == 1 })
    // What a system holds for a connection, which grows to some megabytes, and no more.
    #expect(server.streams.counts.bytes < 32 << 20)
    #expect(await eventually { server.streams.counts.ended == 1 })
    withExtendedLifetime((flooded, large)) {}
    await server.stop()
    #expect(String(decoding: reader.receiveAll(), as: UTF8.self) == "0\r\n\r\n")
  }

  @Test func aClientThatReadsSlowlyGetsAll() async throws {
    let server = try TestHTTPServer { $0.readTime = .milliseconds(500) }
    let client = try TestHTTPClient(server.port)
    client.send("GET /large HTTP/1.1\r\nConnection: close\r\n\r\n")
    var count = 0
    while case let more = client.receive(), !more.isEmpty {
      count += more.count
      if count < 4 << 20 { try await Task.sleep(for: .milliseconds(5)) }
    }
    #expect(count > 8 << 20)
    await server.stop()
  }

  @Test func theEndOfTheServerEndsStreamsAtOnce() async throws {
    let server = try TestHTTPServer { $0.readTime = .seconds(600) }
    let reader = try get("/quiet", server)
    let flooded = try get("/flood", server)
    _ = try receive(reader, until: "one")
    var bytes = -1
    while bytes != server.streams.counts.bytes {
      bytes = server.streams.counts.bytes
      try await Task.sleep(for: .milliseconds(300))
    }
    let start = ContinuousClock.now
    await server.stop()
    #expect(ContinuousClock.now - start < .seconds(4))
    #expect(String(decoding: reader.receiveAll(), as: UTF8.self) == "0\r\n\r\n")
    #expect(server.streams.counts.ended == 2)
    withExtendedLifetime(flooded) {}
  }
}
