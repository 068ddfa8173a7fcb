/// A method and a path, and what answers requests for them. A part of the path in braces stands for any text:
/// `/v1/alerts/{id}/ack`.
package struct HTTPRoute: Sendable {
  let method: String
  let path: String
  /// The types that a body may have, the customary one first; nil for any.
  let types: [String]?
  /// The most bytes of a body, before and after its content coding is removed.
  let bodyLimit: Int
  let handle: @Sendable (HTTPRequest) async throws(HTTPProblem) -> HTTPResponse

  package init(
    _ method: String, _ path: String, types: [String]? = nil, bodyLimit: Int,
    handle: @escaping @Sendable (HTTPRequest) async throws(HTTPProblem) -> HTTPResponse
  ) {
    self.method = method
    self.path = path
    self.types = types
    self.bodyLimit = bodyLimit
    self.handle = handle
  }

  /// What the parts in braces stand for in a path; nil if it is not the path of this route.
  func parameters(of path: String) -> [String: String]? {
    let expected = self.path.split(separator: "/", omittingEmptySubsequences: false)
    let found = path.split(separator: "/", omittingEmptySubsequences: false)
    guard expected.count == found.count else { return nil }
    var parameters: [String: String] = [:]
    for (part, text) in zip(expected, found) {
      if part.hasPrefix("{"), part.hasSuffix("}"), !text.isEmpty {
        parameters[String(part.dropFirst().dropLast())] = String(text)
      } else if part != text {
        return nil
      }
    }
    return parameters
  }
}

/// What a server serves: routes, who may use them, and how problems are written.
package struct HTTPApplication: Sendable {
  package var routes: [HTTPRoute]
  /// Looks at a head before the body is read; what it throws is answered instead.
  package var check: @Sendable (HTTPHead) throws(HTTPProblem) -> Void
  /// Writes a problem. The head is nil where it could not be read.
  package var describe: @Sendable (HTTPProblem, HTTPHead?) -> HTTPResponse
  /// What a client is told that speaks HTTP/2, as gRPC does.
  package var http2Refusal: String

  package init(
    routes: [HTTPRoute], http2Refusal: String,
    check: @escaping @Sendable (HTTPHead) throws(HTTPProblem) -> Void,
    describe: @escaping @Sendable (HTTPProblem, HTTPHead?) -> HTTPResponse
  ) {
    self.routes = routes
    self.http2Refusal = http2Refusal
    self.check = check
    self.describe = describe
  }

  /// The route of a request.
  ///
  /// - Throws: what `check` throws; 404 for a path that nothing serves, 405 for another method, 415 for another type.
  func route(of head: HTTPHead) throws(HTTPProblem) -> HTTPRoute {
    try check(head)
    let served = routes.filter { $0.parameters(of: head.path) != nil }
    // The head of an answer is the same without the body.
    let method = head.method == "HEAD" ? "GET" : head.method
    if let route = served.first(where: { $0.method == method }) {
      guard let types = route.types, !types.contains(head.mediaType ?? "") else { return route }
      throw HTTPProblem(415, "the type of the body has to be \(types.joined(separator: " or "))")
    }
    guard !served.isEmpty else {
      let paths = Set(routes.map(\.path)).sorted().joined(separator: ", ")
      throw HTTPProblem(404, "nothing is served under this path; there are \(paths)")
    }
    let methods = served.flatMap { $0.method == "GET" ? ["GET", "HEAD"] : [$0.method] }.sorted().joined(separator: ", ")
    throw HTTPProblem(405, "this path takes \(methods)", fields: ["Allow": methods])
  }
}
