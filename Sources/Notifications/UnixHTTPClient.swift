import CCurl
import Glibc
import SystemFiles

/// A client of HTTP over a Unix socket: how commands talk to a core that runs.
package struct UnixHTTPClient: Sendable {
  /// What was answered.
  package struct Answer: Sendable, Equatable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
      self.status = status
      self.body = body
    }
  }

  /// Why there is no answer.
  package struct Failure: Error, Equatable, CustomStringConvertible {
    package var description: String
    /// True if nobody listens on the socket, or if there is none.
    package var isNobodyThere: Bool
    /// True if this user may not connect to it.
    package var isForbidden = false
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

  /// A part of an answer that comes bit by bit.
  package struct Part: Sendable {
    package var status: Int
    /// The field of the head that was asked for.
    package var field: String?
    package var bytes: [UInt8]

    package init(status: Int, field: String?, bytes: [UInt8]) {
      self.status = status
      self.field = field
      self.bytes = bytes
    }
  }

  /// Sends a request, and hands over the answer as it comes, on a thread of its own, until `receive` returns false or the
  /// task is cancelled.
  ///
  /// - Parameter field: a field of the head that is wanted with each part.
  /// - Throws: why it has ended, unless the server ended it.
  package func stream(
    _ method: String, _ path: String, body: [UInt8]?, field: String, receive: @escaping @Sendable (Part) -> Bool
  ) async throws(Failure) {
    let failure = await BlockingCall.run { stop -> Failure? in
      do throws(Failure) {
        var transfer = try transfer(method, path, [:], limit: nil, hasBody: body != nil)
        let failure = transfer.send(body: body, stop: stop) { head, bytes in
          receive(Part(status: head.status, field: head.field(field), bytes: Array(bytes)))
        }
        if let failure { throw self.failure(failure) }
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure }
  }

  private func exchange(
    _ method: String, _ path: String, _ fields: [String: String], _ body: [UInt8]?, _ stop: Int32
  ) -> Result<Answer, Failure> {
    do throws(Failure) {
      var transfer = try transfer(method, path, fields, limit: limit, hasBody: body != nil)
      if let failure = transfer.send(body: body, stop: stop) { return .failure(self.failure(failure)) }
      return .success(Answer(status: transfer.status, body: transfer.answer))
    } catch {
      return .failure(error)
    }
  }

  private func transfer(
    _ method: String, _ path: String, _ fields: [String: String], limit: Duration?, hasBody: Bool
  ) throws(Failure) -> Transfer {
    guard socket.utf8.count <= Self.longestPath else {
      let text = "the path of a socket has \(Self.longestPath) bytes at the most: \(socket)"
      throw Failure(description: text, isNobodyThere: false)
    }
    guard var transfer = Transfer(answerLimit: answerLimit, limit: limit) else {
      throw Failure(description: "there is no memory for a connection", isNobodyThere: false)
    }
    transfer.set(CURLOPT_UNIX_SOCKET_PATH, socket)
    transfer.set(CURLOPT_PROXY, "")
    transfer.set(CURLOPT_URL, "http://localhost\(path.hasPrefix("/") ? "" : "/")\(path)")
    transfer.set(CURLOPT_PATH_AS_IS, 1)
    transfer.set(CURLOPT_PROTOCOLS_STR, "http")
    transfer.set(CURLOPT_CUSTOMREQUEST, method)
    if hasBody { transfer.addHeader("Content-Type: application/json") }
    transfer.addHeader("Expect:")
    for (name, value) in fields { transfer.addHeader("\(name): \(value)") }
    return transfer
  }

  private func failure(_ failure: Transfer.Failure) -> Failure {
    guard failure.code == CURLE_COULDNT_CONNECT else {
      return Failure(description: FaultText.of(failure, with: socket, within: limit), isNobodyThere: false)
    }
    if [EACCES, EPERM].contains(failure.systemError) {
      return Failure(
        description: "this user may not connect; see the article Access for who may", isNobodyThere: false,
        isForbidden: true)
    }
    return Failure(description: "nobody listens on \(socket)", isNobodyThere: true)
  }
}
