import Events
import Monitoring

/// How long a store keeps what (article Monitoring, Windows). What counts is the distance from the newest slot of the
/// same wrapper, so that one that has fallen silent keeps its last figures.
package struct Retention: Sendable, Equatable {
  /// How many days hours and breakdowns are kept, 1 to 3650.
  package let days: Int
  /// The size in bytes over which the oldest slots of all wrappers go.
  package let size: UInt64

  package init(days: Int = 30, size: UInt64 = 1 << 30) {
    self.days = min(max(1, days), 3650)
    self.size = size
  }

  /// How many slots of 10 s are kept. Those that go are in the minutes as well.
  static let tens = MonitoringLimits.storedTens
  /// How many slots of a minute are kept; those that go are added to their hour.
  static let minutes = MonitoringLimits.storedMinutes
  /// How many slots of a quarter of an hour are kept: the spending of 62 days.
  static let spending = MonitoringLimits.spending
  /// How many breakdowns of five minutes are kept; those that go are merged into that of their hour.
  static let fine = MonitoringLimits.fineBreakdowns
  /// How many slots and breakdowns of an hour are kept.
  var hours: Int32 { Int32(days) * 24 + 1 }

  /// How many of those of one wrapper are kept, where `days` says how long those of some are, by name.
  func hours(of wrapper: String, _ days: [String: Int]) -> Int32 {
    days.isEmpty ? hours : days[wrapper].map { Retention(days: $0).hours } ?? hours
  }

  /// How many of the last operations, ids, positions of a source and rejected lines are kept.
  static let operations = MonitoringLimits.operations
  static let ids = MonitoringLimits.ids
  static let positions = EventLimits.positionsOfPath
  static let rejected = EventLimits.rejections

  /// The hour that holds a minute.
  static func hour(ofMinute minute: Int32) -> Int32 { floor(minute, 60) }

  /// The hour that holds five minutes.
  static func hour(ofFine fine: Int32) -> Int32 { floor(fine, Int32(Breakdown.coarseStep / Breakdown.fineStep)) }

  private static func floor(_ index: Int32, _ step: Int32) -> Int32 {
    index >= 0 ? index / step : -1 - (-1 - index) / step
  }

  /// The oldest slot that is kept where `span` slots are kept and `newest` is the last one.
  static func oldest(_ span: Int32, endingAt newest: Int32) -> Int32 {
    Int32(clamping: Int64(newest) - Int64(span) + 1)
  }
}

extension DetailedBucket {
  /// The same figures in the hour that holds this minute.
  var inHour: DetailedBucket {
    var hour = self
    hour.sums.index = Retention.hour(ofMinute: sums.index)
    return hour
  }
}

extension ClosedBreakdown {
  /// The same content in the hour that holds these five minutes.
  var inHour: ClosedBreakdown {
    var hour = self
    hour.index = Retention.hour(ofFine: index)
    return hour
  }
}
