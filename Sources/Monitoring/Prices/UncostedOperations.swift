import Events

/// An operation with an id that reported no cost, as it was counted: its cost may be reported by an event of its own.
package struct UncostedOperation: Sendable, Equatable {
  package var key: OperationKey
  /// The number of the wrapper.
  package var wrapper: Int
  /// When the operation counts as ended.
  package var end: Timestamp
  package var isSuccess: Bool
  package var fallbackUsed: Bool
  package var type: String
  /// The model that was used, or else the one that was selected; nil if none was told, or no one asks.
  package var model: String?
  /// True if it told its tokens, which an event need not bring again.
  package var hasTokens: Bool
  /// What the price table said of it.
  package var pricing: Pricing

  package init(
    key: OperationKey, wrapper: Int, end: Timestamp, isSuccess: Bool, fallbackUsed: Bool, type: String, model: String?,
    hasTokens: Bool, pricing: Pricing
  ) {
    self.key = key
    self.wrapper = wrapper
    self.end = end
    self.isSuccess = isSuccess
    self.fallbackUsed = fallbackUsed
    self.type = type
    self.model = model
    self.hasTokens = hasTokens
    self.pricing = pricing
  }

  /// What it added to sums of costs.
  var cost: BucketCost {
    switch pricing {
    case .none: BucketCost()
    case .unpriced: BucketCost(unpriced: 1)
    case .estimated(let estimate): BucketCost(amount: Int128(estimate.total), estimated: estimate.total)
    }
  }
}

/// The last of them, across restarts where there is a store (article Events, Lifecycle events, `cost`).
package struct UncostedOperations: Sendable {
  /// How many are remembered.
  package static let limit = 16_384

  // A ring: once it is full, the oldest stands at `next`.
  private var ring: [UncostedOperation] = []
  private var next = 0
  /// True if any came since it was last set to false.
  var hasChanged = false

  init() {}

  /// Those that a store held, oldest first.
  init(_ stored: [UncostedOperation]) { ring = stored.suffix(Self.limit) }

  /// Oldest first.
  var all: [UncostedOperation] { Array(ring[next...] + ring[..<next]) }

  mutating func append(_ operation: UncostedOperation) {
    hasChanged = true
    guard ring.count == Self.limit else {
      ring.append(operation)
      return
    }
    ring[next] = operation
    next = next + 1 < Self.limit ? next + 1 : 0
  }

  /// A wrapper's last operation with that id; nil if it is remembered no more.
  func last(of key: OperationKey, wrapper: Int) -> UncostedOperation? {
    func isWanted(_ operation: UncostedOperation) -> Bool { operation.key == key && operation.wrapper == wrapper }
    return ring[..<next].last(where: isWanted) ?? ring[next...].last(where: isWanted)
  }
}
