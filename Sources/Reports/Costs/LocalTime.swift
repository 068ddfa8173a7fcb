import Events
import Monitoring

/// Instants as the clocks of a zone show them.
struct LocalTime: Sendable {
  let zone: ZoneRules

  /// `2026-01-02`.
  func day(_ time: Timestamp) -> String { String(shifted(time).description.prefix(10)) }
  /// `14:30`.
  func clock(_ time: Timestamp) -> String { String(shifted(time).clock.prefix(5)) }
  /// `2026-01-02 14:30`.
  func minute(_ time: Timestamp) -> String { day(time) + " " + clock(time) }
  /// `2026-01-02 14:30 CET`.
  func full(_ time: Timestamp) -> String { minute(time) + " " + zone.offset(at: time).abbreviation }

  /// `01-02 14:30 CET`, where the year goes without saying.
  func short(_ time: Timestamp) -> String { String(full(time).dropFirst(5)) }

  /// Days since 1970-01-01 of the day that a calendar of the zone shows.
  func dayNumber(_ time: Timestamp) -> Int64 {
    let seconds = shifted(time).seconds
    return (seconds - ((seconds % 86400) + 86400) % 86400) / 86400
  }

  /// The hour that a clock of the zone shows, 0 to 23.
  func hour(_ time: Timestamp) -> Int { Int((shifted(time).seconds % 86400 + 86400) % 86400 / 3600) }

  private func shifted(_ time: Timestamp) -> Timestamp { zone.localTime(at: time) }
}
