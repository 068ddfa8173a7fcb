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
    let query: APIQuery

    /// True if the answer may be of a type that only wraptop's own commands read.
    func accepts(_ type: String) -> Bool { http.head["Accept"] == type }

    /// What a part of the path in braces stands for, decoded.
    func parameter(_ name: String) -> String { http.parameters[name]?.removingPercentEncoding ?? "" }
  }

  let method: String
  let path: String
  /// What is needed of the sender; nothing for what anybody may ask who can connect.
  let right: APIRights
  /// What it is for, in a sentence.
  let summary: String
  /// What its query may have.
  let parameters: [APIParameter]
  /// The types that a body may have, the customary one first; nil if there is none.
  let types: [String]?
  let bodyLimit: Int
  /// What a body has to be; nil for none.
  let body: APISchema?
  let needsBody: Bool
  /// What the answer is if all is well.
  let answer: APIAnswer
  /// A change names the version that it is based on (`If-Match`).
  let needsVersion: Bool
  let handle: @Sendable (Request) async throws(HTTPProblem) -> HTTPResponse

  init(
    _ method: String, _ path: String, _ right: APIRights, _ summary: String,
    query parameters: [APIParameter] = [], types: [String]? = nil, bodyLimit: Int = 0,
    body: String? = nil, needsBody: Bool = true, answer: APIAnswer, needsVersion: Bool = false,
    handle: @escaping @Sendable (Request) async throws(HTTPProblem) -> HTTPResponse
  ) {
    self.method = method
    self.path = path
    self.right = right
    self.summary = summary
    self.parameters = parameters
    self.types = types
    self.bodyLimit = bodyLimit
    self.body = body.map { .named($0) }
    self.needsBody = needsBody
    self.answer = answer
    self.needsVersion = needsVersion
    self.handle = handle
  }

  /// The route of a listener, where `access` decides who may ask.
  func route(_ access: any APIAccess) -> HTTPRoute {
    HTTPRoute(method, path, types: types, bodyLimit: bodyLimit) { http throws(HTTPProblem) in
      let caller = try access.caller(of: http.head, needing: right)
      let query = try APIQuery(http.head.query, knowing: parameters)
      return try await handle(Request(http: http, caller: caller, query: query))
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
