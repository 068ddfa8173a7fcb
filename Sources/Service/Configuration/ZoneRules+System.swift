import Configuration
import Events
import Foundation
import Monitoring

extension ZoneRules {
  // Before that nothing is monitored, and after that no one knows.
  private static let known: Range<TimeInterval> = 631_152_000..<4_102_444_800

  /// The rules of a time zone by its name in the IANA database, from 1990 to 2100; nil if there is none of that name.
  ///
  /// They are those of the ICU library that is part of Foundation, so that a machine needs no zone files.
  package init?(named name: String) {
    guard name != "UTC" else {
      self = .utc
      return
    }
    guard let zone = TimeZone(identifier: name) else { return nil }
    var date = Date(timeIntervalSince1970: Self.known.lowerBound)
    self.init(name: name, first: Offset(seconds: Int64(zone.secondsFromGMT(for: date))))
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date,
      next.timeIntervalSince1970 < Self.known.upperBound
    {
      date = next
      let offset = Offset(seconds: Int64(zone.secondsFromGMT(for: date)))
      // Foundation tells also of changes of nothing but the name.
      guard offset != (changes.last?.offset ?? first) else { continue }
      changes.append(Change(at: Timestamp(seconds: Int64(date.timeIntervalSince1970)), offset: offset))
    }
  }

  /// The name of the zone that is most likely meant by one that nobody knows; nil if none is near.
  static func nearest(to name: String) -> String? {
    let known = TimeZone.knownTimeZoneIdentifiers
    let word = name.lowercased().replacing(" ", with: "_")
    // The place alone, or the whole in another case.
    let meant = known.first { $0.lowercased() == word || $0.lowercased().hasSuffix("/" + word) }
    return meant ?? Suggestion.nearest(to: name, among: known)
  }
}

extension ZoneRules.Offset {
  // Abbreviations are no one's to give out, and some mean two zones: the offset itself says what is meant.
  fileprivate init(seconds: Int64) {
    let minutes = abs(seconds) / 60
    let rest = minutes % 60
    let hours =
      "\(seconds < 0 ? "-" : "+")\(minutes / 60)" + (rest == 0 ? "" : ":" + (rest < 10 ? "0" : "") + "\(rest)")
    self.init(seconds: seconds, abbreviation: seconds == 0 ? "UTC" : "UTC" + hours)
  }
}
