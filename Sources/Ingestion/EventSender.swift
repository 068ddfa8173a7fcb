import Glibc
import SystemFiles

/// A client of the ingest socket that blocks, for anything that has a thread of its own.
package struct EventSender: ~Copyable {
  /// The path of the socket.
  package let path: String
  private let descriptor: Descriptor
  private var received: [UInt8] = []

  /// Connects to the socket at `path`.
  ///
  /// - Throws: if nothing listens there, or this user may not connect.
  package init(path: String) throws(IngestionError) {
    descriptor = try SocketClient.connect(to: path, isBlocking: true)
    self.path = path
  }

  /// Sends bytes, whole lines as a rule; waits while the other side is busy.
  package mutating func send(_ bytes: [UInt8]) throws(IngestionError) {
    let number = descriptor.number
    let failure = bytes.withUnsafeBytes { bytes -> SystemError? in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.send(
          number, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count >= 0 { sent += count } else if errno != EINTR { return .last }
      }
      return nil
    }
    guard let failure else { return }
    // A side that closes says why before it does.
    if let last = try? receiveLine(within: .seconds(1)), let refusal = SocketClient.refusal(by: path, last) {
      throw refusal
    }
    throw lost(failure)
  }

  /// Asks for everything sent so far to be stored, and waits until that is so.
  ///
  /// - Parameters:
  ///   - id: comes back in the reply.
  ///   - patience: how long to wait for the reply; nil for ever.
  /// - Returns: the reply, one line of JSON without its line feed (article Events, Lifecycle events).
  package mutating func flush(id: Int, within patience: Duration? = nil) throws(IngestionError) -> String {
    try send(Array("{\"event\":\"flush\",\"id\":\(id)}\n".utf8))
    guard let reply = try receiveLine(within: patience) else { throw lost(SystemError(code: ECONNRESET)) }
    if let refusal = SocketClient.refusal(by: path, reply) { throw refusal }
    return reply
  }

  /// Says that nothing more will be sent. Replies can still come.
  package func finish() { shutdown(descriptor.number, Int32(SHUT_WR)) }

  /// The next line that the other side sent, without its line feed; nil if it has closed.
  package mutating func receiveLine(within patience: Duration? = nil) throws(IngestionError) -> String? {
    let seconds = patience?.components.seconds ?? 0
    let microseconds = (patience?.components.attoseconds ?? 0) / 1_000_000_000_000
    var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(microseconds))
    setsockopt(descriptor.number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor.number, &bytes, bytes.count, 0)
      switch (count, errno) {
      case (1..., _): received += bytes[..<count]
      case (0, _), (_, ECONNRESET): return nil
      case (_, EAGAIN):
        throw IngestionError(.inputOutput, path, "no reply came in time", advice: "look at the core's log")
      case (_, EINTR): continue
      case (_, let code): throw lost(SystemError(code: code))
      }
    }
  }

  private func lost(_ error: SystemError) -> IngestionError {
    IngestionError(
      .inputOutput, path, "the connection is lost: \(error)",
      advice: "see whether wraptop still runs, then send again from the last flush on")
  }
}

/// A client of the ingest socket for asynchronous code: it blocks a thread of its own instead of the caller's.
package actor EventStream {
  private let executor = BlockingExecutor(label: "wraptop.send")
  private var sender: EventSender

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Connects to the socket at `path`.
  package init(path: String) throws(IngestionError) { sender = try EventSender(path: path) }

  /// Sends bytes, whole lines as a rule; waits while the other side is busy.
  package func send(_ bytes: [UInt8]) throws(IngestionError) { try sender.send(bytes) }

  /// Asks for everything sent so far to be stored, and gives the reply.
  package func flush(id: Int, within patience: Duration? = nil) throws(IngestionError) -> String {
    try sender.flush(id: id, within: patience)
  }
}
