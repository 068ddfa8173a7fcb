/// A sum that only some operations add to. Money is in nano-dollars, all other figures that are not counts are in
/// billionths of their unit, so that sums are exact in any order (article Cost, Cost of an operation). The common ones
/// come first: what is kept of a group reaches up to the last that any of its operations told. Stored breakdowns number
/// figures by place: new ones go to the end.
package enum MetricField: UInt8, CaseIterable {
  case apiCost
  case quality, qualityCount
  case failureCost, fallbackCost
  case promptTokens, completionTokens
  case infrastructureCost, computeCost
  case requests
  /// Billionths of milliseconds.
  case computeTime
  case efficiency, efficiencyCount
  /// The efficiency scores under 1.0, and the sum of cost x (1 - efficiency) of their operations (article Cost,
  /// Recommendations).
  case lowEfficiency, lowEfficiencyCount, inefficiencyCost
  /// How many said whether they were optimised, and how many were.
  case optimizationKnown, optimized
  case savings, savingsVsBaseline, estimatedCost, actualCost
  case routingLatency, routingLatencyCount
  case routingConfidence, routingConfidenceCount
  case validationFailures, validationErrors
  case fallbackTime, fallbackTimeCount
  case bandwidth
  /// The parts of costs that were estimated from a price table.
  case estimatedInput, estimatedCacheRead, estimatedCacheWrite, estimatedOutput
  /// Operations whose tokens have no known price, told here only by forms of version 1, and those tokens.
  case unpriced, unpricedTokens
  /// What was estimated for requests.
  case estimatedRequests
  case firstTokenTime, firstTokenCount
  case cacheReadTokens, cacheWriteTokens, reasoningTokens
  /// How many said whether they were answered from a cache of answers, and how many were.
  case cacheHitKnown, cacheHits
}

/// What is told of a group beside its `Sums`, by `MetricField`.
package struct FieldSums: Codable, Sendable {
  // Up to the last figure that was told.
  private(set) var values: [Int128] = []

  init() {}

  /// The sum of a figure; 0 if none was told.
  package subscript(figure: MetricField) -> Int128 {
    get { Int(figure.rawValue) < values.count ? values[Int(figure.rawValue)] : 0 }
    set { add(figure, newValue - self[figure]) }
  }

  /// Adds to a figure.
  @inline(__always)
  mutating func add(_ figure: MetricField, _ amount: Int128) {
    let at = Int(figure.rawValue)
    if at >= values.count { widen(to: at) }
    values[at] &+= amount
  }

  private mutating func widen(to place: Int) {
    values.append(contentsOf: repeatElement(0, count: place + 1 - values.count))
  }

  /// Adds all sums of others.
  mutating func merge(_ other: FieldSums) {
    if other.values.count > values.count { widen(to: other.values.count - 1) }
    for at in other.values.indices { values[at] &+= other.values[at] }
  }

  /// Takes out the sums of others.
  mutating func takeOut(_ part: FieldSums) {
    for at in part.values.indices where part.values[at] != 0 {
      if at >= values.count { widen(to: at) }
      values[at] &-= part.values[at]
    }
  }

  /// The sum of a figure divided by that of another; nil if that is zero. `scale` is how many of its units make one.
  func mean(_ figure: MetricField, per count: MetricField, scale: Double = 1e9) -> Double? {
    let number = self[count]
    return number <= 0 ? nil : Double(self[figure]) / scale / Double(number)
  }
}

extension FieldSums: Equatable {
  /// True if all sums are equal; a figure that was not told is zero.
  package static func == (a: FieldSums, b: FieldSums) -> Bool {
    MetricField.allCases.allSatisfy { a[$0] == b[$0] }
  }
}
