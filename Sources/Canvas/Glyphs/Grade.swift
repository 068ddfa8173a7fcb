/// How well something is, as operators see it: a word, a glyph and a colour, so that none of them has to be seen to
/// understand the others.
package enum Grade: String, CaseIterable, Hashable, Sendable {
  case healthy = "HEALTHY"
  case degraded = "DEGRADED"
  case unhealthy = "UNHEALTHY"
  case critical = "CRITICAL"
  case idle = "IDLE"
  /// Nobody judges it.
  case off = "OFF"

  /// The columns of the longest word.
  package static let wordWidth = 9

  /// The word, in capitals.
  package var word: String { rawValue }

  /// The colour.
  package var role: Role {
    switch self {
    case .healthy: .healthy
    case .degraded: .degraded
    case .unhealthy: .unhealthy
    case .critical: .critical
    case .idle: .idle
    case .off: .dim
    }
  }

  /// The glyph: no two grades share one.
  package func glyph(in set: GlyphSet) -> Unicode.Scalar {
    switch self {
    case .healthy: set.isFine ? "●" : "+"
    case .degraded: set.isFine ? "◐" : "~"
    case .unhealthy: set.isFine ? "▲" : "!"
    case .critical: set.isFine ? "✗" : "X"
    case .idle: set.isFine ? "○" : "."
    case .off: set.isFine ? "◌" : "-"
    }
  }
}

/// How much of a budget a share is, as operators see it: a word and a colour, so that neither has to be seen to
/// understand the other.
package enum BudgetGrade: String, CaseIterable, Hashable, Sendable {
  case healthy = "OK"
  case warning = "WARNING"
  case critical = "CRITICAL"
  /// All of it or more.
  case exceeded = "OVER"

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
