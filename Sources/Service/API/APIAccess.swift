import Configuration
import HTTPServer

/// Decides who may do what at one listener of the API (article API, Who may do what).
package protocol APIAccess: Sendable {
  /// Who asks.
  ///
  /// - Throws: why they get no answer at all, such as a token that is missing or a page of another origin.
  func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller
}

/// Lets everybody who can connect do everything: for a socket that only its owner can open.
package struct OwnerAccess: APIAccess {
  private let actor: AuditActor

  /// - Parameter actor: the owner.
  package init(_ actor: AuditActor) { self.actor = actor }

  package func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller {
    if head["Origin"] != nil { throw HTTPProblem(403, "pages in a browser may not ask here") }
    return APICaller(rights: .all, actor: actor)
  }
}
