import Configuration
import HTTPServer

/// Decides who may do what at one listener of the API (article Access).
package protocol APIAccess: Sendable {
  /// Lets pass what anybody may ask, such as the page that asks for a token.
  ///
  /// - Throws: why there is no answer all the same, such as a page of another origin that asks.
  func admit(_ head: HTTPHead) throws(HTTPProblem)

  /// Who asks.
  ///
  /// - Throws: why they get no answer at all, such as a token that is missing; what `admit` throws.
  func caller(of head: HTTPHead) throws(HTTPProblem) -> APICaller
}
