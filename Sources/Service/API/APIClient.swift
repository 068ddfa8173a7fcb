import Foundation
import Notifications
import Snapshots

/// Asks a running core, over its Unix socket.
package struct APIClient: Sendable {
  private let http: UnixHTTPClient
  private let path: String

  /// - Parameter path: the socket.
  package init(path: String) {
    self.path = path
    http = UnixHTTPClient(socket: path)
  }

  /// The alerts of the core.
  package func alerts() async throws(APIClientError) -> AlertsState { try await ask("GET", "/v1/alerts", nil) }

  /// Has something done about alerts, in the name of who asks. Returns the alerts after that.
  package func send(_ request: AlertRequest, by name: String) async throws(APIClientError) -> AlertsState {
    switch request {
    case .acknowledge(let id, let note):
      return try await ask("POST", "/v1/alerts/\(Self.inPath(id))/ack", AcknowledgeBody(note: note, by: name))
    case .silence(let rule, let subject, let seconds, let reason):
      let body = SilenceBody(rule: rule, wrapper: subject, seconds: seconds, reason: reason, by: name)
      return try await ask("POST", "/v1/silences", body)
    case .unsilence(let id): return try await ask("DELETE", "/v1/silences/\(Self.inPath(id))", nil)
    }
  }

  private func ask(
    _ method: String, _ target: String, _ body: (any Encodable)?
  ) async throws(APIClientError) -> AlertsState {
    let answer: UnixHTTPClient.Answer
    do throws(UnixHTTPClient.Failure) {
      let bytes = body.flatMap { try? JSONEncoder().encode($0) }.map { Array($0) }
      answer = try await http.send(method, target, body: bytes)
    } catch {
      throw error.isNobodyThere ? .nobodyThere(path) : .failed("\(path): \(error)")
    }
    if let alerts = try? JSONDecoder().decode(AlertsState.self, from: Data(answer.body)) { return alerts }
    throw .refused(APIProblem(answer).detail)
  }

  // Ids are digits; what is none must not become another path.
  private static func inPath(_ id: String) -> String {
    let isPlain =
      !id.isEmpty
      && id.utf8.allSatisfy {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
      }
    return isPlain ? id : "-"
  }
}

/// Why a core did not do what it was asked.
package enum APIClientError: Error, Equatable {
  /// No core listens on that socket.
  case nobodyThere(String)
  /// It does not do it; why.
  case refused(String)
  /// It did not answer; why.
  case failed(String)
}
