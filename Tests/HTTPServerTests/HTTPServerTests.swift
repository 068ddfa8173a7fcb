import TestSupport
import Testing

@testable import HTTPServer

@Suite(.waiting)
struct HTTPServerTests {
  @Test func answersRequestsOfOneConnectionInTheirOrder() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    for number in 0..<3 {
      client.post("/echo", body: Array("body \(number)".utf8))
      let answer = try client.answer()
      #expect(answer.status == 200 && answer.text == "body \(number)")
      #expect(answer["Connection"] == nil)
    }
    client.send("POST /echo HTTP/1.1\r\nContent-Length: 1\r\n\r\naPOST /echo HTTP/1.1\r\nContent-Length: 1\r\n\r\nb")
    var received: [UInt8] = []
    while !received.ends(with: "\r\n\r\nb") { received += client.receive() }
    #expect(received.firstRange(of: Array("\r\n\r\na".utf8)) != nil)
    #expect(server.server.counts.accepted == 1)
    await server.stop()
  }

  @Test(arguments: ["text/csv", "Text/CSV; charset=utf-8", "text/csv;x=y", "text/x-csv"])
  func takesATypeInAnyCaseAndWithParameters(type: String) async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.post("/typed", ["content-type": type], body: [65])
    #expect(try client.answer().status == 200)
    await server.stop()
  }

  @Test func readsChunkedBodies() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")
    client.send("a;name=value\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n")
    #expect(try client.answer().text == "abc0123456789")
    await server.stop()
  }

  @Test func saysThatItWantsTheBody() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send("POST /echo HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n")
    #expect(String(decoding: client.receive(), as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
    client.send("ok")
    #expect(try client.answer().text == "ok")
    // A body that is not wanted is not asked for.
    client.send("POST /elsewhere HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == 404 && answer["Connection"] == "close")
    client.finishSending()
    await server.stop()
  }

  @Test(arguments: [
    ("GET /echo HTTP/1.1\r\n\r\n", 405), ("POST /nothing HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 404),
    ("POST /typed HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 415),
    ("POST /typed HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n", 415),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1025\r\n\r\n", 413),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + String(repeating: "x", count: 4096), 413),
    ("POST /echo HTTP/1.1\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx", 415),
    ("POST /echo HTTP/1.1\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 1\r\n\r\nx", 415),
    ("POST /echo HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", 400),
    ("POST /echo HTTP/1.1\r\nX-Refused: yes\r\nContent-Length: 3\r\n\r\nabc", 403),
    ("POST /echo HTTP/1.1\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n", 431),
    ("POST /echo HTTP/1.1\r\n\(String(repeating: "X: y\r\n", count: 200))\r\n", 431),
    ("POST /\(String(repeating: "x", count: 100_000)) HTTP/1.1\r\n\r\n", 431),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400), ("hello\r\n\r\n", 400), ("PRO", 0),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length: +1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length: 1\r\n X: y\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nX: y\r\n folded\r\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\nContent-Length: 1\n\na", 400),
    ("POST /echo HTTP/1.1\r\nX: y\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nX: y\rZ: z\r\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nContent-Length : 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Length: 1\r\n\r\na", 400),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n", 501),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\na\n0\n\n", 400),
    ("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400),
    ("POST http://localhost/echo HTTP/1.1\r\nContent-Length: 1\r\n\r\na", 400),
    ("CONNECT localhost:80 HTTP/1.1\r\n\r\n", 400), ("OPTIONS * HTTP/1.1\r\n\r\n", 400),
    ("POST /echo HTTP/3.7\r\nContent-Length: 1\r\n\r\na", 400),
  ])
  func refusesWhatIsNotRight(request: String, status: Int) async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send(request)
    client.finishSending()
    guard status > 0 else {
      #expect(client.receiveAll().isEmpty)
      return await server.stop()
    }
    let answer = try client.answer()
    #expect(answer.status == status, "\(request.prefix(80))")
    #expect(answer.text.hasPrefix("{\"problem\":"))
    await server.stop()
  }

  @Test(arguments: ["gzip", "x-gzip", "GZip", "deflate", "deflate bare"])
  func decompressesBodies(coding: String) async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    let text = String(repeating: "again and ", count: 100)
    let member = gzip(text)
    // Between header and trailer of gzip is the bare data; zlib has two bytes and a checksum around it.
    let body =
      switch coding {
      case "deflate": [0x78, 0x9C] + member.dropFirst(10).dropLast(8) + adler32(text)
      case "deflate bare": Array(member.dropFirst(10).dropLast(8))
      default: member
      }
    client.post("/echo", ["Content-Encoding": String(coding.prefix { $0 != " " })], body: body)
    let answer = try client.answer()
    #expect(answer.status == 200 && answer.text == text)
    client.post("/echo", ["Content-Encoding": "gzip"], body: gzip("a") + gzip("b"))
    #expect(try client.answer().text == "ab")
    await server.stop()
  }

  @Test func boundsWhatACompressedBodyGrowsTo() async throws {
    let server = try TestHTTPServer()
    for (body, status) in [
      (gzip([UInt8](repeating: 0, count: 1024)), 200), (gzip([UInt8](repeating: 0, count: 1025)), 413),
      (gzip([UInt8](repeating: 0, count: 900_000)), 413), (gzip("damaged").dropLast(3) + [1, 2, 3], 400),
      (gzip("cut off").dropLast(), 400), (gzip("more") + [1], 400), ([], 400),
    ] {
      let client = try TestHTTPClient(server.port)
      client.post("/echo", ["Content-Encoding": "gzip"], body: Array(body))
      #expect(try client.answer().status == status)
    }
    await server.stop()
  }

  @Test func tellsWhoStillSendsWhyItIsRefused() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.post("/nothing", body: [UInt8](repeating: 0, count: 8 << 20))
    let answer = try client.answer()
    #expect(answer.status == 404 && answer["Connection"] == "close")
    client.finishSending()
    await server.stop()
  }

  @Test func refusesWhoSpeaksHTTP2InItsOwnTongue() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    let headers: [UInt8] = [0, 0, 3, 1, 4, 0, 0, 0, 5, 0x83, 0x86, 0x84]
    let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]
    // Byte by byte, since nothing says where a read ends.
    for byte in Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + settings + headers { client.send([byte]) }
    var received: [UInt8] = []
    let reset: [UInt8] = [0, 0, 4, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0]
    while received.firstRange(of: reset) == nil {
      let more = client.receive()
      try #require(!more.isEmpty)
      received += more
    }
    #expect(received.starts(with: [0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0]))
    #expect(received.firstRange(of: Array("use 100%25 HTTP/1.1".utf8)) != nil)
    #expect(server.server.counts.http2 == 1)
    await server.stop()
  }

  @Test func endsWhoTakesTooLong() async throws {
    let server = try TestHTTPServer { options in
      options.deadlines.head = .milliseconds(50)
      options.deadlines.body = .milliseconds(50)
    }
    for beginning in ["POST /ec", "POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc"] {
      let client = try TestHTTPClient(server.port)
      client.send(beginning)
      #expect(try client.answer().status == 408)
    }
    await server.stop()
  }

  @Test func endsWhoIdles() async throws {
    let server = try TestHTTPServer { $0.deadlines.idle = .milliseconds(50) }
    let client = try TestHTTPClient(server.port)
    client.post("/echo", body: [65])
    #expect(try client.answer().status == 200)
    #expect(client.receive().isEmpty)
    #expect(await eventually { server.server.counts.open == 0 })
    await server.stop()
  }

  @Test func turnsAwayWhoIsOneTooMany() async throws {
    let server = try TestHTTPServer { $0.maxConnections = 1 }
    let first = try TestHTTPClient(server.port)
    first.post("/echo")
    #expect(try first.answer().status == 200)
    let second = try TestHTTPClient(server.port)
    second.post("/echo", body: [UInt8](repeating: 0, count: 1024))
    let answer = try second.answer()
    #expect(answer.status == 503 && answer["Retry-After"] == "1")
    #expect(server.server.counts.refused == 1)
    await server.stop()
  }

  @Test func boundsTheMemoryOfAllBodies() async throws {
    let server = try TestHTTPServer { $0.maxBodyBytes = 1500 }
    let first = try TestHTTPClient(server.port)
    first.send("POST /echo HTTP/1.1\r\nContent-Length: 1024\r\n\r\n" + String(repeating: "a", count: 1000))
    // The first bytes may not have arrived.
    var status = 200
    while status == 200 {
      let second = try TestHTTPClient(server.port)
      second.post("/echo", body: [UInt8](repeating: 65, count: 600))
      let answer = try second.answer()
      status = answer.status
      if status == 503 { #expect(answer["Retry-After"] == "1") }
    }
    #expect(status == 503)
    first.send(String(repeating: "a", count: 24))
    #expect(try first.answer().status == 200)
    // What was held is free again.
    first.post("/echo", body: [UInt8](repeating: 65, count: 1024))
    #expect(try first.answer().status == 200)
    await server.stop()
  }

  @Test func answersWhatHasComeBeforeItEnds() async throws {
    let server = try TestHTTPServer()
    let idle = try TestHTTPClient(server.port)
    let client = try TestHTTPClient(server.port)
    client.post("/slow", body: [65])
    #expect(await eventually { server.gate.waiting == 1 && server.server.counts.open == 2 })
    server.cancel()
    #expect(idle.receive().isEmpty)
    server.gate.open()
    let answer = try client.answer()
    #expect(answer.status == 200 && answer["Connection"] == "close")
    await server.stop()
  }

  @Test func endsThoughAClientNeverGetsItsAnswer() async throws {
    let server = try TestHTTPServer { $0.ending = .milliseconds(100) }
    let client = try TestHTTPClient(server.port)
    client.send("POST /echo HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc")
    #expect(await eventually { server.server.counts.open == 1 })
    await server.stop()
    #expect(client.receive().isEmpty)
  }

  @Test func keepsOrClosesAsAClientOfHTTP10Wants() async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send("POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na")
    #expect(try client.answer()["Connection"] == "keep-alive")
    client.send("POST /echo HTTP/1.0\r\nContent-Length: 1\r\n\r\na")
    #expect(try client.answer()["Connection"] == "close")
    #expect(client.receive().isEmpty)
    await server.stop()
  }

  @Test func listensOnBothLoopbacksWithThePortOfEach() throws {
    for text in ["127.0.0.1:0", "[::1]:0"] {
      let address = try NetworkAddress(text, defaultPort: 1)
      let socket = try address.listen()
      #expect(socket.address.port > 0 && socket.address.host == address.host)
      #expect(throws: (any Error).self) { try socket.address.listen() }
    }
  }

  @Test(arguments: [
    ("127.0.0.1:4000", "127.0.0.1:4000", true), ("[::1]:4000", "[::1]:4000", true), ("::1", "[::1]:9", true),
    ("[::1]", "[::1]:9", true), ("4000", "127.0.0.1:4000", true), ("0.0.0.0", "0.0.0.0:9", false),
    ("127.8.9.10", "127.8.9.10:9", true), ("[::]:1", "[::]:1", false), ("[0:0::1]:1", "[::1]:1", true),
    ("192.168.0.1:80", "192.168.0.1:80", false), ("[::ffff:127.0.0.1]:1", "[::ffff:127.0.0.1]:1", false),
  ])
  func readsAddresses(text: String, meaning: String, isLoopback: Bool) throws {
    let address = try NetworkAddress(text, defaultPort: 9)
    #expect(address.description == meaning && address.isLoopback == isLoopback)
  }

  @Test(arguments: [
    "", "example.com:1", "localhost", "127.0.0.1:", "127.0.0.1:65536", "[::1", "[::1]x", "1.2.3:4", ":1",
  ])
  func refusesWhatIsNoAddress(text: String) {
    #expect(throws: AddressFault.self) { try NetworkAddress(text, defaultPort: 9) }
  }
}

extension HTTPServerTests {
  @Test(arguments: [
    ("/things/abc/part", 200, "abc"), ("/things/a%2Fb/part", 200, "a%2Fb"), ("/things//part", 404, ""),
    ("/things/abc/part/", 404, ""), ("/things/abc", 404, ""), ("/things/a/b/part", 404, ""),
  ])
  func partsOfAPathAreToldToItsRoute(path: String, status: Int, told: String) async throws {
    let server = try TestHTTPServer()
    let client = try TestHTTPClient(server.port)
    client.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let answer = try client.answer()
    #expect(answer.status == status)
    if status == 200 { #expect(answer.text == told) }
    await server.stop()
  }
}

/// The checksum of zlib's format.
private func adler32(_ text: String) -> [UInt8] {
  var (a, b): (UInt32, UInt32) = (1, 0)
  for byte in text.utf8 {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  return [UInt8(b >> 8), UInt8(b & 0xFF), UInt8(a >> 8), UInt8(a & 0xFF)]
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
