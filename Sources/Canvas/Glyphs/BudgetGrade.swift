/// How much of a budget a share is, as operators see it: a word and a colour, so that neither has to be seen to
/// understand the other.
package enum BudgetGrade: String, CaseIterable, Hashable, Sendable {
  case healthy = "OK"
  case warning = "WARNING"
  case critical = "CRITICAL"
  /// All of it or more.
  case exceeded = "OVER"

  /// The columns of the longest word.
  package static let wordWidth = 8

  /// The grade of a share of a budget.
  ///
  /// - Parameters:
  ///   - share: 0 for nothing, 1 for all of it.
  ///   - warning: the share from which on there is to be a warning.
  ///   - critical: the share from which on it is critical.
  package init(share: Double, warning: Double, critical: Double) {
    self = share >= 1 ? .exceeded : share >= critical ? .critical : share >= warning ? .warning : .healthy
  }

  /// The word, in capitals.
  package var word: String { rawValue }

  /// The colour.
  package var role: Role {
    switch self {
    case .healthy: .healthy
    case .warning: .degraded
    case .critical, .exceeded: .critical
    }
  }
}
