import Events
import Snapshots

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
