import Events

// What is told again of an operation that was counted (article Formats): it is a duplicate, and what is new in it is added
// without adding an operation.
extension MonitorState {
  /// Adds what is new in an event of an operation that was counted before.
  mutating func amend(
    _ event: Event, in batch: EventBatch, map: inout [Int32], now: Timestamp, _ applied: inout Applied
  ) {
    applied.duplicates &+= 1
    let hasUsage = event.metrics.count > 0
    guard hasUsage || event.cost > 0 else { return }
    let number = number(of: event, in: batch, map: &map)
    var operation = uncosted.last(of: event.key, wrapper: number)
    var event = event
    if event.cost > 0 {
      // What is reported takes the place of what was estimated.
      if let operation { takeBackPricing(of: operation, now: now) }
      rememberCost(RememberedID(event.key, wrapper: 0))
    }
    let pricing = pricingLog.knownAnswer() ?? pricing(of: event, of: number, in: batch)
    pricingLog.note(pricing)
    var cost = BucketCost(amount: Int128(max(0, event.cost)))
    if case .estimated(let estimate) = pricing {
      event.cost = estimate.total
      event.flags.insert(.costEstimated)
      cost = BucketCost(amount: Int128(estimate.total), estimated: estimate.total)
    }
    let end = min(operation?.end ?? event.time, now)
    if cost != BucketCost() { wrappers[number].amend(cost, at: end) }
    // Its metrics are differences, so that all of its tokens are new.
    operation?.hasTokens = false
    breakDown(late: event, of: operation, in: batch, of: number, at: end, now: now)
  }
}
