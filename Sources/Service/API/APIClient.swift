import Events
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

  /// What the core shows at an instant, or at the present.
  package func snapshot(at instant: Timestamp? = nil) async throws(APIClientError) -> Snapshot {
    let query = instant.map { "?at=\($0)" } ?? ""
    let answer = try await send("GET", "/v1/snapshot\(query)", fields: ["Accept": Self.ownSnapshot])
    guard answer.status == 200 else { throw problem(answer) }
    if let snapshot = try? JSONDecoder().decode(Snapshot.self, from: Data(answer.body)) { return snapshot }
    throw .refused("\(path): the core there is of another version of wraptop; ask it with the same one, or with curl")
  }

  /// How a core of the same version sends alerts and snapshots to wraptop's own commands.
  static let ownAlerts = "application/vnd.wraptop.alerts+json"
  static let ownSnapshot = "application/vnd.wraptop.snapshot+json"

  /// Has something done about alerts, in the name of who asks, as the core knows them. Returns the alerts after that.
  package func send(_ request: AlertRequest) async throws(APIClientError) -> AlertsState {
    switch request {
    case .acknowledge(let id, let note):
      return try await ask("POST", "/v1/alerts/\(Self.inPath(id))/ack", AcknowledgeBody(note: note))
    case .silence(let rule, let subject, let seconds, let reason):
      let body = SilenceBody(rule: rule, wrapper: subject, seconds: seconds, reason: reason)
      return try await ask("POST", "/v1/silences", body)
    case .unsilence(let id): return try await ask("DELETE", "/v1/silences/\(Self.inPath(id))", nil)
    }
  }

  private func ask(
    _ method: String, _ target: String, _ body: (any Encodable)?
  ) async throws(APIClientError) -> AlertsState {
    let answer = try await send(method, target, body, fields: ["Accept": Self.ownAlerts])
    if let alerts = try? JSONDecoder().decode(AlertsState.self, from: Data(answer.body)) { return alerts }
    throw problem(answer)
  }

  /// Sends a request and waits for the answer, whatever its status.
  func send(
    _ method: String, _ target: String, _ body: (any Encodable)? = nil, fields: [String: String] = [:]
  ) async throws(APIClientError) -> UnixHTTPClient.Answer {
    do throws(UnixHTTPClient.Failure) {
      let bytes = body.flatMap { try? JSONEncoder().encode($0) }.map { Array($0) }
      return try await http.send(method, target, fields: fields, body: bytes)
    } catch {
      if error.isForbidden { throw .forbidden("\(path): \(error)") }
      throw error.isNobodyThere ? .nobodyThere(path) : .failed("\(path): \(error)")
    }
  }

  /// What an answer says that is not the one that was asked for.
  func problem(_ answer: UnixHTTPClient.Answer) -> APIClientError {
    let detail = APIProblem(answer).detail
    return answer.status == 401 || answer.status == 403 ? .forbidden(detail) : .refused(detail)
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
  /// This user may not ask that; why.
  case forbidden(String)
  /// It does not do it; why.
  case refused(String)
  /// It did not answer; why.
  case failed(String)

  /// What went wrong, in words.
  var reason: String {
    switch self {
    case .nobodyThere(let path): "no core listens on \(path)"
    case .forbidden(let reason), .refused(let reason), .failed(let reason): reason
    }
  }
}
