import Events

/// An estimate that was counted for an operation with an id.
struct CountedEstimate: Sendable {
  var key: OperationKey
  /// The number of the wrapper.
  var wrapper: Int
  /// When the operation counts as ended.
  var end: Timestamp
  var isSuccess: Bool
  var fallbackUsed: Bool
  var estimate: CostEstimate
}

/// The last estimates that were counted, so that one can be taken back when the cost of its operation is reported after all
/// (SPEC 1.2, `cost`). They are not stored: a cost that is reported after a restart is added to the estimate.
struct CountedEstimates: Sendable {
  /// How many are remembered.
  static let limit = 16_384

  // A ring: once it is full, the oldest stands at `next`.
  private var ring: [CountedEstimate] = []
  private var next = 0

  init() {}

  mutating func append(_ estimate: CountedEstimate) {
    guard ring.count == Self.limit else {
      ring.append(estimate)
      return
    }
    ring[next] = estimate
    next = next + 1 < Self.limit ? next + 1 : 0
  }

  /// The estimate for a wrapper's last operation with that id; nil if there is none any more.
  func last(of key: OperationKey, wrapper: Int) -> CountedEstimate? {
    func isWanted(_ counted: CountedEstimate) -> Bool { counted.key == key && counted.wrapper == wrapper }
    return ring[..<next].last(where: isWanted) ?? ring[next...].last(where: isWanted)
  }
}
