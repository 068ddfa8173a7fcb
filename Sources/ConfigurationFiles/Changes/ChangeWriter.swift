import Configuration

/// Writes what operators change, from freshly read files and all or nothing (article Configuration, Changes).
///
/// In this order: the whole is checked as it would be; secrets go into the credential store; the new runtime file is on
/// the disk, but nobody can see it yet; the change is audited; the new file takes the place of the old one. So no
/// change is ever in force without its record. A crash between the last two leaves a record of a change that was not
/// made, never the other way round; secrets whose change is not made stay in the store, where nothing refers to them.
package struct ChangeWriter: Sendable {
  let paths: ConfigurationPaths
  let cache: ResolutionCache
  private let knownHead: AuditHead?
  private let noteHead: @Sendable (AuditHead) -> Void

  /// The most bytes of a reason.
  package static let reasonLimit = 4096

  /// - Parameters:
  ///   - knownHead: the end of the audit trail as it is known from elsewhere.
  ///   - cache: knows what is on the disk, so that only what is written has to be worked out.
  ///   - noteHead: is told the end of the trail whenever something was appended.
  package init(
    paths: ConfigurationPaths, knownHead: AuditHead? = nil, cache: ResolutionCache = ResolutionCache(),
    noteHead: @escaping @Sendable (AuditHead) -> Void = { _ in }
  ) {
    self.paths = paths
    self.cache = cache
    self.knownHead = knownHead
    self.noteHead = noteHead
  }

  /// Writes changes.
  ///
  /// - Parameters:
  ///   - time: the present: RFC 3339, `Z`, 6 digits.
  ///   - now: the same in seconds since 1970.
  package func write(
    _ request: ChangeRequest, actor: AuditActor, action: AuditAction = .change, time: String, now: Int64
  ) -> ConfigurationReply {
    let trail = AuditTrail(AuditFile(path: paths.audit), actor: actor, time: time, after: knownHead, noteHead)
    var stored: [Int]?
    do throws(Stop) {
      // What others write of other wrappers meanwhile is no conflict.
      for _ in 0..<Self.tries {
        if let reply = try write(request, action: action, trail: trail, now: now, &stored) { return reply }
      }
      return .failed("\(ShownText.path(paths.runtime)): others change it all the time; try again")
    } catch {
      return error.reply
    }
  }

  // Others who write at the same time are soon done.
  private static let tries = 50

  /// What ends a request early.
  struct Stop: Error {
    let reply: ConfigurationReply

    init(_ reply: ConfigurationReply) { self.reply = reply }
  }

  func read() throws(Stop) -> ReadConfiguration {
    do {
      return try ConfigurationReader.read(paths)
    } catch {
      throw Stop(.failed(error.description))
    }
  }

  // MARK: Steps

  // Nil if somebody else wrote the file in between. `stored` are the records of the secrets that are in their store.
  private func write(
    _ request: ChangeRequest, action: AuditAction, trail: AuditTrail, now: Int64, _ stored: inout [Int]?
  ) throws(Stop) -> ConfigurationReply? {
    guard request.reason.utf8.count <= Self.reasonLimit else {
      throw Stop(.failed("reason: has to be at most \(Self.reasonLimit) bytes; shorten it"))
    }
    if let fault = ChangeRequest.fault(ofReason: request.reason) { throw Stop(.failed(fault)) }
    let read = try read()
    let before = RuntimeLayer(read, cache)
    if let conflict = conflict(request, with: read) { return conflict }
    let changes = request.changes.map { before.change($0) }.filter { $0.old != $0.new }
    let kind = try newKind(request, before.resolved)
    guard !changes.isEmpty || kind != nil || !request.secrets.isEmpty else { return .written(records: []) }
    let root = try tree(read, changes, newKind: kind)
    try check(root, in: read, for: request)
    try trail.check()
    if stored == nil { stored = try store(request, trail: trail, now: now) }
    let secrets = stored ?? []
    guard !changes.isEmpty || kind != nil else { return .written(records: secrets) }
    let entries = entries(
      changes.map { $0.withoutSecrets(in: before.kind(of: $0.wrapper, newKind: kind)) }, newKind: kind, request, action,
      trail.actor)
    var records: [Int] = []
    do throws(ConfigurationFileError) {
      _ = try RuntimeFile(path: paths.runtime).write(root, replacing: read.version) {
        () throws(ConfigurationFileError) in
        records = try trail.append(entries)
      }
    } catch .conflict {
      return nil
    } catch {
      throw Stop(.failed(error.description + left(secrets, records)))
    }
    return .written(records: secrets + records)
  }

  /// The kind that is to be written: that of a wrapper that is not there yet.
  private func newKind(_ request: ChangeRequest, _ resolved: ResolvedConfiguration) throws(Stop) -> String? {
    guard let kind = request.newKind, let name = request.changes.first?.wrapper else { return nil }
    guard let there = resolved.wrappers[name] else { return kind }
    guard there.kind == kind else {
      throw Stop(
        .refused([
          Finding(
            .error, .standard, layer: .runtime, wrapper: name, path: "kind",
            "is \(ShownText.name(there.kind)) already, and a change does not make it \(ShownText.name(kind)); begin again"
          )
        ]))
    }
    return nil
  }

  private func tree(
    _ read: ReadConfiguration, _ changes: [FieldChange], newKind: String?
  ) throws(Stop) -> ConfigurationNode {
    do throws(ConfigurationFault) {
      return try (read.sources.runtime ?? .empty(at: paths.runtime)).applying(changes, newKind: newKind)
    } catch {
      throw Stop(
        .refused([Finding(.error, .place(error.place), layer: .runtime, subject: error.subject, error.message)]))
    }
  }

  /// Refuses what would be wrong with the wrappers that change, and what was not wrong before.
  private func check(
    _ root: ConfigurationNode, in read: ReadConfiguration, for request: ChangeRequest
  ) throws(Stop) {
    var sources = read.sources
    // As it is going to be read: with its lines, so that it need not be worked out again when it is.
    sources.runtime = (try? RuntimeFile(path: paths.runtime).asRead(root)) ?? root
    sources.credentials?.formUnion(request.secrets.keys)
    let wrappers = Set(request.changes.map(\.wrapper))
    let before = Set(cache.resolve(read.sources).findings.filter { $0.severity == .error }.map(Fault.init))
    let resolved = cache.resolve(sources)
    let wrong = resolved.findings.filter { finding in
      finding.severity == .error
        && (finding.wrapper.map { wrappers.contains($0) } ?? false || !before.contains(Fault(finding)))
    }
    if !wrong.isEmpty { throw Stop(.refused(wrong.map(notInFile))) }
    // A secret has to come as such: this one would stand in the file, and in the audit trail.
    let plain = request.changes.filter { change in
      switch change.new {
      case nil, .null, .reference: return false
      default: break
      }
      return resolved.wrappers[change.wrapper]
        .flatMap { resolved.kind(of: $0).description(of: change.path) }?.isSensitive ?? false
    }.map {
      Finding(
        .error, .standard, layer: .runtime, wrapper: $0.wrapper, path: $0.path,
        "is a secret: enter it as such, or give a reference, such as ${env:NAME}")
    }
    if !plain.isEmpty { throw Stop(.refused(plain)) }
    guard !request.exposesSecrets else { return }
    let exposed = request.changes.compactMap { change -> Finding? in
      guard let kind = resolved.wrappers[change.wrapper].map({ resolved.kind(of: $0) }) else { return nil }
      return change.exposesSecret(in: kind) ? .exposedSecret(at: change.path, of: change.wrapper, kind) : nil
    }
    if !exposed.isEmpty { throw Stop(.refused(exposed)) }
  }

  // What would be said in the runtime file is in no line of it yet.
  private func notInFile(_ finding: Finding) -> Finding {
    guard case .place(let place) = finding.origin, place.file == paths.runtime else { return finding }
    var finding = finding
    finding.origin = .standard
    return finding
  }

  // What is wrong, wherever it stands: lines move when a file is written.
  private struct Fault: Hashable {
    let layer: Layer?
    let wrapper: String?
    let path: FieldPath?
    let subject: [String]
    let message: String

    init(_ finding: Finding) {
      layer = finding.layer
      wrapper = finding.wrapper
      path = finding.path
      subject = finding.subject
      message = finding.message
    }
  }

  // Nil if the wrappers that change are as the operator saw them.
  private func conflict(_ request: ChangeRequest, with read: ReadConfiguration) -> ConfigurationReply? {
    let versions = Dictionary(request.changes.map { ($0.wrapper, read.version(of: $0.wrapper)) }) { first, _ in first }
    guard versions.contains(where: { $0.value != request.versions[$0.key] ?? .absent }) else { return nil }
    let present = RuntimeLayer(read, cache)
    return .conflict(current: request.changes.map { present.change($0) }, versions: versions)
  }

  // MARK: Audit

  private func entries(
    _ changes: [FieldChange], newKind: String?, _ request: ChangeRequest, _ action: AuditAction, _ actor: AuditActor
  ) -> [AuditEntry] {
    func entry(_ wrapper: String, _ field: String, _ old: FieldValue?, _ new: FieldValue?) -> AuditEntry {
      AuditEntry(
        actor: actor, action: action, wrapper: wrapper, field: field, old: old, new: new,
        layer: Layer.runtime.rawValue, reason: request.reason, takesBack: request.takesBack)
    }
    let kinds = newKind.flatMap { kind in request.changes.first.map { [entry($0.wrapper, "kind", nil, .text(kind))] } }
    return (kinds ?? []) + changes.map { entry($0.wrapper, $0.path.description, $0.old, $0.new) }
  }

  // What a failure leaves behind.
  private func left(_ stored: [Int], _ records: [Int]) -> String {
    (stored.isEmpty ? "" : "; the secret that came with it is in the credential store")
      + (records.last.map { "; the audit trail tells of it, up to record \($0)" } ?? "")
  }
}

