import Monitoring

extension Core {
  /// What a core remembers beside the figures of article Monitoring, Totals, Statistics.
  package enum Detail: Sendable {
    /// Nothing: for a single report of those figures.
    case none
    /// What operations were made of, for as long as series are kept.
    case all
    /// The same; what is older than a day is left to the store.
    case recent

    var breakdownHours: Int {
      switch self {
      case .none: 0
      case .all: Int(MonitoringLimits.breakdownHours)
      case .recent: 26
      }
    }
  }
}
