import Events

/// How far back breakdowns are kept.
struct BreakdownSpan: Sendable {
  /// Young slots, the present one included.
  var fine: Int32 = 13
  /// Hours, the present one included; none if 0.
  var hours: Int32
}

/// Breakdowns in the order of time: young slots, and the hours into which those that have grown old are merged.
struct BreakdownSlots: Sendable {
  private(set) var fine: [Breakdown] = []
  private(set) var hours: [Breakdown] = []

  init() {}

  var isEmpty: Bool { fine.isEmpty && hours.isEmpty }

  /// Adds to a young slot, or to an hour.
  mutating func add(_ breakdown: Breakdown, isCoarse: Bool) {
    if isCoarse { Self.add(breakdown, to: &hours) } else { Self.add(breakdown, to: &fine) }
  }

  /// Adds what others hold.
  mutating func merge(_ other: BreakdownSlots) {
    for breakdown in other.fine { Self.add(breakdown, to: &fine) }
    for breakdown in other.hours { Self.add(breakdown, to: &hours) }
  }

  /// Merges what is no longer young into its hour, and forgets what is older than any hour that is kept. `newest` is the
  /// present young slot.
  mutating func age(newest: Int32, _ span: BreakdownSpan) {
    while let first = fine.first, first.index <= newest &- span.fine {
      var hour = fine.removeFirst()
      hour.index = hour.index.hourOfFine
      if span.hours > 0 { Self.add(hour, to: &hours) }
    }
    let oldest = newest.hourOfFine &- span.hours
    if let first = hours.first, first.index <= oldest { hours.removeAll { $0.index <= oldest } }
  }

  private static func add(_ breakdown: Breakdown, to slots: inout [Breakdown]) {
    var at = slots.count
    while at > 0, slots[at - 1].index > breakdown.index { at -= 1 }
    if at > 0, slots[at - 1].index == breakdown.index {
      slots[at - 1].merge(breakdown)
    } else {
      slots.insert(breakdown, at: at)
    }
  }
}

extension Int32 {
  /// The hour in which a young slot of that number lies.
  var hourOfFine: Int32 { (self >= 0 ? self : self - Breakdown.finePerCoarse + 1) / Breakdown.finePerCoarse }
}

extension Timestamp {
  /// The number of the slot of that length, in seconds, in which the instant lies.
  @inline(__always)
  func slot(of step: Int64) -> Int32 {
    let seconds = seconds
    return Int32(clamping: (seconds >= 0 ? seconds : seconds - step + 1) / step)
  }
}
