import Configuration
import Foundation
import HTTPServer

/// One path of the API, and what answers there. The table of all (`APIServer.routes`) makes dispatch, the checks of rights,
/// and the description of the API.
package struct APIRoute: Sendable {
  /// A request whose sender is known and may ask it.
  package struct Request: Sendable {
    package let http: HTTPRequest
    package let caller: APICaller

    /// What a part of the path in braces stands for, decoded.
    func parameter(_ name: String) -> String { http.parameters[name]?.removingPercentEncoding ?? "" }
  }

  let method: String
  let path: String
  /// What is needed of the sender; nothing for what anybody may ask who can connect.
  let right: APIRights
  /// What it is for, in a sentence.
  let summary: String
  /// The types that a body may have, the customary one first; nil if there is none.
  let types: [String]?
  let bodyLimit: Int
  let handle: @Sendable (Request) async throws(HTTPProblem) -> HTTPResponse

  init(
    _ method: String, _ path: String, _ right: APIRights, _ summary: String, types: [String]? = nil,
    bodyLimit: Int = 0, handle: @escaping @Sendable (Request) async throws(HTTPProblem) -> HTTPResponse
  ) {
    self.method = method
    self.path = path
    self.right = right
    self.summary = summary
    self.types = types
    self.bodyLimit = bodyLimit
    self.handle = handle
  }

  /// The route of a listener, where `access` decides who may ask.
  func route(_ access: any APIAccess) -> HTTPRoute {
    HTTPRoute(method, path, types: types, bodyLimit: bodyLimit) { http throws(HTTPProblem) in
      let caller = try access.caller(of: http.head, needing: right)
      return try await handle(Request(http: http, caller: caller))
    }
  }
}

extension APIAccess {
  /// Who asks, and may do so.
  ///
  /// - Throws: why not.
  fileprivate func caller(of head: HTTPHead, needing right: APIRights) throws(HTTPProblem) -> APICaller {
    guard !right.isEmpty else {
      try admit(head)
      return APICaller(rights: [], actor: AuditActor(uid: .max, user: "anyone", from: "unknown"), isRemote: true)
    }
    let caller = try caller(of: head)
    guard !caller.rights.contains(right) else { return caller }
    let isWeak = caller.isRemote && caller.rights.contains(.send)
    throw HTTPProblem(
      403,
      isWeak
        ? "changes over the network need TLS: start wraptop with --tls-cert and --tls-key"
        : "\(caller.actor.user) may not do this here; see the article Access for who may")
  }
}
