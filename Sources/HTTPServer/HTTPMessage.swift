import NIOHTTP1
import SystemFiles

/// Who is at the other end of a connection.
package enum HTTPPeer: Sendable, Equatable {
  /// A process of this machine, at a Unix socket.
  case process(SocketPeer)
  /// Whoever has this address, at a TCP socket.
  case network(host: String, isEncrypted: Bool)
  /// The system does not tell.
  case unknown
}

/// The head of a request: what is known before its body is read.
package struct HTTPHead: Sendable {
  package let peer: HTTPPeer
  /// In capitals.
  package let method: String
  /// The path as it was sent, without the query.
  package let path: String
  package let query: String?
  private let fields: HTTPHeaders

  init(_ head: HTTPRequestHead, from peer: HTTPPeer) {
    self.peer = peer
    method = head.method.rawValue
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = parts.first.map(String.init) ?? ""
    query = parts.count > 1 ? String(parts[1]) : nil
    fields = head.headers
  }

  /// The head of a request that comes from elsewhere than a server.
  package init(_ method: String, _ target: String, _ fields: [String: String], from peer: HTTPPeer) {
    let head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: method), uri: target,
      headers: HTTPHeaders(fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    self.init(head, from: peer)
  }

  /// A header field, whatever the case of its name; one that is repeated reads as a list. Nil if there is none.
  package subscript(_ name: String) -> String? {
    let values = fields[name]
    return values.isEmpty ? nil : values.joined(separator: ", ")
  }

  /// The type of the body in lower case, without parameters; nil if the request names none.
  package var mediaType: String? {
    self["Content-Type"].map { $0.prefix { $0 != ";" }.trimmed.lowercased() }
  }

  /// The token of `Authorization: Bearer`; nil if there is none.
  package var bearerToken: String? {
    guard let value = self["Authorization"], value.prefix(7).lowercased() == "bearer " else { return nil }
    return String(value.dropFirst(7).trimmed)
  }
}

/// A request whose body was read, and freed of its content coding.
package struct HTTPRequest: Sendable {
  package let head: HTTPHead
  package let body: [UInt8]
  /// What the parts of the path stand for that the route has in braces.
  package var parameters: [String: String] = [:]
}

/// What a request is answered with.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var fields: [String: String]
  package var content: HTTPContent

  package init(_ status: Int = 200, type: String? = nil, fields: [String: String] = [:], content: HTTPContent) {
    self.status = status
    self.fields = fields
    self.content = content
    if let type { self.fields["Content-Type"] = type }
  }

  package init(_ status: Int = 200, type: String? = nil, fields: [String: String] = [:], body: [UInt8] = []) {
    self.init(status, type: type, fields: fields, content: .bytes(body))
  }
}

/// The body of an answer.
package enum HTTPContent: Sendable {
  case bytes([UInt8])
  /// What a function writes bit by bit, until it returns; the connection ends with it. Its task is cancelled as soon as the
  /// client is gone.
  case stream(@Sendable (HTTPStreamWriter) async throws -> Void)
}

/// Why a request is not answered as it wants to be. An application decides how that is written.
package struct HTTPProblem: Error, Equatable {
  package var status: Int
  /// What is wrong and what to do, in a sentence for whoever runs the client.
  package var message: String
  package var fields: [String: String]

  package init(_ status: Int, _ message: String, fields: [String: String] = [:]) {
    self.status = status
    self.message = message
    self.fields = fields
  }

  /// A problem that passes: the same request may succeed after some seconds.
  package static func busy(_ message: String, retryAfter seconds: Int = 1) -> HTTPProblem {
    HTTPProblem(503, message, fields: ["Retry-After": "\(seconds)"])
  }
}

extension StringProtocol {
  /// The text without white space around it.
  var trimmed: Substring {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var rest = Substring(self).drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return rest
  }
}
