import Events
import Monitoring
import Snapshots

/// Times as the clocks of the budgets' zone show them.
struct ZoneClock {
  let zone: ZoneRules
  /// The instant on the screen: dates are told where they are others than its own.
  let now: Timestamp
  private let moment: Moment

  init(zone: ZoneRules, at moment: Moment) {
    self.zone = zone
    self.moment = moment
    now = moment.instant
  }

  /// The clock at an instant that stands still.
  init(zone: ZoneRules, now: Timestamp) { self.init(zone: zone, at: Moment(now)) }

  /// Hour and minute, with what the offset is called: `17:40 CEST`; with the date where that is another than now:
  /// `01-31 17:40 CET`.
  func time(_ instant: Timestamp) -> String {
    (isToday(instant) ? "" : monthAndDay(instant) + " ") + minute(instant) + " " + abbreviation(instant)
  }

  /// Hour and minute, or the date where that is another than now, in 5 characters: `17:40`, `01-31`.
  func short(_ instant: Timestamp) -> String { isToday(instant) ? minute(instant) : monthAndDay(instant) }

  /// Hour and minute: `17:40`.
  func minute(_ instant: Timestamp) -> String { String(local(instant).clock.prefix(5)) }

  /// Month and day: `01-31`.
  func monthAndDay(_ instant: Timestamp) -> String { String(date(instant).suffix(5)) }

  /// What the offset in force is called: `CEST`.
  func abbreviation(_ instant: Timestamp) -> String { zone.offset(at: instant).abbreviation }

  /// How long it is until an instant: `9h28m`.
  func span(to instant: Timestamp) -> String { moment.span(to: instant) }

  /// The instant as if the zone's clock were one of UTC.
  func local(_ instant: Timestamp) -> Timestamp { zone.localTime(at: instant) }

  private func date(_ instant: Timestamp) -> Substring { local(instant).description.prefix(10) }

  // The midnight that ends the day reads as a time, not as the date of tomorrow.
  private func isToday(_ instant: Timestamp) -> Bool {
    let midnight = local(now).startOfDay.advanced(seconds: 86_400)
    return date(instant) == date(now) || local(instant) == midnight
  }
}

extension Timestamp {
  /// The time of day in UTC, with the date where that is another than at `other`: `13:05:10Z`, `01-02 13:05:10Z`.
  func clockWithDate(at other: Timestamp) -> String {
    if startOfDay == other.startOfDay { return clock + "Z" }
    let text = description
    let isSameYear = text.prefix(4) == other.description.prefix(4)
    return text.prefix(10).dropFirst(isSameYear ? 5 : 0) + " " + clock + "Z"
  }

  /// Hour and minute in UTC, likewise with the date where that is another: `13:05Z`, `11-28 13:05Z`.
  func minuteWithDate(at other: Timestamp) -> String { clockWithDate(at: other).dropLast(4) + "Z" }

  /// Month, day and time of day in UTC: `11-28 13:05:10Z`.
  var clockWithDay: String { description.prefix(10).dropFirst(5) + " " + clock + "Z" }

  /// Date and time of day in UTC with milliseconds: `2026-01-02 13:05:10.250Z`.
  var full: String {
    let text = description
    return text.prefix(10) + " " + text.dropFirst(11).prefix(12) + "Z"
  }
}

extension ReplaySpeed {
  /// The speed in the header: `x60`, `x0.5`, `max`.
  var word: String {
    switch self {
    case .times(let times):
      "x" + (times == times.rounded() && times < 1e15 ? String(Int64(times)) : String(times))
    case .unlimited: "max"
    }
  }
}
