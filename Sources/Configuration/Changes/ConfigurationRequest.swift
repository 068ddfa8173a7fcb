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
  /// The runtime file is no longer what the operator began with. What it says now of the same values; the version to
  /// begin again with.
  case conflict(current: [FieldChange], version: FileVersion)
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
