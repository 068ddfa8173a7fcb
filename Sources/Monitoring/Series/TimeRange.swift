/// How far back charts, rates and breakdowns look from an instant.
public enum TimeRange: Int, Codable, Sendable, CaseIterable {
  case fiveMinutes, hour, day, week, month

  /// The length in seconds.
  public var seconds: Int64 {
    switch self {
    case .fiveMinutes: 300
    case .hour: 3600
    case .day: 86400
    case .week: 7 * 86400
    case .month: 30 * 86400
    }
  }

  /// The length of one point of its series in seconds; a series has between 30 and 180 points.
  public var step: Int64 {
    switch self {
    case .fiveMinutes: 10
    case .hour: 60
    case .day: 600
    case .week: 3600
    case .month: 6 * 3600
    }
  }

  /// How it is called on the screen.
  public var name: String {
    switch self {
    case .fiveMinutes: "5 min"
    case .hour: "1 h"
    case .day: "24 h"
    case .week: "7 d"
    case .month: "30 d"
    }
  }
}
