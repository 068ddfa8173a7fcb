import Events

/// How far back breakdowns are kept.
struct BreakdownSpan: Sendable {
  /// Young slots, the present one included.
  var fine = MonitoringLimits.fineBreakdowns
  /// Hours, the present one included; none if 0.
  var hours: Int32
}

/// Closed breakdowns in the order of time: young slots, and the hours to which those go over that have grown old. Hours of more
/// than a day ago are cold: they have one part, and fewer users and sessions.
struct BreakdownBuckets: Sendable {
  private(set) var fine = ClosedBreakdowns()
  private(set) var hours = ClosedBreakdowns()
  /// Changes whenever hours do that are not cold.
  private(set) var hoursRevision: UInt64 = 0
  /// Up to this hour, hours are cold or gone.
  private(set) var coldThrough = Int32.min
  // Up to this hour, nothing goes over from young slots any more.
  private var settledThrough = Int32.min
  /// How often something came late to hours that were cold already, by the day since the epoch.
  private(set) var lateChanges: [Int32: UInt32] = [:]

  /// How many hours are not cold, the present one included.
  static let warm: Int32 = 26

  init() {}

  var isEmpty: Bool { fine.isEmpty && hours.isEmpty }

  /// The number of the last hour; nil for none.
  var lastHour: Int32? { hours.parts.last?.index }

  /// The cold hours of a range.
  func coldHours(in range: ClosedRange<Int32>) -> [Breakdown] {
    guard range.lowerBound <= coldThrough else { return [] }
    return hours.parts(in: range.lowerBound...min(range.upperBound, coldThrough)).opened
  }

  /// The parts of hours after the cold ones.
  var warmHours: ArraySlice<ClosedBreakdown> {
    coldThrough < .max ? hours.parts(in: coldThrough &+ 1 ... .max) : []
  }

  /// Adds a part of a young slot, or of an hour.
  mutating func add(_ part: ClosedBreakdown, isCoarse: Bool) {
    guard isCoarse else { return fine.add(part) }
    hours.add(part)
    if part.index > coldThrough {
      hoursRevision &+= 1
      if part.index <= settledThrough { hours.settle(part.index...part.index) }
    } else {
      lateChanges[part.index.dayOfHour, default: 0] &+= 1
      cool(part.index...part.index)
    }
  }

  /// Adds what others hold.
  mutating func add(_ other: BreakdownBuckets) {
    for part in other.fine.parts { add(part, isCoarse: false) }
    for part in other.hours.parts { add(part, isCoarse: true) }
  }

  /// Makes what is no longer young parts of its hour, cools what is old, and forgets what is older than any hour that is kept.
  /// `newest` is the present young slot.
  mutating func age(newest: Int32, _ span: BreakdownSpan) {
    var grownOld: [ClosedBreakdown] = []
    fine.remove(through: newest &- span.fine) { grownOld.append($0) }
    if span.hours > 0 {
      for var part in grownOld {
        part.index = part.index.hourOfFine
        add(part, isCoarse: true)
      }
    }
    let present = newest.hourOfFine
    let settled = (newest &- span.fine).hourOfFine &- 1
    if settled > settledThrough {
      hours.settle(max(settledThrough, coldThrough) &+ 1...max(settled, coldThrough &+ 1))
      settledThrough = settled
    }
    let cold = present &- Self.warm
    if cold > coldThrough {
      if let first = hours.parts.first, first.index <= cold {
        cool(coldThrough &+ 1...cold)
        hoursRevision &+= 1
      }
      coldThrough = cold
    }
    let oldest = present &- span.hours
    if let first = hours.parts.first, first.index <= oldest {
      hours.remove(through: oldest) { _ in }
      hoursRevision &+= 1
      lateChanges = lateChanges.filter { $0.key >= oldest.dayOfHour }
    }
  }

  private mutating func cool(_ range: ClosedRange<Int32>) {
    hours.settle(range, all: true) { hour in
      hour.users.cut(most: Account.shown)
      hour.sessions.cut(most: Account.shown)
    }
  }
}

extension Int32 {
  /// The hour in which a young slot of that number lies.
  var hourOfFine: Int32 { (self >= 0 ? self : self &- Breakdown.finePerCoarse &+ 1) / Breakdown.finePerCoarse }

  /// The day in UTC in which an hour of that number lies.
  var dayOfHour: Int32 { (self >= 0 ? self : self &- 23) / 24 }

  /// The first young slot of an hour of that number.
  var firstFine: Int32 { Int32(clamping: Int64(self) * Int64(Breakdown.finePerCoarse)) }
}

extension Timestamp {
  /// The number of the slot of that length, in seconds, in which the instant lies.
  @inline(__always)
  package func slot(of step: Int64) -> Int32 {
    let seconds = seconds
    return Int32(clamping: (seconds >= 0 ? seconds : seconds - step + 1) / step)
  }
}
