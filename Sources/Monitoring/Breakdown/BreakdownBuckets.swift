import Events

/// How far back breakdowns are kept.
struct BreakdownSpan: Sendable {
  /// Young slots, the present one included.
  var fine = MonitoringLimits.fineBreakdowns
  /// Hours, the present one included; none if 0.
  var hours: Int32
}

/// Breakdowns in the order of time: young slots, and the hours into which those that have grown old are merged. Hours of more
/// than a day ago are kept as they are stored, in a fraction of the room.
struct BreakdownBuckets: Sendable {
  private(set) var fine: [Breakdown] = []
  private(set) var hours: [Breakdown] = [] { didSet { hoursRevision &+= 1 } }
  /// Changes whenever `hours` do.
  private(set) var hoursRevision: UInt64 = 0
  private var packed: [Int32: [UInt8]] = [:]
  private var oldestPacked = Int32.max
  /// Up to this hour, hours are packed or gone.
  private(set) var packedThrough = Int32.min
  /// How often something came late to hours that were packed already, by the day since the epoch.
  private(set) var lateChanges: [Int32: UInt32] = [:]

  /// How many hours are kept at hand.
  static let unpacked: Int32 = 26

  init() {}

  var isEmpty: Bool { fine.isEmpty && hours.isEmpty && packed.isEmpty }

  /// The number of the last hour; nil for none.
  var lastHour: Int32? { hours.last?.index ?? packed.keys.max() }

  /// Calls `body` for each hour from that number on, the oldest first.
  func forEachHour(from first: Int32 = .min, _ body: (Breakdown) -> Void) {
    for index in packed.keys.sorted() where index >= first {
      if let hour = unpacked(index) { body(hour) }
    }
    for hour in hours where hour.index >= first { body(hour) }
  }

  /// The packed hours among some, the oldest first.
  func packedHours(in hours: ClosedRange<Int32>) -> [Breakdown] {
    packed.keys.filter(hours.contains).sorted().compactMap { unpacked($0) }
  }

  /// Adds to a young slot, or to an hour.
  mutating func add(_ breakdown: Breakdown, isCoarse: Bool) {
    if isCoarse { Self.add(breakdown, to: &hours) } else { Self.add(breakdown, to: &fine) }
  }

  /// Adds what others hold.
  mutating func merge(_ other: BreakdownBuckets) {
    for breakdown in other.fine { Self.add(breakdown, to: &fine) }
    other.forEachHour { Self.add($0, to: &hours) }
  }

  /// Merges what is no longer young into its hour, packs what is old, and forgets what is older than any hour that is kept.
  /// `newest` is the present young slot.
  mutating func age(newest: Int32, _ span: BreakdownSpan) {
    while let first = fine.first, first.index <= newest &- span.fine {
      var hour = fine.removeFirst()
      hour.index = hour.index.hourOfFine
      if span.hours > 0 { Self.add(hour, to: &hours) }
    }
    let oldest = newest.hourOfFine &- span.hours
    while let first = hours.first, first.index <= max(oldest, newest.hourOfFine &- Self.unpacked) {
      hours.removeFirst()
      if first.index > oldest { pack(first) }
    }
    packedThrough = max(packedThrough, newest.hourOfFine &- Self.unpacked)
    if oldestPacked <= oldest {
      packed = packed.filter { $0.key > oldest }
      lateChanges = lateChanges.filter { $0.key >= oldest.dayOfHour }
      oldestPacked = packed.keys.min() ?? .max
    }
  }

  private mutating func pack(_ hour: Breakdown) {
    var hour = hour
    if let older = unpacked(hour.index) { hour.merge(older) }
    if hour.index <= packedThrough { lateChanges[hour.index.dayOfHour, default: 0] &+= 1 }
    hour.users.cut(most: Account.shown)
    hour.sessions.cut(most: Account.shown)
    packed[hour.index] = hour.encoded
    oldestPacked = min(oldestPacked, hour.index)
  }

  private func unpacked(_ index: Int32) -> Breakdown? {
    packed[index].flatMap { Breakdown(index: index, encoded: $0) }
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
