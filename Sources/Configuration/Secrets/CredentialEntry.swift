/// What may be known of an entry of the credential store: everything but its values (article Configuration, Secrets).
/// Times are whole seconds since 1970.
package struct CredentialEntry: Sendable, Equatable {
  package var name: CredentialName
  /// When it was set first.
  package var created: Int64
  /// When its value was set or rotated last.
  package var changed: Int64
  /// When its value was given out last; nil if it never was.
  package var lastAccessed: Int64?
  /// Whether the value before is still kept.
  package var hasPrevious: Bool
  package var details: CredentialDetails

  package init(
    name: CredentialName, created: Int64, changed: Int64, lastAccessed: Int64? = nil, hasPrevious: Bool = false,
    details: CredentialDetails = CredentialDetails()
  ) {
    self.name = name
    self.created = created
    self.changed = changed
    self.lastAccessed = lastAccessed
    self.hasPrevious = hasPrevious
    self.details = details
  }

  /// After so many seconds a value is due to be replaced: 90 days.
  package static let rotationPeriod: Int64 = 90 * 86400

  /// When the value is due to be replaced.
  package var rotationDue: Int64 {
    let (due, isOver) = changed.addingReportingOverflow(Self.rotationPeriod)
    return isOver ? .max : due
  }

  /// Whether the value should have been replaced by then.
  package func isOverdue(at now: Int64) -> Bool { now >= rotationDue }

  /// Whether the value has expired by then.
  package func isExpired(at now: Int64) -> Bool { details.expires.map { now >= $0 } ?? false }
}

/// What an operator says of an entry of the credential store.
package struct CredentialDetails: Sendable, Equatable {
  /// When its value stops being good, in seconds since 1970; nil if nobody knows of an end.
  package var expires: Int64?
  /// What it is for; may be empty.
  package var description: String
  package var tags: [String]

  package init(expires: Int64? = nil, description: String = "", tags: [String] = []) {
    self.expires = expires
    self.description = description
    self.tags = tags
  }

  /// The most bytes of a description or a tag.
  package static let textLimit = 1024
  /// The most tags.
  package static let tagLimit = 32

  /// What is wrong with them; nil if nothing is.
  package var fault: String? {
    if description.utf8.count > Self.textLimit { return "the description is over \(Self.textLimit) bytes; shorten it" }
    if tags.count > Self.tagLimit { return "there are over \(Self.tagLimit) tags; leave some out" }
    if tags.contains(where: \.isEmpty) { return "a tag is empty; leave it out" }
    if tags.contains(where: { $0.utf8.count > Self.textLimit }) {
      return "a tag is over \(Self.textLimit) bytes; shorten it"
    }
    return nil
  }
}
