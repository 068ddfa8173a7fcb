import Configuration
import ConfigurationFiles
import Foundation
import HTTPServer
import Reports

/// The configuration of the wrappers: what there is, and what operators change in the runtime layer.
struct ConfigurationRoutes: Sendable {
  let configuration: ConfigurationController?

  var routes: [APIRoute] {
    [
      APIRoute("GET", "/v1/config", .read, "The configured wrappers.", answer: .json("ConfiguredWrappers")) {
        _ throws(HTTPProblem) in
        .document(ConfigurationJSON().wrappers(await (try kept()).current))
      },
      APIRoute(
        "POST", "/v1/config/reload", .change, "Read all files of the configuration again.",
        answer: .json("Done")
      ) { request throws(HTTPProblem) in try await answer(.reload, request) },
      APIRoute(
        "POST", "/v1/config/rollback", .change, "Take a change back.", bodyLimit: APIServer.bodyLimit, body: "Rollback",
        answer: .json("Written")
      ) { request throws(HTTPProblem) in
        let body: RollbackBody = try request.body(of: RollbackBody.CodingKeys.self)
        return try await answer(.rollback(number: body.record, reason: body.reason ?? ""), request, body.reason)
      },
      APIRoute(
        "GET", "/v1/config/{name}", .read, "The configuration of a wrapper, masked, with what each layer says.",
        answer: .json("ConfiguredWrapper", hasVersion: true)
      ) { request throws(HTTPProblem) in
        let state = await (try kept()).current
        let wrapper = try Self.wrapper(request, in: state)
        return .document(
          ConfigurationJSON().fields(of: wrapper.redacted, in: state.resolved),
          fields: ["ETag": "\"\(state.version(of: wrapper.name).text)\""])
      },
      APIRoute(
        "PATCH", "/v1/config/{name}", .change, "Change a wrapper in the runtime layer.",
        bodyLimit: APIServer.bodyLimit, body: "Change", answer: .json("Written", hasVersion: true), needsVersion: true
      ) { request throws(HTTPProblem) in try await change(request) },
      APIRoute(
        "GET", "/v1/config/{name}/history", .read, "The last changes of a wrapper, newest first.",
        query: [
          APIParameter("format", .choice(["json", "jsonl"]), "jsonl for the lines of the audit trail as they are.")
        ],
        answer: .lines(of: "History")
      ) { request throws(HTTPProblem) in
        let name = request.parameter("name")
        let reply = await (try kept()).answer(.history(wrapper: name), by: request.caller.actor)
        guard case .history(_, let records) = reply else { return try response(reply, status: 500) }
        guard request.query.text("format") != "jsonl" else {
          let lines = records.map { $0.line + "\n" }.joined()
          return HTTPResponse(type: "application/jsonl", body: Array(lines.utf8))
        }
        return .document(ConfigurationJSON().history(records))
      },
    ]
  }

  // MARK: Changes

  private func change(_ request: APIRoute.Request) async throws(HTTPProblem) -> HTTPResponse {
    let keeper = try kept()
    let name = request.parameter("name")
    let version = try request.readVersion
    let patch: ConfigurationPatch = try request.body(of: ConfigurationPatch.CodingKeys.self)
    let state = await keeper.current
    let kind =
      state.resolved.wrappers[name].map { state.resolved.kind(of: $0) }
      ?? patch.kind.flatMap { state.resolved.kind(named: $0) } ?? .external
    let isSecret = patch.paths.contains { kind.path($0).flatMap { kind.description(of: $0) }?.isSensitive ?? false }
    if request.caller.isRemote, isSecret || patch.passphrase != nil || patch.secrets?.isEmpty == false {
      throw HTTPProblem(403, "secrets are not taken over TCP; send them to the Unix socket of the core")
    }
    let wanted: ChangeRequest
    do throws(Unusable) {
      wanted = try patch.request(for: name, of: kind, version: version)
    } catch {
      return try response(.refused(error.findings), status: 422)
    }
    var answered = try await answer(.write(wanted), request, patch.reason)
    if answered.status == 200 { answered.fields["ETag"] = "\"\(await keeper.current.version(of: name).text)\"" }
    return answered
  }

  /// Has something done in the name of who asks.
  private func answer(
    _ wanted: ConfigurationRequest, _ request: APIRoute.Request, _ reason: String? = nil
  ) async throws(HTTPProblem) -> HTTPResponse {
    let keeper = try kept()
    let reply = await keeper.answer(wanted, by: request.caller.actor)
    let isOwnFault = reason.map { $0.utf8.count > ChangeWriter.reasonLimit || ChangeRequest.fault(ofReason: $0) != nil }
    let isNoRecord = if case .rollback = wanted { true } else { false }
    let status = await keeper.current.readOnlyReason != nil ? 403 : isOwnFault ?? false || isNoRecord ? 422 : 500
    return try response(reply, status: status)
  }

