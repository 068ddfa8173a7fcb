import Events

/// Something that stands for one slot of time.
package protocol BucketElement: Sendable {
  /// Which slot: whole steps since the epoch.
  var slotIndex: Int32 { get }
  /// What completed within it.
  var sums: Bucket { get }
  /// Between which its durations lie; empty where only sums are kept.
  var durationExtremes: DurationExtremes { get }
  /// Adds its durations to a histogram; nothing where only sums are kept.
  func addDurations(to histogram: inout ExponentialHistogram)
  /// Takes its durations out of a histogram to which they were added before.
  func subtractDurations(from histogram: inout ExponentialHistogram)
  init(index: Int32)
}

extension Bucket: BucketElement {
  package var slotIndex: Int32 { index }
  package var sums: Bucket { self }
  package var durationExtremes: DurationExtremes { DurationExtremes() }
  package func addDurations(to histogram: inout ExponentialHistogram) {}
  package func subtractDurations(from histogram: inout ExponentialHistogram) {}
}

extension DetailedBucket: BucketElement {
  package var slotIndex: Int32 { sums.index }
  package var durationExtremes: DurationExtremes { histogram.extremes }
  package func addDurations(to histogram: inout ExponentialHistogram) { self.histogram.add(to: &histogram) }
  package func subtractDurations(from histogram: inout ExponentialHistogram) {
    self.histogram.subtract(from: &histogram)
  }
}

/// Slots in the order of time, those without events left out. What is kept reaches back a fixed number of slots from
/// the newest one, so that a wrapper that has fallen silent keeps its last window (article Monitoring, Health score,
/// idle).
package struct BucketSeries<Element: BucketElement>: Sendable {
  /// The length of a slot in seconds.
  package let step: Int64
  /// How many slots, the newest included, are kept at most.
  package private(set) var span: Int32
  // The slots stand behind `first`; what stands before it is forgotten, and goes when it is more than half.
  private var storage: [Element] = []
  private var first = 0
  // The number of the last slot, beside it, since nearly every event belongs there.
  private var newest = Int32.min
  /// Grows whenever a settled slot changes: one that is at least `settlingSlots` older than the newest. What was worked
  /// out from settled slots is true as long as it stays the same.
  package private(set) var revision: UInt32 = 0

  /// How many slots, the newest included, are still open to events that come a little late.
  package static var settlingSlots: Int32 { 8 }

  package init(step: Int64, span: Int32) {
    self.step = step
    self.span = span
  }

  /// The number of the slot that holds an instant.
  @inline(__always)
  package func index(of time: Timestamp) -> Int32 {
    Int32(clamping: time.seconds.floored(to: step))
  }

  /// Where the slot of that number begins.
  package func start(of index: Int32) -> Timestamp { Timestamp(seconds: Int64(index) * step) }

  /// The number of the newest slot; nil if there has been none.
  package var newestIndex: Int32? { newest == .min ? nil : newest }

  /// The number of the oldest slot that is kept; nil if there is none.
  package var oldestIndex: Int32? { first < storage.count ? storage[first].slotIndex : nil }

  /// The number of the first slot that is not settled.
  var firstUnsettled: Int32 { newest == .min ? .min : newest &- (Self.settlingSlots - 1) }

  /// True if whatever ended in the slot of that number or later is still here.
  @inline(__always)
  package func reaches(_ index: Int32) -> Bool { newest == .min || Int64(index) > Int64(newest) - Int64(span) }

  /// The number of the newest slot through the given one that passes; nil if none does.
  func last(through last: Int32, where passes: (borrowing Element) -> Bool) -> Int32? {
    var at = place(through: last)
    while at >= first {
      if passes(storage[at]) { return storage[at].slotIndex }
      at -= 1
    }
    return nil
  }

  // Where the newest slot through the given one stands; before `first` if there is none.
  @inline(__always)
  private func place(through last: Int32) -> Int {
    if newest <= last { return storage.count - 1 }
    var low = first
    var high = storage.count
    while low < high {
      let middle = (low + high) / 2
      if storage[middle].slotIndex <= last { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// Changes the slot of that number, made if it is not there. False if it is older than what is kept.
  @inline(__always)
  package mutating func update(_ index: Int32, _ change: (inout Element) -> Void) -> Bool {
    if index == newest {
      change(&storage[storage.count - 1])
      return true
    }
    guard let at = place(of: index) else { return false }
    change(&storage[at])
    return true
  }

  // Where the slot of that number stands, made if it is not there; nil if it is too old.
  private mutating func place(of index: Int32) -> Int? {
    if index > newest {
      storage.append(Element(index: index))
      newest = index
      forget()
      return storage.count - 1
    }
    guard reaches(index) else { return nil }
    if index < firstUnsettled { revision &+= 1 }
    var at = storage.count
    while at > first, storage[at - 1].slotIndex > index { at -= 1 }
    if at > first, storage[at - 1].slotIndex == index { return at - 1 }
    storage.insert(Element(index: index), at: at)
    return at
  }

  // Forgets what is too old by now.
  private mutating func forget() {
    while first < storage.count, !reaches(storage[first].slotIndex) { first += 1 }
    if first >= 32, first * 2 > storage.count {
      storage.removeSubrange(0..<first)
      first = 0
    }
  }

  /// Takes out the slots after that number, in the order of time.
  mutating func take(after last: Int32) -> [Element] {
    guard newest > last else { return [] }
    let taken = storage[(max(first, place(through: last) + 1))...]
    storage.removeLast(taken.count)
    newest = first < storage.count ? storage[storage.count - 1].slotIndex : .min
    revision &+= 1
    return Array(taken)
  }

  /// The kept slots in the order of time.
  package var elements: [Element] { Array(storage[first...]) }

  /// Keeps no more than `span` slots from now on.
  package mutating func shorten(to span: Int32) {
    self.span = span
    revision &+= 1
    forget()
  }

  /// Calls `body` for each kept slot from one number through another, the newest first.
  @inline(__always)
  package func forEach(from oldest: Int32, through last: Int32, _ body: (borrowing Element) -> Void) {
    var at = place(through: last)
    while at >= first, storage[at].slotIndex >= oldest {
      body(storage[at])
      at -= 1
    }
  }
}

extension Int64 {
  /// How many whole steps go into the number, rounded down: negative numbers lie in steps of their own.
  @inline(__always)
  func floored(to step: Int64) -> Int64 {
    let (whole, rest) = quotientAndRemainder(dividingBy: step)
    return rest < 0 ? whole - 1 : whole
  }
}
