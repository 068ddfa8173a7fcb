import DequeModule
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
  package private(set) var slots: Deque<Element> = []

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
    if let last = slots.last, last.slotIndex == index {
      change(&slots[slots.count - 1])
      return true
    }
    guard let at = place(of: index) else { return false }
    change(&slots[at])
    return true
  }

  // Where the slot of that number stands, made if it is not there; nil if it is too old.
  private mutating func place(of index: Int32) -> Int? {
    guard let last = slots.last else {
      slots.append(Element(index: index))
      return 0
    }
    if index > last.slotIndex {
      slots.append(Element(index: index))
      while let first = slots.first, first.slotIndex <= index - span { slots.removeFirst() }
      return slots.count - 1
    }
    guard index > last.slotIndex - span else { return nil }
    var at = slots.count
    while at > 0, slots[at - 1].slotIndex > index { at -= 1 }
    if at > 0, slots[at - 1].slotIndex == index { return at - 1 }
    slots.insert(Element(index: index), at: at)
    return at
  }

  /// Keeps no more than `span` slots from now on.
  package mutating func shorten(to span: Int32) {
    self.span = span
    guard let last = slots.last else { return }
    while let first = slots.first, first.slotIndex <= last.slotIndex - span { slots.removeFirst() }
  }

  /// Calls `body` for each kept slot from one number through another.
  @inline(__always)
  package func forEach(from first: Int32, through last: Int32, _ body: (Element) -> Void) {
    var at = slots.count - 1
    while at >= 0 {
      let index = slots[at].slotIndex
      if index < first { return }
      if index <= last { body(slots[at]) }
      at -= 1
    }
  }
}
