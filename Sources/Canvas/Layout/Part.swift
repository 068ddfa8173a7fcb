/// A part of a rectangle that is split: how large it wants to be, and when it gives way.
package struct Part: Hashable, Sendable {
  /// The least that it needs, in cells.
  package var minimum: Int
  /// Its share of what is left when all have their minimum; 0: it stays at its minimum.
  package var weight: Int
  /// Parts of the lowest priority fold away first when there is not enough room. `required` never folds.
  package var priority: Int

  /// The priority of a part that never folds away; without room it is cut.
  package static let required = Int.max

  package init(minimum: Int, weight: Int, priority: Int = Part.required) {
    self.minimum = max(0, minimum)
    self.weight = max(0, weight)
    self.priority = priority
  }

  /// So many cells, no more and no less.
  package static func fixed(_ cells: Int, priority: Int = required) -> Part {
    Part(minimum: cells, weight: 0, priority: priority)
  }

  /// So many cells at least, more if there is room.
  package static func minimum(_ cells: Int, priority: Int = required) -> Part {
    Part(minimum: cells, weight: 1, priority: priority)
  }

  /// A share of the room that is left, by `weight`.
  package static func share(_ weight: Int = 1, minimum: Int = 1, priority: Int = required) -> Part {
    Part(minimum: minimum, weight: max(1, weight), priority: priority)
  }
}
