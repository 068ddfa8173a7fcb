import Configuration

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
