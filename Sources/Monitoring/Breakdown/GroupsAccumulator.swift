import Events

/// The groups of one dimension while operations are counted: found by a hash, of which there are few.
struct GroupsAccumulator: Sendable {
  private var hashes: [UInt64] = []
  private var groups: [Group] = []
  private var other: Group?

  init() {}

  /// Counts an operation in the group of that hash; `name` makes the name of a new one.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation, hash: UInt64, name: () -> String) {
    for place in hashes.indices where hashes[place] == hash {
      groups[place].sums.add(operation)
      return
    }
    if groups.count < Group.limit {
      var group = Group(BoundedName(name()))
      group.sums.add(operation)
      hashes.append(hash)
      groups.append(group)
    } else {
      if other == nil { other = Group(.other) }
      other?.sums.add(operation)
    }
  }

  /// What was counted.
  var sums: TopK<Group> { TopK(groups, other: other) }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    hashes.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    other = nil
  }
}
