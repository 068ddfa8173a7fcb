import Events

/// What adds up of any set of operations: those of a window, of a group, of a step of a series. Wherever operations are counted,
/// this is what they are counted in, so that sums of parts can be added and taken out again, and every one of them knows how
/// exact its cost is.
public struct Sums: Codable, Sendable, Equatable {
  /// Completed operations.
  public package(set) var operations: UInt64 = 0
  /// Those that succeeded without a fallback.
  public package(set) var successful: UInt64 = 0
  /// Those that failed, timeouts and cancellations included.
  public package(set) var failed: UInt64 = 0
  /// Those that used a fallback, whatever came of it.
  public package(set) var fallback: UInt64 = 0
  /// Those that have a duration.
  public package(set) var timed: UInt64 = 0
  /// Their durations together, in nanoseconds.
  public package(set) var durationSum: Int128 = 0
  /// What they cost.
  public package(set) var costs = CostSum.zero
  /// The tokens that they told; counted in groups only.
  package var tokens: UInt64 = 0

  package init() {}

  /// Successful over all; 1 without operations.
  public var successRate: Double { rate(successful, empty: 1) }
  /// Failed over all; 0 without operations.
  public var errorRate: Double { rate(failed, empty: 0) }
  /// With a fallback over all; 0 without operations.
  public var fallbackRate: Double { rate(fallback, empty: 0) }
  /// Mean duration in milliseconds of those that have one; nil if none has.
  public var averageDurationMs: Double? { timed == 0 ? nil : Double(nearest: durationSum) / Double(timed) / 1e6 }
  /// The amount of `costs` in nano-dollars.
  package var cost: Int128 { costs.amount.nanodollars }

  private func rate(_ count: UInt64, empty: Double) -> Double {
    operations == 0 ? empty : Double(count) / Double(operations)
  }

  /// Adds others.
  @inline(__always)
  package mutating func add(_ other: borrowing Sums) {
    operations &+= other.operations
    successful &+= other.successful
    failed &+= other.failed
    fallback &+= other.fallback
    timed &+= other.timed
    durationSum &+= other.durationSum
    costs += other.costs
    tokens &+= other.tokens
  }

  /// Takes out others that were added before.
  package mutating func subtract(_ part: borrowing Sums) {
    operations &-= part.operations
    successful &-= part.successful
    failed &-= part.failed
    fallback &-= part.fallback
    timed &-= part.timed
    durationSum &-= part.durationSum
    costs -= part.costs
    tokens &-= part.tokens
  }

  /// Takes out a part as far as is known of it: what would come to less than nothing is nothing.
  package mutating func takeOut(_ part: Sums) {
    operations &-= min(operations, part.operations)
    successful &-= min(successful, part.successful)
    failed &-= min(failed, part.failed)
    fallback &-= min(fallback, part.fallback)
    timed &-= min(timed, part.timed)
    durationSum -= min(durationSum, part.durationSum)
    costs.takeOut(part.costs)
    tokens &-= min(tokens, part.tokens)
  }

  /// Adds what a slot holds.
  @inline(__always)
  package mutating func add(_ slot: borrowing Bucket) {
    operations &+= UInt64(slot.total)
    successful &+= UInt64(slot.successful)
    failed &+= UInt64(slot.failed)
    fallback &+= UInt64(slot.fallback)
    timed &+= UInt64(slot.durations)
    durationSum &+= Int128(slot.durationSum)
    costs += CostSum(slot.costs)
  }

  /// Takes out a slot that was added before and has not changed since.
  package mutating func subtract(_ slot: borrowing Bucket) {
    var sums = Sums()
    sums.add(slot)
    subtract(sums)
  }

  /// Counts one operation, or, of one that was counted before, what was told late.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation) {
    costs += CostSum(operation.slotCost)
    tokens &+= operation.tokens
    guard !operation.isLate else { return }
    operations &+= 1
    if !operation.isSuccess { failed &+= 1 }
    if operation.fallbackUsed { fallback &+= 1 } else if operation.isSuccess { successful &+= 1 }
    if operation.duration >= 0 {
      timed &+= 1
      durationSum &+= Int128(operation.duration)
    }
  }

  /// True if both count the same operations and spending, whatever slots tell it.
  func holdsTheSame(as other: Sums) -> Bool {
    operations == other.operations && durationSum == other.durationSum && cost == other.cost
  }
}
