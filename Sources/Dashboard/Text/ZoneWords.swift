import Events
import Monitoring

extension ZoneRules {
  /// The time of day in the zone with the zone's name, and with the date where that is another than at `now`: `15:40 CET`,
  /// `01-31 15:40 CET`.
  func clock(of time: Timestamp, at now: Timestamp) -> String {
    let local = localTime(at: time)
    let text = local.clock.prefix(5) + " " + offset(at: time).abbreviation
    let date = local.description.prefix(10)
    let today = localTime(at: now).description.prefix(10)
    if date == today { return String(text) }
    return date.dropFirst(date.prefix(4) == today.prefix(4) ? 5 : 0) + " " + text
  }

  /// True if two instants lie on the same day of the zone.
  func isSameDay(_ a: Timestamp, _ b: Timestamp) -> Bool {
    localTime(at: a).startOfDay == localTime(at: b).startOfDay
  }
}
