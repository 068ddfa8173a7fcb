import Configuration
import Foundation
import Notifications

/// The configuration of a core that runs in another process, which is asked on its Unix socket: answers are those that
/// the core itself would give to its own dashboard. The core knows who asks by the socket.
package struct RemoteConfiguration: ConfigurationHandling {
  private let clientNow: @Sendable () -> APIClient

  /// - Parameter client: asks the core, which may be another one by then.
  package init(at client: @escaping @Sendable () -> APIClient) { clientNow = client }

  private var client: APIClient { clientNow() }

  // The core follows the files.
  package func start(disablesOnExceed: Bool) async {}
  package func close() async {}

  package func answer(_ request: ConfigurationRequest) async -> ConfigurationReply {
    do throws(APIClientError) {
      switch request {
      case .write(let change): return try await write(change)
      case .rollback(let number, let reason):
        return reply(
          to: try await client.send("POST", "/v1/config/rollback", RollbackBody(record: number, reason: reason)))
      case .history(let wrapper): return try await history(of: wrapper)
      case .reload:
        let answer = try await client.send("POST", "/v1/config/reload")
        return answer.status == 200 ? .reloaded : reply(to: answer)
      }
    } catch {
      return .failed(error.reason)
    }
  }

  private func write(_ change: ChangeRequest) async throws(APIClientError) -> ConfigurationReply {
    let names = Set(change.changes.map(\.wrapper))
    guard let name = names.first, names.count == 1 else {
      return names.isEmpty ? .written(records: []) : .failed("a core changes one wrapper at a time")
    }
    return reply(
      to: try await client.send(
        "PATCH", "/v1/config/\(Self.inPath(name))", ConfigurationPatch(change),
        fields: ["If-Match": "\"\((change.versions[name] ?? .absent).text)\""]))
  }

  private func history(of wrapper: String) async throws(APIClientError) -> ConfigurationReply {
    let answer = try await client.send("GET", "/v1/config/\(Self.inPath(wrapper))/history?format=jsonl")
    guard answer.status == 200 else { return reply(to: answer) }
    let records = answer.body.split(separator: UInt8(ascii: "\n")).map {
      try? JSONDecoder().decode(AuditRecord.self, from: Data($0))
    }
    guard !records.contains(where: { $0 == nil }) else { return .failed("the history that came makes no sense here") }
    return .history(wrapper: wrapper, records: records.compactMap(\.self))
  }

  private func reply(to answer: UnixHTTPClient.Answer) -> ConfigurationReply {
    let body = Data(answer.body)
    if answer.status == 200, let written = try? JSONDecoder().decode(WrittenBody.self, from: body) {
      return .written(records: written.records)
    }
    guard let problem = try? JSONDecoder().decode(ConfigurationProblem.self, from: body) else {
      return .failed(client.problem(answer).reason)
    }
    if let conflicts = problem.conflicts {
      return .conflict(current: conflicts.map(\.change), versions: problem.versions ?? [:])
    }
    if let findings = problem.findings { return .refused(findings.map(\.finding)) }
    if let passphrase = problem.passphrase {
      return .needsPassphrase(isNew: passphrase.isNew, isWrong: passphrase.isWrong)
    }
    return .failed(problem.detail)
  }

  // A name with all that a path could take for something else as % and digits.
  private static func inPath(_ name: String) -> String {
    name.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(.urlPathAllowed)) ?? "-"
  }
}

extension ConfigurationPatch {
  /// A change of one wrapper, with the secrets that come with it.
  init(_ change: ChangeRequest) {
    var values: [String: FieldValue] = [:]
    var none: [String] = []
    var secrets: [String: String] = [:]
    for field in change.changes {
      let path = field.path.description
      if case .reference(.credential(let name))? = field.new, let secret = change.secrets[name] {
        secrets[path] = secret.text
      } else if field.new == .null {
        none.append(path)
      } else {
        values[path] = field.new ?? .null
      }
    }
    self.init(
      values: values, none: none, secrets: secrets, passphrase: change.passphrase?.text, kind: change.newKind,
      reason: change.reason, exposesSecrets: change.exposesSecrets)
  }
}

extension Secret {
  // For the socket of a core of the same machine, and nothing else.
  fileprivate var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
