import Events

/// An instant against which ages are told.
///
/// What is told by it is noted: the `Validity` of the frame then knows when the first of these figures reads differently.
struct Moment {
  let instant: Timestamp
  /// What learns when a figure changes; nil for an instant that stands still.
  private let validity: Validity?

  init(_ instant: Timestamp, _ validity: Validity? = nil) {
    self.instant = instant
    self.validity = validity
  }

  /// How long ago something was: `4m12s`.
  func age(of time: Timestamp) -> String {
    let age = instant.milliseconds(since: time)
    note(instant, since: time, in: CompactFigure.ageUnit(age), isGrowing: true)
    return CompactFigure.age(age)
  }

  /// The same in its largest unit: `4m`.
  func shortAge(of time: Timestamp) -> String {
    let age = instant.milliseconds(since: time)
    note(instant, since: time, in: CompactFigure.shortAgeUnit(age), isGrowing: true)
    return CompactFigure.shortAge(age)
  }

  /// How long it is until an instant: `9h28m`.
  func span(to time: Timestamp) -> String {
    let span = time.milliseconds(since: instant)
    note(time, since: instant, in: CompactFigure.ageUnit(span), isGrowing: false)
    return CompactFigure.age(span)
  }

  // A span below zero reads as zero: one that grows does so until it has a whole unit, one that shrinks for ever.
  private func note(_ end: Timestamp, since start: Timestamp, in seconds: Int64, isGrowing: Bool) {
    let span = end.microseconds &- start.microseconds, unit = seconds * 1_000_000
    let passed = span < 0 ? span : span % unit
    if isGrowing {
      validity?.limit(to: unit &- passed)
    } else if span >= 0 {
      validity?.limit(to: passed + 1)
    }
  }
}

/// Until when what is drawn holds though nothing comes in: until the first age, countdown or clock in it changes.
///
/// The one thing that drawing hands back beside the cells; it lives as long as a frame.
final class Validity {
  /// From the instant of the frame.
  private(set) var microseconds: Int64

  /// What is drawn holds for a minute at most: that covers minutes, days and dates.
  private static let longest: Int64 = 60

  /// - Parameter now: the time that the screen shows.
  init(at now: Timestamp) { microseconds = Self.left(of: Self.longest, at: now) }

  /// It holds for so many microseconds at most.
  func limit(to microseconds: Int64) { self.microseconds = min(self.microseconds, microseconds) }

  /// A clock in it shows seconds.
  func limitToSecond(at now: Timestamp) { limit(to: Self.left(of: 1, at: now)) }

  // What is left of the unit of so many seconds that a clock is in.
  private static func left(of seconds: Int64, at now: Timestamp) -> Int64 {
    let unit = seconds * 1_000_000, passed = now.microseconds % unit
    return passed < 0 ? -passed : unit - passed
  }
}
