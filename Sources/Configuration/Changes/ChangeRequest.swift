/// Changes that an operator wants written, all or none (article Configuration, Changes).
package struct ChangeRequest: Sendable {
  /// In the order of the form.
  package var changes: [FieldChange]
  /// The kind of a wrapper that is not in any layer yet, which is then written too; nil for one that is there.
  package var newKind: String?
  /// The entries of the wrappers in the runtime file as they were when the operator began, by wrapper; one that had none
  /// may be left out.
  package var versions: [String: EntryVersion]
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
    changes: [FieldChange], newKind: String? = nil, versions: [String: EntryVersion], reason: String = "",
    secrets: [CredentialName: Secret] = [:], passphrase: Secret? = nil, takesBack: Int? = nil,
    exposesSecrets: Bool = false
  ) {
    self.changes = changes
    self.newKind = newKind
    self.versions = versions
    self.reason = reason
    self.secrets = secrets
    self.passphrase = passphrase
    self.takesBack = takesBack
    self.exposesSecrets = exposesSecrets
  }
}

extension ChangeRequest {
  /// Both as one change; the reason and the passphrase are those of the first.
  package func joined(with other: ChangeRequest) -> ChangeRequest {
    var joined = self
    joined.changes += other.changes
    joined.versions.merge(other.versions) { own, _ in own }
    joined.newKind = newKind ?? other.newKind
    joined.secrets.merge(other.secrets) { own, _ in own }
    return joined
  }
}

/// Equal if the same is asked for; secrets are told apart by their names alone.
extension ChangeRequest: Equatable {
  package static func == (a: ChangeRequest, b: ChangeRequest) -> Bool {
    a.changes == b.changes && a.newKind == b.newKind && a.versions == b.versions && a.reason == b.reason
      && a.takesBack == b.takesBack && a.exposesSecrets == b.exposesSecrets
      && Set(a.secrets.keys) == Set(b.secrets.keys)
      && (a.passphrase == nil) == (b.passphrase == nil)
  }
}

/// What is to become of one value in the runtime layer.
package struct FieldChange: Sendable, Equatable, Codable {
  package var wrapper: String
  package var path: FieldPath
  /// What the layer says now; nil for nothing.
  package var old: FieldValue?
  /// What it is to say; nil to take it out. A new secret goes into the credential store; here is the reference to it.
  package var new: FieldValue?

  package init(wrapper: String, path: FieldPath, old: FieldValue?, new: FieldValue?) {
    self.wrapper = wrapper
    self.path = path
    self.old = old
    self.new = new
  }
}

/// Which content of a file is meant: that which it had when it was read.
package enum FileVersion: Sendable, Hashable, Codable {
  /// There was no file.
  case absent
  /// The SHA-256 of its bytes, as 64 hexadecimal digits in lower case.
  case content(hash: String)
}

/// Which content of a wrapper's entry in the runtime file is meant: that which it had when it was read. Versions of
/// different processes cannot be compared.
package struct EntryVersion: Sendable, Hashable {
  /// Of letters and digits.
  package let text: String

  package init(_ text: String) { self.text = text }

  /// There was no entry.
  package static let absent = EntryVersion("0")
}

/// In JSON it is its text.
extension EntryVersion: Codable {
  package init(from decoder: any Decoder) throws { text = try String(from: decoder) }
  package func encode(to encoder: any Encoder) throws { try text.encode(to: encoder) }
}

/// What an operator asks of whoever keeps the configuration.
package enum ConfigurationRequest: Sendable, Equatable {
  case write(ChangeRequest)
  /// The last records about a wrapper, newest first.
  case history(wrapper: String)
  /// Takes a change back: what the record calls old is written again.
  case rollback(number: Int, reason: String)
  /// Reads all files again.
  case reload
}

/// What came of it.
package enum ConfigurationReply: Sendable, Equatable {
  /// Written, and in force unless something hides it; the numbers of the audit records.
  case written(records: [Int])
  /// The entry of a wrapper is no longer what the operator began with. What the runtime file says now of the same values;
  /// the versions to begin again with.
  case conflict(current: [FieldChange], versions: [String: EntryVersion])
  /// A secret is to be stored, and the credential store opens with a passphrase only: ask for it, twice if it is going to
  /// be made, and send the request again. `isWrong` if the one that came does not open it.
  case needsPassphrase(isNew: Bool, isWrong: Bool)
  /// It would not be valid; nothing was written.
  case refused([Finding])
  /// It could not be written; what, why and what to do.
  case failed(String)
  case history(wrapper: String, records: [AuditRecord])
  case reloaded
}
