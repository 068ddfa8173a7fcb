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
}

extension Rect {
  /// Splits it from left to right. Every part gets a rectangle, an empty one if it folds away.
  package func columns(_ parts: [Part], spacing: Int = 0) -> [Rect] {
    Self.lengths(of: parts, in: width, spacing: spacing).map {
      Rect(x: x + $0.offset, y: y, width: $0.length, height: height)
    }
  }

  /// Where each part begins and how long it is. Together with the spacing between those that are shown they fill
  /// `room`, if any of them may grow; they never pass it.
  private static func lengths(of parts: [Part], in room: Int, spacing: Int) -> [(offset: Int, length: Int)] {
    var shown = Array(repeating: true, count: parts.count)
    func needed() -> Int {
      let visible = parts.indices.filter { shown[$0] }
      return visible.reduce(0) { $0 + parts[$1].minimum } + max(0, visible.count - 1) * spacing
    }
    while needed() > room {
      let candidates = parts.indices.filter { shown[$0] && parts[$0].priority < Part.required }
      // Of equals the last one goes.
      guard let victim = candidates.reversed().min(by: { parts[$0].priority < parts[$1].priority }) else { break }
      shown[victim] = false
    }
    let spare = max(0, room - needed())
    let weights = parts.indices.reduce(0) { shown[$1] ? $0 + parts[$1].weight : $0 }
    var result: [(offset: Int, length: Int)] = []
    var offset = 0
    var weightSoFar = 0
    var first = true
    for index in parts.indices {
      guard shown[index] else {
        result.append((min(offset, max(0, room)), 0))
        continue
      }
      if !first { offset += spacing }
      first = false
      var length = parts[index].minimum
      if weights > 0 {
        let before = spare * weightSoFar / weights
        weightSoFar += parts[index].weight
        length += spare * weightSoFar / weights - before
      }
      let start = min(offset, max(0, room))
      length = max(0, min(length, room - start))
      result.append((start, length))
      offset = start + length
    }
    return result
  }
}
