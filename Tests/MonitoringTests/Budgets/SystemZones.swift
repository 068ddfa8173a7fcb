import Events
import Foundation
import Testing

@testable import Monitoring

extension ZoneRules {
  /// A zone of the system, with its changes from 1999 until 2046.
  init(system name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    func offset(_ date: Date) -> Offset {
      Offset(seconds: Int64(zone.secondsFromGMT(for: date)), abbreviation: zone.abbreviation(for: date) ?? "")
    }
    var at = Date(timeIntervalSince1970: 915_148_800)
    let end = Date(timeIntervalSince1970: 2_398_377_600)
    self.init(name: name, first: offset(at))
    while let next = zone.nextDaylightSavingTimeTransition(after: at), next < end, next > at {
      changes.append(Change(at: Timestamp(next), offset: offset(next.addingTimeInterval(0.001))))
      at = next
    }
  }
}

extension Timestamp {
  init(_ date: Date) { self.init(seconds: Int64(date.timeIntervalSince1970.rounded())) }

  var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1e6) }
}
