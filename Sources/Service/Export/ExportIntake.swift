import Events

/// What came of reading the inputs of an export, for those who run it.
package struct ExportIntake: Sendable, Equatable {
  private var lines: UInt64 = 0
  private var rejected: UInt64 = 0
  private var reasons: [RejectionReason: UInt64] = [:]

  /// Sums up sources that were read.
  package init(_ sources: [SourceStatus]) {
    for source in sources {
      lines += source.lines
      rejected += source.rejected
      reasons.merge(source.rejectedByReason, uniquingKeysWith: +)
    }
  }

  /// There was something to read, and nothing of it could be used.
  package var isAllRejected: Bool { lines > 0 && rejected == lines }

  /// How many lines were rejected and why, most frequent reason first, for a command; nil if none were.
  package func message(_ command: String = "export") -> String? {
    guard rejected > 0 else { return nil }
    let counts = RejectionReason.allCases.compactMap { reason in reasons[reason].map { (reason, $0) } }
      .filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }.map { "\($0.0.rawValue) \($0.1)" }
    return "\(command): \(rejected) of \(lines) lines were rejected (\(counts.joined(separator: ", "))); "
      + "keep them with --rejects FILE to see them"
  }
}
