/// Which places of a list hold the heaviest weights; of equal ones, the first.
struct TopKSelection {
  private var chosen: [Bool]

  /// Chooses `count` places, which must be fewer than there are weights.
  init(_ weights: [Int64], count: Int) {
    var ranked = weights
    let limit = ranked.ranked(weights.count - count)
    var alike = count - weights.count { $0 > limit }
    chosen = weights.map { weight in
      guard weight == limit, alike > 0 else { return weight > limit }
      alike -= 1
      return true
    }
  }

  /// True if a place is among them.
  func contains(_ place: Int) -> Bool { chosen[place] }
}

extension [Int64] {
  /// The element that would stand at a place if all were sorted; they end up in another order. Hoare's selection: linear, but
  /// for orders that no one is likely to meet.
  fileprivate mutating func ranked(_ place: Int) -> Int64 {
    var low = 0
    var high = count - 1
    while low < high {
      let pivot = self[low + (high - low) / 2]
      var left = low
      var right = high
      while left <= right {
        while self[left] < pivot { left += 1 }
        while self[right] > pivot { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right { high = right } else if place >= left { low = left } else { break }
    }
    return self[place]
  }
}