  /// - Parameter status: that of what failed.
  private func response(_ reply: ConfigurationReply, status: Int) throws(HTTPProblem) -> HTTPResponse {
    var problem: ConfigurationProblem
    switch reply {
    case .written(let records): return .json(WrittenBody(records: records))
    case .reloaded, .history: return .json([String: String]())
    case .failed(let why): throw HTTPProblem(status, why)
    case .conflict(let current, let versions):
      problem = ConfigurationProblem(
        status: 409, detail: "others changed it since it was read; look at both sides, then begin again")
      problem.conflicts = current.map(ConfigurationProblem.Conflict.init)
      problem.versions = versions
    case .refused(let findings):
      problem = ConfigurationProblem(status: 422, detail: "it would not be valid, so nothing was written")
      problem.findings = findings.map(FindingBody.init)
    case .needsPassphrase(let isNew, let isWrong):
      problem = ConfigurationProblem(
        status: 403,
        detail: isWrong
          ? "the passphrase does not open the credential store; nothing was written"
          : "a secret is to be stored: send the passphrase of the credential store along, as passphrase")
      problem.passphrase = ConfigurationProblem.Passphrase(isNew: isNew, isWrong: isWrong)
    }
    return .json(problem, problem.status, type: "application/problem+json")
  }

  // MARK: What is asked for

  private func kept() throws(HTTPProblem) -> ConfigurationController {
    guard let configuration else { throw HTTPProblem(404, "no configuration is kept here") }
    return configuration
  }

  private static func wrapper(
    _ request: APIRoute.Request, in state: ConfigurationState
  ) throws(HTTPProblem) -> WrapperConfiguration {
    let name = request.parameter("name")
    guard let wrapper = state.resolved.wrappers[name] else {
      let hint = Suggestion.text(for: name, among: state.resolved.wrappers.keys.sorted())
      throw HTTPProblem(404, "\(ShownText.name(name)): no wrapper of that name is configured\(hint)")
    }
    return wrapper
  }
}

/// Why a body is no change.
private struct Unusable: Error { let findings: [Finding] }

extension ConfigurationPatch {
  /// What is asked for, in the order of the form.
  fileprivate func request(
    for wrapper: String, of kind: Kind, version: EntryVersion
  ) throws(Unusable) -> ChangeRequest {
    var findings: [Finding] = []
    var wanted: [FieldPath: FieldValue?] = [:]
    var stored: [CredentialName: Secret] = [:]
    func refuse(_ text: String, _ message: String) {
      findings.append(
        Finding(.error, .standard, layer: .runtime, wrapper: wrapper, path: kind.path(text) ?? FieldPath(text), message)
      )
    }
    func want(_ text: String, _ value: FieldValue?) {
      guard let path = kind.path(text) else {
        let hint = Suggestion.text(for: text, among: kind.leaves.map(\.path.description))
        return refuse(text, "is no field of kind \(ShownText.name(kind.name))\(ShownText.path(hint))")
      }
      guard wanted.updateValue(value, forKey: path) == nil else { return refuse(text, "is told of twice; say it once") }
    }
    for (text, value) in values ?? [:] { want(text, value == .null || value == .text("") ? nil : value) }
    for text in none ?? [] { want(text, .null) }
    for (text, plain) in secrets ?? [:] {
      guard let path = kind.path(text), kind.description(of: path)?.isSensitive == true,
        let name = CredentialName(wrapper: wrapper, path: path), let secret = Secret(plain), !secret.isEmpty
      else {
        refuse(text, "is no field for a secret, or the secret is empty or too long")
        continue
      }
      want(text, .reference(.credential(name)))
      stored[name] = secret
    }
    guard findings.isEmpty else { throw Unusable(findings: findings.sorted { $0.description < $1.description }) }
    let changes = kind.inOrder(wanted.keys).map { path in
      FieldChange(wrapper: wrapper, path: path, old: nil, new: wanted[path] ?? nil)
    }
    return ChangeRequest(
      changes: changes, newKind: self.kind, versions: [wrapper: version], reason: reason ?? "", secrets: stored,
      passphrase: passphrase.flatMap { Secret($0) }, exposesSecrets: exposesSecrets ?? false)
  }
}

extension WrapperConfiguration {
  /// The same without keys that are part of texts, as it may be sent.
  fileprivate var redacted: WrapperConfiguration {
    var wrapper = self
    wrapper.given = given.mapValues { values in
      values.map { GivenValue($0.layer, $0.origin, $0.value.redacted, variable: $0.variable) }
    }
    return wrapper
  }
}

extension APIRoute.Request {
  /// The version that a client has seen of what it is about to change.
  ///
  /// - Throws: 428 if it does not say, 400 if it is no single version.
  fileprivate var readVersion: EntryVersion {
    get throws(HTTPProblem) {
      guard let text = http.head["If-Match"] else {
        throw HTTPProblem(428, "say by If-Match which version was read: the ETag of GET, or \"0\" for a new entry")
      }
      let version = text.dropFirst().dropLast()
      guard text.count > 2, text.hasPrefix("\""), text.hasSuffix("\""), !version.contains("\"") else {
        throw HTTPProblem(400, "If-Match has to be the ETag that was read, in its quotes")
      }
      return EntryVersion(String(version))
    }
  }
}
