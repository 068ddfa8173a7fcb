/// How much an alert matters (article Alerts, Rules).
package enum AlertSeverity: String, Codable, Sendable, CaseIterable, Comparable {
  case info, warning, error, critical

  /// Orders by how much it matters.
  package static func < (a: AlertSeverity, b: AlertSeverity) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    case .critical: 3
    }
  }
}
