/// How much monitoring keeps, in memory and in a store, and how much it tells apart. Spans are numbers of buckets (article
/// Monitoring, Windows).
package enum MonitoringLimits {
  // MARK: Spans

  /// 10 s, in a store: an hour and the bucket that it begins in.
  package static let storedTens: Int32 = 361
  /// 10 s, in memory: as many as windows of an hour need that end within the last hour, so that its past is as exact as the
  /// present.
  static let tens: Int32 = 722
  /// 1 min, in a store; older ones are added to their hours.
  package static let storedMinutes: Int32 = 1460
  /// 1 h, in memory: one more than a month needs, so that what leaves a window of a month can be taken out of its sums.
  static let hours: Int32 = 30 * 24 + 2
  /// 15 min of spending: 62 days of any zone.
  package static let spending: Int32 = 62 * 96 + 1
  /// 5 min of breakdowns; older ones are merged into their hours.
  package static let fineBreakdowns: Int32 = 13
  /// 1 h of breakdowns: a month.
  package static let breakdownHours: Int32 = 30 * 24 + 1

  // MARK: Many wrappers

  /// The number of wrappers told apart; the rest are counted together.
  package static let wrappers = 10_000
  /// Above this number of wrappers less is kept of each: `crowdedTens` and `crowdedMinutes`.
  static let crowd = 1000
  /// 10 s, in memory: an hour.
  static let crowdedTens: Int32 = 361
  /// 1 min, in memory: ten minutes.
  static let crowdedMinutes: Int32 = 11

  // MARK: Operations

  /// The number of last operations kept.
  package static let operations = 10_000
  /// The number of ids of completed operations remembered, to tell duplicates.
  package static let ids = 1_000_000
  /// The number of operations under way.
  static let active = 1_000_000
  /// The number of completed operations that wait since they end later than the present.
  static let pending = 1_000_000
}
