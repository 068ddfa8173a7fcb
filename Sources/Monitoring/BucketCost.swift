import Events

/// What the operations of a slot cost, as `CostSum` tells it, in half the room: there are thousands of slots for each wrapper.
/// It is also what one operation adds to a slot, or what is taken back from it, so that amounts and counts may be negative.
package struct BucketCost: Sendable, Equatable, Codable {
  /// Nano-dollars.
  package var amount: Int128 = 0
  /// Nano-dollars; saturates.
  package var estimated: Int64 = 0
  package var unpriced: Int32 = 0
  package var unknown: UInt32 = 0

  /// A cost; exact if only the amount is given, in nano-dollars.
  package init(amount: Int128 = 0, estimated: Int64 = 0, unpriced: Int32 = 0, unknown: UInt32 = 0) {
    self.amount = amount
    self.estimated = estimated
    self.unpriced = unpriced
    self.unknown = unknown
  }

  /// What a completed operation adds.
  @inline(__always)
  init(_ operation: borrowing Completion) { add(operation) }

  /// Adds the cost of a completed operation.
  @inline(__always)
  mutating func add(_ operation: borrowing Completion) {
    if operation.cost > 0 { amount &+= Int128(operation.cost) }
    if operation.costOrigin != .reported { addOrigin(of: operation) }
  }

  @inline(never)
  private mutating func addOrigin(of operation: borrowing Completion) {
    switch operation.costOrigin {
    case .reported: break
    case .estimated: estimated = estimated.addingSaturating(max(0, operation.cost))
    case .unpriced: unpriced &+= 1
    case .unknown: unknown &+= 1
    }
  }

  /// Adds what another one holds.
  @inline(__always)
  package mutating func add(_ other: BucketCost) {
    amount &+= other.amount
    estimated = estimated.addingSaturating(other.estimated)
    unpriced &+= other.unpriced
    unknown &+= other.unknown
  }

  /// What takes this back when it is added.
  var negated: BucketCost {
    BucketCost(amount: 0 - amount, estimated: 0 - estimated, unpriced: 0 - unpriced, unknown: 0 &- unknown)
  }
}

extension CostSum {
  /// What a slot cost.
  @inline(__always)
  package init(_ slot: BucketCost) {
    self.init(
      amount: Money(nanodollars: slot.amount), estimated: Money(nanodollars: Int128(slot.estimated)),
      unpriced: UInt64(bitPattern: Int64(slot.unpriced)), unknown: UInt64(slot.unknown))
  }
}

extension Int64 {
  /// The sum, or the largest or the smallest number there is.
  @inline(__always)
  fileprivate func addingSaturating(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }
}

/// Where the cost of an operation comes from.
package enum CostOrigin: UInt8, Sendable {
  /// It was reported, or there is none.
  case reported
  /// It was estimated from a price table.
  case estimated
  /// There is none, because it is not known what its tokens cost.
  case unpriced
  /// An older store does not tell.
  case unknown
}
