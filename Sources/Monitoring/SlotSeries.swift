import Events

/// Something that stands for one slot of time.
package protocol SlotElement: Sendable {
  /// Which slot: whole steps since the epoch.
  var slotIndex: Int32 { get }
  init(index: Int32)
}

extension Slot: SlotElement { package var slotIndex: Int32 { index } }
extension DetailedSlot: SlotElement { package var slotIndex: Int32 { sums.index } }

/// Slots in the order of time, those without events left out. What is kept reaches back a fixed number of slots from
/// the newest one, so that a wrapper that has fallen silent keeps its last window (SPEC 2.3, idle).
package struct SlotSeries<Element: SlotElement>: Sendable {
  /// The length of a slot in seconds.
  package let step: Int64
  /// How many slots, the newest included, are kept at most.
  package private(set) var span: Int32
  // The slots stand behind `first`; what stands before it is forgotten, and goes when it is more than half.
  private var storage: [Element] = []
  private var first = 0
  // The number of the last slot, beside it, since nearly every event belongs there.
  private var newest = Int32.min

  package init(step: Int64, span: Int32) {
    self.step = step
    self.span = span
  }

  /// The number of the slot that holds an instant.
  @inline(__always)
  package func index(of time: Timestamp) -> Int32 {
    let seconds = time.seconds
    return Int32(clamping: seconds >= 0 ? seconds / step : (seconds - step + 1) / step)
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
    guard index > newest - span else { return nil }
    var at = storage.count
    while at > first, storage[at - 1].slotIndex > index { at -= 1 }
    if at > first, storage[at - 1].slotIndex == index { return at - 1 }
    storage.insert(Element(index: index), at: at)
    return at
  }

  // Forgets what is too old by now.
  private mutating func forget() {
    while first < storage.count, storage[first].slotIndex <= newest - span { first += 1 }
    if first >= 32, first * 2 > storage.count {
      storage.removeSubrange(0..<first)
      first = 0
    }
  }

  /// The number of the newest slot there was; the least number if there was none.
  package var newestIndex: Int32 { newest }

  /// The kept slots in the order of time.
  package var elements: [Element] { Array(storage[first...]) }

  /// Keeps no more than `span` slots from now on.
  package mutating func shorten(to span: Int32) {
    self.span = span
    forget()
  }

  /// Calls `body` for each kept slot from one number through another, the newest first.
  @inline(__always)
  package func forEach(from oldest: Int32, through last: Int32, _ body: (borrowing Element) -> Void) {
    var at = storage.count - 1
    while at >= first {
      let index = storage[at].slotIndex
      if index < oldest { return }
      if index <= last { body(storage[at]) }
      at -= 1
    }
  }
}
