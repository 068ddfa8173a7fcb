import CCurl
import Glibc
import SystemFiles

/// A client of HTTP over a Unix socket: how commands talk to a core that runs.
package struct UnixHTTPClient: Sendable {
  /// What was answered.
  package struct Answer: Sendable, Equatable {
    package var status: Int
    package var body: [UInt8]
  }

  /// Why there is no answer.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package var description: String
    /// True if nobody listens on the socket, or if there is none.
    package var isNobodyThere: Bool
  }

  /// The most bytes that the system takes for the path of a socket.
  private static let longestPath = 107

  private let socket: String
  private let limit: Duration
  private let answerLimit: Int

  /// - Parameters:
  ///   - socket: the path of the socket.
  ///   - limit: how long one request may take.
  ///   - answerLimit: the most bytes that an answer may have.
  package init(socket: String, limit: Duration = .seconds(10), answerLimit: Int = 64 << 20) {
    self.socket = socket
    self.limit = limit
    self.answerLimit = answerLimit
  }

  /// Sends a request and waits for the answer, whatever its status.
  ///
  /// - Parameters:
  ///   - path: the path, with a query if there is one, as a URL has them.
  ///   - fields: further fields of the head.
  ///   - body: JSON, or nil for none.
  package func send(
    _ method: String, _ path: String, fields: [String: String] = [:], body: [UInt8]? = nil
  ) async throws(Failure) -> Answer {
    let result = await BlockingCall.run { stop in exchange(method, path, fields, body, stop) }
    return try result.get()
  }

  private func exchange(
    _ method: String, _ path: String, _ fields: [String: String], _ body: [UInt8]?, _ stop: Int32
  ) -> Result<Answer, Failure> {
    guard socket.utf8.count <= Self.longestPath else {
      let text = "the path of a socket has \(Self.longestPath) bytes at the most: \(socket)"
      return .failure(Failure(description: text, isNobodyThere: false))
    }
    guard var transfer = Transfer(answerLimit: answerLimit, limit: limit) else {
      return .failure(Failure(description: "there is no memory for a connection", isNobodyThere: false))
    }
    transfer.set(CURLOPT_UNIX_SOCKET_PATH, socket)
    transfer.set(CURLOPT_PROXY, "")
    transfer.set(CURLOPT_URL, "http://localhost\(path.hasPrefix("/") ? "" : "/")\(path)")
    transfer.set(CURLOPT_PATH_AS_IS, 1)
    transfer.set(CURLOPT_PROTOCOLS_STR, "http")
    transfer.set(CURLOPT_CUSTOMREQUEST, method)
    if body != nil { transfer.addHeader("Content-Type: application/json") }
    transfer.addHeader("Expect:")
    for (name, value) in fields { transfer.addHeader("\(name): \(value)") }
    guard let failure = transfer.send(body: body, stop: stop) else {
      return .success(Answer(status: transfer.status, body: transfer.answer))
    }
    let isNobodyThere = failure.code == CURLE_COULDNT_CONNECT
    return .failure(
      Failure(
        description: isNobodyThere
          ? "nobody listens on \(socket)" : FaultText.of(failure, with: socket, within: limit),
        isNobodyThere: isNobodyThere))
  }
}
