import Events
import Monitoring

/// Instants as the clocks of a zone show them.
package struct LocalTime: Sendable {
  package let zone: ZoneRules

  package init(zone: ZoneRules) { self.zone = zone }

  /// `2026-01-02`.
  package func day(_ time: Timestamp) -> String { String(shifted(time).description.prefix(10)) }
  /// `14:30`.
  package func clock(_ time: Timestamp) -> String { String(shifted(time).clock.prefix(5)) }
  /// `2026-01-02 14:30`.
  package func minute(_ time: Timestamp) -> String { day(time) + " " + clock(time) }
  /// `2026-01-02 14:30 CET`.
  package func full(_ time: Timestamp) -> String { minute(time) + " " + zone.offset(at: time).abbreviation }

  /// `01-02 14:30 CET`, where the year goes without saying.
  package func short(_ time: Timestamp) -> String { String(full(time).dropFirst(5)) }

  /// `17:40 CET`; with the date if it is on another day than `now`.
  package func clock(_ time: Timestamp, seenFrom now: Timestamp) -> String {
    day(time) == day(now) ? String(full(time).dropFirst(11)) : full(time)
  }

  /// Days since 1970-01-01 of the day that a calendar of the zone shows.
  package func dayNumber(_ time: Timestamp) -> Int64 {
    let seconds = shifted(time).seconds
    return (seconds - ((seconds % 86400) + 86400) % 86400) / 86400
  }

  /// The hour that a clock of the zone shows, 0 to 23.
  package func hour(_ time: Timestamp) -> Int { Int((shifted(time).seconds % 86400 + 86400) % 86400 / 3600) }

  private func shifted(_ time: Timestamp) -> Timestamp { zone.localTime(at: time) }
}
