import Events

/// What is summed up of breakdowns of several wrappers to tell their costs. Sums of parts of a range add up to those of
/// the whole, in whatever order they are merged, within the limits of `Breakdown`.
package struct CostSums: Sendable {
  /// All wrappers together.
  private(set) var whole = BreakdownRange()
  /// Each wrapper in short, by its number.
  private(set) var wrappers: [Int: WrapperSums] = [:]
  /// What each hour since the epoch came to.
  private(set) var hours: [Int32: HourSums] = [:]
  /// When the first slot begins that was added; nil before there is one.
  private(set) var first: Timestamp?

  /// What is kept of a single wrapper.
  struct WrapperSums: Sendable {
    var all = OperationSums()
    /// Nano-dollars.
    var models: [String: Int128] = [:]

    mutating func add(_ breakdown: Breakdown) {
      all.merge(breakdown.all)
      let groups = breakdown[.model]
      for group in groups.entries { models[group.name.text, default: 0] += group.sums.basic.cost }
      if let other = groups.other { models[other.name.text, default: 0] += other.sums.basic.cost }
    }

    mutating func merge(_ other: WrapperSums) {
      all.merge(other.all)
      models.merge(other.models) { $0 + $1 }
    }
  }

  /// What an hour came to.
  struct HourSums: Sendable {
    var operations: UInt64 = 0
    var costs = CostSum.zero
  }

  package init() {}

  /// Adds a slot of a wrapper that begins at an instant.
  mutating func add(_ breakdown: Breakdown, of wrapper: Int, from begin: Timestamp) {
    whole.add(breakdown, from: begin)
    wrappers[wrapper, default: WrapperSums()].add(breakdown)
    let hour = begin.slot(of: Breakdown.coarseStep)
    hours[hour, default: HourSums()].operations += breakdown.all.basic.operations
    hours[hour, default: HourSums()].costs += breakdown.all.basic.costs
    first = min(first ?? begin, begin)
  }

  /// Adds hours of a wrapper.
  package mutating func add(_ breakdowns: [Breakdown], of wrapper: Int) {
    for hour in breakdowns {
      add(hour, of: wrapper, from: Timestamp(seconds: Int64(hour.index) * Breakdown.coarseStep))
    }
  }

  /// Adds what other sums hold.
  package mutating func merge(_ other: CostSums) {
    whole.merge(other.whole)
    for (wrapper, sums) in other.wrappers { wrappers[wrapper, default: WrapperSums()].merge(sums) }
    hours.merge(other.hours) { HourSums(operations: $0.operations + $1.operations, costs: $0.costs + $1.costs) }
    if let begin = other.first { first = min(first ?? begin, begin) }
  }

  /// Brings itself into as little room as it needs, once nothing is likely to come to its days any more.
  package mutating func settle() { whole.settle() }
}

/// What is summed up of the days on which advice about wrappers rests (article Cost, Recommendations).
package struct AdviceSums: Sendable {
  private(set) var wrappers: [Int: CostSums.WrapperSums] = [:]

  package init() {}

  mutating func add(_ breakdown: Breakdown, of wrapper: Int) {
    wrappers[wrapper, default: CostSums.WrapperSums()].add(breakdown)
  }

  /// Adds what sums hold of each wrapper.
  package mutating func merge(_ sums: CostSums) {
    for (wrapper, sums) in sums.wrappers { wrappers[wrapper, default: CostSums.WrapperSums()].merge(sums) }
  }

  /// Adds what others hold.
  mutating func merge(_ other: AdviceSums) {
    for (wrapper, sums) in other.wrappers { wrappers[wrapper, default: CostSums.WrapperSums()].merge(sums) }
  }
}
