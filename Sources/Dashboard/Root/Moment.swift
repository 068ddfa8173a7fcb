import Events

/// The instant against which the ages of a frame are told.
///
/// Whatever is told by it is noted: `Validity` then knows when the first of these figures reads differently.
struct Moment {
  let instant: Timestamp
  /// Who is told when a figure changes; nil for an instant that stands still.
  private let validity: Validity?

  init(_ instant: Timestamp, _ validity: Validity? = nil) {
    self.instant = instant
    self.validity = validity
  }

  /// How long ago something was: `4m12s`.
  func age(of time: Timestamp) -> String {
    let age = instant.milliseconds(since: time)
    note(age, in: CompactFigure.ageUnit(age), isGrowing: true)
    return CompactFigure.age(age)
  }

  /// The same in its largest unit: `4m`.
  func shortAge(of time: Timestamp) -> String {
    let age = instant.milliseconds(since: time)
    note(age, in: CompactFigure.shortAgeUnit(age), isGrowing: true)
    return CompactFigure.shortAge(age)
  }

  /// How long it is until an instant: `9h28m`.
  func span(to time: Timestamp) -> String {
    let span = time.milliseconds(since: instant)
    note(span, in: CompactFigure.ageUnit(span), isGrowing: false)
    return CompactFigure.age(span)
  }

  // A span below zero reads as zero: one that grows does so until it has a whole unit, one that shrinks for ever.
  private func note(_ span: Double, in unit: Double, isGrowing: Bool) {
    let passed = span < 0 ? span : span.truncatingRemainder(dividingBy: unit)
    if isGrowing {
      validity?.limit(to: unit - passed)
    } else if span >= 0 {
      validity?.limit(to: passed + 1)
    }
  }
}

/// Until when what is drawn holds though nothing comes in: until the first age, countdown or clock in it changes.
///
/// The one thing that drawing hands back beside the cells; it lives as long as a frame.
final class Validity {
  /// From the instant of the frame, in milliseconds.
  private(set) var milliseconds: Double

  /// What is drawn holds for a minute at most: that covers minutes, days and dates.
  static let longest = 60_000.0

  /// - Parameter now: the time that the screen shows.
  init(at now: Timestamp) { milliseconds = Self.left(of: Self.longest, at: now) }

  /// It holds for so many milliseconds at most.
  func limit(to milliseconds: Double) { self.milliseconds = min(self.milliseconds, max(0, milliseconds)) }

  /// A clock in it shows seconds.
  func limitToSecond(at now: Timestamp) { limit(to: Self.left(of: 1000, at: now)) }

  // What is left of the unit that a clock is in.
  private static func left(of unit: Double, at now: Timestamp) -> Double {
    let passed = (Double(now.microseconds) / 1000).truncatingRemainder(dividingBy: unit)
    return passed < 0 ? -passed : unit - passed
  }
}
