/// Changes that an operator wants written, all or none (article Configuration, Changes).
package struct ChangeRequest: Sendable {
  /// In the order of the form.
  package var changes: [FieldChange]
  /// The kind of a wrapper that is not in any layer yet, which is then written too; nil for one that is there.
  package var newKind: String?
  /// The runtime file as it was when the operator began.
  package var version: FileVersion
  /// Why; may be empty.
  package var reason: String
  /// Secrets that changes refer to, by the name under which they go into the credential store.
  package var secrets: [CredentialName: Secret]
  /// What opens the credential store, if secrets are to go there and no key file does; nil until it was asked for.
  package var passphrase: Secret?
  /// The number of the audit record that this takes back.
  package var takesBack: Int?
  /// Values that look like secrets are meant to be written where everyone sees them.
  package var exposesSecrets: Bool

  package init(
    changes: [FieldChange], newKind: String? = nil, version: FileVersion, reason: String = "",
    secrets: [CredentialName: Secret] = [:], passphrase: Secret? = nil, takesBack: Int? = nil,
    exposesSecrets: Bool = false
  ) {
    self.changes = changes
    self.newKind = newKind
    self.version = version
    self.reason = reason
    self.secrets = secrets
    self.passphrase = passphrase
    self.takesBack = takesBack
    self.exposesSecrets = exposesSecrets
  }
}

extension ChangeRequest {
  /// Both as one change; the version, the reason and the passphrase are those of the first.
  package func joined(with other: ChangeRequest) -> ChangeRequest {
    var joined = self
    joined.changes += other.changes
    joined.newKind = newKind ?? other.newKind
    joined.secrets.merge(other.secrets) { own, _ in own }
    return joined
  }
}

/// Equal if the same is asked for; secrets are told apart by their names alone.
extension ChangeRequest: Equatable {
  package static func == (a: ChangeRequest, b: ChangeRequest) -> Bool {
    a.changes == b.changes && a.newKind == b.newKind && a.version == b.version && a.reason == b.reason
      && a.takesBack == b.takesBack && a.exposesSecrets == b.exposesSecrets
      && Set(a.secrets.keys) == Set(b.secrets.keys)
      && (a.passphrase == nil) == (b.passphrase == nil)
  }
}
