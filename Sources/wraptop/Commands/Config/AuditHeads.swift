import Configuration

/// The end of the audit trail as it is known from elsewhere (SPEC 4.5).
enum AuditHeads {
  /// Ends that the trail once had, by where they are kept.
  static func known() throws -> [(name: String, head: AuditHead)] { [] }
}
