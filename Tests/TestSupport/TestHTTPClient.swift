import Glibc
import Testing

/// A bare TCP client, for requests that no library would send.
package final class TestHTTPClient: Sendable {
  private let number: Int32

  /// Connects to a port of 127.0.0.1.
  ///
  /// - Throws: `ConnectionRefused` if nobody listens there, which is no fault of a test that kills who did.
  package init(_ port: UInt16) throws {
    number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(number >= 0)
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let outcome = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard outcome == 0 else { throw ConnectionRefused(port: port, number: errno) }
  }

  /// Connects to a Unix socket.
  package init(socket path: String) throws {
    number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(number >= 0)
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    try #require(path.utf8.count < MemoryLayout.size(ofValue: address.sun_path))
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let outcome = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard outcome == 0 else { throw ConnectionRefused(port: 0, number: errno) }
  }

  deinit { close(number) }

  /// Sends all bytes, or as many as the other side takes.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Int {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.send(number, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { break }
      sent += count
    }
    return sent
  }

  @discardableResult
  package func send(_ text: String) -> Int { send(Array(text.utf8)) }

  /// Sends a request with a body, whose length it tells.
  package func post(_ path: String, _ fields: [String: String] = [:], body: [UInt8] = []) {
    let lines = fields.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
    send("POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n\(lines)\r\n")
    send(body)
  }

  /// Sends a request and waits for the answer.
  package func ask(
    _ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil
  ) throws -> TestAnswer {
    var fields = fields
    if let body { fields["Content-Length"] = "\(body.utf8.count)" }
    let lines = fields.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
    send("\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n\(lines)\r\n\(body ?? "")")
    return try answer()
  }

  /// What the other side sends until it closes.
  package func receiveAll() -> [UInt8] {
    var all: [UInt8] = []
    while case let more = receive(), !more.isEmpty { all += more }
    return all
  }

  /// What comes next; nothing if the other side has closed.
  package func receive() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = recv(number, &bytes, bytes.count, 0)
    return Array(bytes[..<max(0, count)])
  }

  package func finishSending() { shutdown(number, Int32(SHUT_WR)) }

  /// The next answer: its head and its body, as long as the head says.
  package func answer() throws -> TestAnswer {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let at = bytes.firstRange(of: end) {
        let head = String(decoding: bytes[..<at.lowerBound], as: UTF8.self)
        let answer = TestAnswer(head: head, body: Array(bytes[at.upperBound...]))
        if answer.body.count >= answer.length { return answer }
      }
      let more = receive()
      try #require(!more.isEmpty, "the connection ended within an answer")
      bytes += more
    }
  }
}

/// A connection that did not come about, and why.
package struct ConnectionRefused: Error {
  package var port: UInt16
  package var number: Int32
}

/// What a server answered.
package struct TestAnswer {
  package var head: String
  package var body: [UInt8]

  package var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
  package var text: String { String(decoding: body, as: UTF8.self) }

  package subscript(_ name: String) -> String? {
    for line in head.split(separator: "\r\n") where line.lowercased().hasPrefix(name.lowercased() + ":") {
      return line.dropFirst(name.count + 1).trimmingPrefix(" ").description
    }
    return nil
  }

  package var length: Int { self["Content-Length"].flatMap { Int($0) } ?? 0 }
}
