import Glibc
import Testing

@testable import Ingestion

/// A bare client socket, for tests that have a great many of them or use them badly.
final class TestClient: Sendable {
  private let number: Int32

  init(isBlocking: Bool = true) throws {
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (isBlocking ? 0 : SOCK_NONBLOCK.rawValue)
    number = socket(AF_UNIX, Int32(flags), 0)
    try #require(number >= 0)
  }

  convenience init(connectedTo path: String, isBlocking: Bool = true) throws {
    try self.init(isBlocking: isBlocking)
    try #require(connect(to: path))
  }

  deinit { close(number) }

  func connect(to path: String) -> Bool { withUnixAddress(path) { Glibc.connect(number, $0, $1) } == 0 }

  @discardableResult
  func send(_ text: String) -> Int {
    let bytes = Array(text.utf8)
    return Glibc.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  func receive() -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(number, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self)
  }
}
