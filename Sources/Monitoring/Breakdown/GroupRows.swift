/// Which row is that of which group, while operations are counted: found by the hash of what they have in common.
struct GroupRows: Sendable {
  private struct Known {
    var hash: UInt64
    var dimension: Dimension
    var row: Int
    var name: String
  }

  private var groups: [Known] = []
  // Places of groups by hash, -1 where free; at least half of them are.
  private var table: [Int16] = []
  // The rows of those of a dimension that are one too many.
  private var others: [(dimension: Dimension, row: Int)] = []

  init() {}

  /// The row of the group of that hash; nil if it is a new one.
  @inline(__always)
  func row(of hash: UInt64, in dimension: Dimension) -> Int? {
    guard !table.isEmpty else { return nil }
    let mask = table.count - 1
    var at = Self.place(hash, dimension) & mask
    while table[at] >= 0 {
      let place = Int(table[at])
      if groups[place].hash == hash, groups[place].dimension == dimension { return groups[place].row }
      at = (at &+ 1) & mask
    }
    return nil
  }

  /// Gives a new group a row, and returns it: `row`, or the one that it shares if there are too many of its dimension.
  mutating func add(_ hash: UInt64, in dimension: Dimension, row: Int, name: () -> String) -> Int {
    guard groups.count(where: { $0.dimension == dimension }) < Group.limit else {
      if let other = others.first(where: { $0.dimension == dimension }) { return other.row }
      others.append((dimension, row))
      return row
    }
    groups.append(Known(hash: hash, dimension: dimension, row: row, name: name()))
    if groups.count * 2 > table.count {
      table = Array(repeating: -1, count: max(16, table.count * 2))
      for place in groups.indices { enter(place) }
    } else {
      enter(groups.count - 1)
    }
    return row
  }

  private mutating func enter(_ place: Int) {
    let mask = table.count - 1
    var at = Self.place(groups[place].hash, groups[place].dimension) & mask
    while table[at] >= 0 { at = (at + 1) & mask }
    table[at] = Int16(place)
  }

  // Types are told apart by small numbers, the others by hashes of texts.
  @inline(__always)
  private static func place(_ hash: UInt64, _ dimension: Dimension) -> Int {
    Int(truncatingIfNeeded: ((hash &+ UInt64(dimension.rawValue)) &* 0x9E37_79B9_7F4A_7C15) >> 32)
  }

  /// The groups of a dimension, with what was counted in their rows.
  func groups(of dimension: Dimension, _ rows: [OperationSums]) -> TopK<Group> {
    let known = groups.filter { $0.dimension == dimension }.map { group in
      var sums = Group(BoundedName(group.name))
      sums.sums = rows[group.row]
      return sums
    }
    let other = others.first { $0.dimension == dimension }.map { other in
      var sums = Group(.other)
      sums.sums = rows[other.row]
      return sums
    }
    return TopK(known, other: other)
  }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    groups.removeAll(keepingCapacity: true)
    for at in table.indices { table[at] = -1 }
    others.removeAll(keepingCapacity: true)
  }
}
