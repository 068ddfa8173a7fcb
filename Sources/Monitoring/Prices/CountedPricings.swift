import Events

/// What the price table said of an operation with an id that reported no cost, as it was counted.
struct CountedPricing: Sendable {
  var key: OperationKey
  /// The number of the wrapper.
  var wrapper: Int
  /// When the operation counts as ended.
  var end: Timestamp
  var isSuccess: Bool
  var fallbackUsed: Bool
  var pricing: Pricing

  /// What it added to sums of costs.
  var cost: BucketCost {
    switch pricing {
    case .none: BucketCost()
    case .unpriced: BucketCost(unpriced: 1)
    case .estimated(let estimate): BucketCost(amount: Int128(estimate.total), estimated: estimate.total)
    }
  }
}

/// The last of them, so that one can be taken back when the cost of its operation is reported after all (article
/// Events, Lifecycle events, `cost`). They are not stored: a cost that is reported after a restart is added to the
/// estimate.
struct CountedPricings: Sendable {
  /// How many are remembered.
  static let limit = 16_384

  // A ring: once it is full, the oldest stands at `next`.
  private var ring: [CountedPricing] = []
  private var next = 0

  init() {}

  mutating func append(_ counted: CountedPricing) {
    guard ring.count == Self.limit else {
      ring.append(counted)
      return
    }
    ring[next] = counted
    next = next + 1 < Self.limit ? next + 1 : 0
  }

  /// What was counted for a wrapper's last operation with that id; nil if it is remembered no more.
  func last(of key: OperationKey, wrapper: Int) -> CountedPricing? {
    func isWanted(_ counted: CountedPricing) -> Bool { counted.key == key && counted.wrapper == wrapper }
    return ring[..<next].last(where: isWanted) ?? ring[next...].last(where: isWanted)
  }
}
