import Events
import Monitoring

extension ZoneRules {
  /// What is in force at an instant.
  func offset(at instant: Timestamp) -> Offset { changes.last { $0.at <= instant }?.offset ?? first }

  /// What a clock of the zone shows at an instant, as the instant at which a clock of UTC shows the same.
  func localTime(at instant: Timestamp) -> Timestamp { instant.advanced(seconds: offset(at: instant).seconds) }
}