/// Taking changes back (article Configuration, Changes).
extension ChangeWriter {
  /// Writes again what a record calls old: a change of its own, whatever came after that record.
  ///
  /// - Parameters:
  ///   - number: that of the record.
  ///   - time: the present: RFC 3339, `Z`, 6 digits.
  ///   - now: the same in seconds since 1970.
  package func rollback(
    number: Int, reason: String, actor: AuditActor, time: String, now: Int64
  ) -> ConfigurationReply {
    do throws(Stop) {
      let request = try takingBack(number, reason: reason)
      return write(request, actor: actor, action: .rollback, time: time, now: now)
    } catch {
      return error.reply
    }
  }

  private func takingBack(_ number: Int, reason: String) throws(Stop) -> ChangeRequest {
    func fail(_ why: String) -> Stop { Stop(.failed("record \(number): \(why)")) }
    let found: AuditRecord?
    do {
      found = try AuditFile(path: paths.audit).record(number)
    } catch {
      throw Stop(.failed(error.description))
    }
    guard let record = found else { throw fail("there is none; see wraptop config history") }
    guard record.action != .configExec else { throw fail("tells of a command that was run, not of a change") }
    guard [.change, .rollback, .autoDisable].contains(record.action), record.layer == Layer.runtime.rawValue else {
      throw fail("tells of a credential, not of a field; use wraptop credential")
    }
    guard record.field != "kind" else {
      throw fail("tells of what kind a wrapper was made; take back what was set in it instead")
    }
    guard record.old?.isHidden != true else {
      throw fail("the old value was, or held, a secret that was not kept; set the field to a new one")
    }
    let read = try read()
    let layer = RuntimeLayer(read, cache)
    guard let path = layer.path(record.field, of: record.wrapper) else {
      throw fail(
        "wrapper \(ShownText.name(record.wrapper)) has no field \(ShownText.name(record.field)) any more; set another one"
      )
    }
    let present = layer.value(path, of: record.wrapper)
    guard present != record.old else {
      let value = record.old.map { "already says \($0.shown)" } ?? "says nothing already"
      throw fail("there is nothing to take back: the runtime layer \(value)")
    }
    let change = FieldChange(wrapper: record.wrapper, path: path, old: present, new: record.old)
    return ChangeRequest(
      changes: [change], versions: [record.wrapper: read.version(of: record.wrapper)], reason: reason,
      takesBack: number,
      // It was there before.
      exposesSecrets: true)
  }
}

