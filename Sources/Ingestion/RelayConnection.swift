import Glibc
import SystemFiles

/// A connection to a server that never blocks: one piece at a time is on its way, and replies are lines.
final class RelayConnection {
  let path: String
  private let descriptor: Descriptor
  private var outgoing: ArraySlice<UInt8> = []
  private var received: [UInt8] = []

  /// Connects to the socket at `path`.
  init(to path: String) throws(IngestionError) {
    descriptor = try SocketClient.connect(to: path, isBlocking: false)
    self.path = path
  }

  /// What to wait for: replies, and room for what is on its way.
  var request: pollfd {
    pollfd(fd: descriptor.number, events: Int16(outgoing.isEmpty ? POLLIN : POLLIN | POLLOUT), revents: 0)
  }

  /// How many bytes are on their way and not sent yet. The next piece may be sent once there are none.
  var unsentBytes: Int { outgoing.count }

  /// Begins to send bytes.
  func send(_ bytes: [UInt8]) { outgoing = bytes[...] }

  /// Sends what can be sent now.
  ///
  /// - Returns: whether anything was.
  func advance() throws(IngestionError) -> Bool {
    let before = outgoing.count
    while !outgoing.isEmpty {
      let count = outgoing.withUnsafeBytes {
        Glibc.send(descriptor.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        outgoing = outgoing.dropFirst(count)
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        throw lost(.last)
      }
    }
    return outgoing.count < before
  }

  /// The lines that have come, without their line feeds.
  ///
  /// - Throws: if the other side has closed; what it said last counts as why.
  func replies() throws(IngestionError) -> [String] {
    var failure: IngestionError?
    var bytes = [UInt8](repeating: 0, count: 4096)
    while failure == nil {
      let count = recv(descriptor.number, &bytes, bytes.count, 0)
      if count > 0 {
        received += bytes[..<count]
      } else if count < 0, errno == EAGAIN {
        break
      } else if count == 0 || errno != EINTR {
        failure = lost(count == 0 ? SystemError(code: ECONNRESET) : .last)
      }
    }
    var lines: [String] = []
    while let end = received.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: received[..<end], as: UTF8.self))
      received.removeFirst(end + 1)
    }
    for line in lines { if let refusal = SocketClient.refusal(by: path, line) { throw refusal } }
    // Replies that came before the end are told first; the end is found again.
    if let failure, lines.isEmpty { throw failure }
    return lines
  }

  private func lost(_ error: SystemError) -> IngestionError {
    IngestionError(
      .inputOutput, path, "the connection is lost: \(error)", advice: "see whether wraptop still runs")
  }
}
