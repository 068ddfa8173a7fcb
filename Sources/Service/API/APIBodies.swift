import Foundation
import Notifications

/// What a request to acknowledge an alert has as its body.
package struct AcknowledgeBody: Codable, Sendable {
  package var note: String?

  enum CodingKeys: String, CodingKey, CaseIterable { case note }
}

/// What a request for a silence has as its body.
package struct SilenceBody: Codable, Sendable {
  /// A pattern for the names of rules; nil for all.
  package var rule: String?
  /// A pattern for what alerts are about; nil for all.
  package var wrapper: String?
  /// How long it lasts.
  package var seconds: Int64
  package var reason: String?

  enum CodingKeys: String, CodingKey, CaseIterable { case rule, wrapper, seconds, reason }
}

/// Why a request is not answered as it wants to be (RFC 9457).
package struct APIProblem: Codable, Sendable, Error {
  package var type = "about:blank"
  package var status: Int
  package var detail: String

  package init(status: Int, detail: String) {
    self.status = status
    self.detail = detail
  }

  /// What an answer says that is none of those that were expected.
  init(_ answer: UnixHTTPClient.Answer) {
    self =
      (try? JSONDecoder().decode(Self.self, from: Data(answer.body)))
      ?? APIProblem(status: answer.status, detail: "answers \(answer.status), which makes no sense here")
  }
}