/// Secrets that come with a change (article Configuration, Secrets).
extension ChangeWriter {
  /// Puts them into the credential store; the numbers of the records that tell of it.
  func store(_ request: ChangeRequest, trail: AuditTrail, now: Int64) throws(Stop) -> [Int] {
    guard !request.secrets.isEmpty else { return [] }
    let key = try key(request)
    var records: [Int] = []
    let store = CredentialStore(path: paths.credentials, key: key) { action, name in
      records += try trail.append([
        AuditEntry(
          actor: trail.actor, action: action, wrapper: name?.service ?? "", field: name?.key ?? "", new: .secret,
          layer: "credentials", reason: request.reason)
      ])
    }
    do {
      for (name, secret) in request.secrets.sorted(by: { $0.key < $1.key }) { try store.put(name, to: secret, at: now) }
    } catch let error as CredentialStoreError where error.kind == .wrongKey && request.passphrase != nil {
      throw Stop(.needsPassphrase(isNew: false, isWrong: true))
    } catch {
      throw Stop(.failed("\(error)"))
    }
    return records
  }

  private func key(_ request: ChangeRequest) throws(Stop) -> CredentialStore.Key {
    let protection: StoreProtection?
    do {
      protection = try CredentialStore.protection(at: paths.credentials)
    } catch {
      throw Stop(.failed("\(error)"))
    }
    if protection?.isPassphrase != true, let file = paths.keyFile { return .keyFile(file) }
    if protection == .keyFile {
      throw Stop(
        .failed(
          "\(ShownText.path(paths.credentials)): opens with a key file, so a secret cannot go there; start wraptop with "
            + "WRAPTOP_CREDENTIAL_KEY=FILE"))
    }
    guard let passphrase = request.passphrase else {
      throw Stop(.needsPassphrase(isNew: protection == nil, isWrong: false))
    }
    return .passphrase(passphrase)
  }
}

extension StoreProtection {
  fileprivate var isPassphrase: Bool { if case .passphrase = self { true } else { false } }
}
