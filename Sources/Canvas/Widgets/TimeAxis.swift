import PlainText

/// The instant at the right end of a chart.
package struct TimeEnd: Hashable, Sendable {
  /// Seconds since the epoch.
  package var seconds: Int64
  /// True if that is the present: then it reads `now`.
  package var isNow: Bool

  package init(seconds: Int64, isNow: Bool) {
    self.seconds = seconds
    self.isNow = isNow
  }
}

/// An instant that the axis of time marks.
package struct TimeMark: Hashable, Sendable {
  /// Before the right end of the chart.
  package var minutesAgo: Double
  /// True where something begins, false where it is over.
  package var isBegin: Bool
  package var role: Role

  package init(minutesAgo: Double, isBegin: Bool, role: Role) {
    self.minutesAgo = minutesAgo
    self.isBegin = isBegin
    self.role = role
  }
}

/// The horizontal axis of a chart: from some minutes ago to its end.
struct TimeAxis: Hashable, Sendable {
  /// The time from the left end to the right end.
  var minutes: Double
  /// The instant at the right end, for ticks at round times of day and at the beginnings of days; nil for ticks at so
  /// many minutes ago.
  var end: TimeEnd?

  private static let steps: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 2880, 7200, 14_400,
  ]
  /// Labels need room for themselves and as much again.
  private static let room = 10

  /// Ticks with their labels, from left to right, each at a column of `width`.
  func ticks(width: Int) -> [(column: Int, label: String)] {
    guard width > 1, minutes > 0, minutes.isFinite else { return [] }
    let least = minutes * Double(Self.room) / Double(width)
    let step = Self.steps.first { $0 >= least }
    if let end { return clockTicks(to: end, step: step, width: width) }
    var ticks: [(column: Int, label: String)] = [(width - 1, "now")]
    guard let step else { return ticks }
    var ago = step
    while ago <= minutes + 1e-9 {
      ticks.append((column(ago: ago, width), "-" + Self.label(ago)))
      ago += step
    }
    return ticks.reversed()
  }

  /// The column of an instant; nil if it lies outside.
  func column(of mark: TimeMark, width: Int) -> Int? {
    guard width > 1, mark.minutesAgo >= 0, mark.minutesAgo <= minutes, minutes > 0 else { return nil }
    return column(ago: mark.minutesAgo, width)
  }

  private func column(ago: Double, _ width: Int) -> Int {
    width - 1 - Int((ago / minutes * Double(width - 1)).rounded())
  }

  private func clockTicks(to end: TimeEnd, step: Double?, width: Int) -> [(column: Int, label: String)] {
    let isLong = minutes > 2 * 1440
    var ticks: [(column: Int, label: String)] = [
      (width - 1, end.isNow ? "now" : isLong ? Self.date(end.seconds) : Self.clock(end.seconds))
    ]
    let first = end.seconds - Int64(minutes * 60)
    guard let step else {
      // Where no two round times have room, the beginning says how far it goes back.
      if width > Self.room { ticks.append((0, isLong ? Self.date(first) : Self.clock(first))) }
      return ticks.reversed()
    }
    let length = Int64(step) * 60
    var instant = end.seconds - ((end.seconds % length) + length) % length
    while instant >= first {
      let place = column(ago: Double(end.seconds - instant) / 60, width)
      // What would run into the label of the end is left out.
      if place <= width - Self.room {
        ticks.append((place, instant % 86_400 == 0 ? Self.date(instant) : Self.clock(instant)))
      }
      instant -= length
    }
    return ticks.reversed()
  }

  private static func clock(_ seconds: Int64) -> String {
    let minute = UInt64(((seconds % 86_400) + 86_400) % 86_400) / 60
    return NumberFormat.padded(minute / 60, to: 2) + ":" + NumberFormat.padded(minute % 60, to: 2)
  }

  // Month and day in UTC, `01-31`.
  private static func date(_ seconds: Int64) -> String {
    let date = CivilDate(daysSinceEpoch: (seconds - ((seconds % 86_400) + 86_400) % 86_400) / 86_400)
    return NumberFormat.padded(UInt64(date.month), to: 2) + "-" + NumberFormat.padded(UInt64(date.day), to: 2)
  }

  private static func label(_ minutes: Double) -> String {
    if minutes >= 1440, minutes.truncatingRemainder(dividingBy: 1440) == 0 {
      return NumberFormat.fixed(minutes / 1440, 0) + "d"
    }
    if minutes >= 60, minutes.truncatingRemainder(dividingBy: 60) == 0 {
      return NumberFormat.fixed(minutes / 60, 0) + "h"
    }
    return NumberFormat.fixed(minutes, 0) + "m"
  }
}
