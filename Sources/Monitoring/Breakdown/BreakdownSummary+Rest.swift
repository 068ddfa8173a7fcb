import Events

extension BreakdownSummary {
  /// What is left of all operations without those of some groups, so that groups and rest add up to all: of `models`, the
  /// operations that name no model; of `operationTypes`, spending of no known operation. Nil if nothing is left.
  ///
  /// Only sums are told: what is a mean or a quantile is nil.
  public func rest(of groups: [GroupFigures], named name: String) -> GroupFigures? {
    var rest = all
    for group in groups { rest.take(away: group) }
    guard rest.operations > 0 || rest.cost != .zero || rest.unpriced > 0 else { return nil }
    rest.name = name
    rest.clearMeans()
    return rest
  }

  /// By model, most operations first, and last `(no model)` for operations that name none and for spending of no known
  /// operation: together they come to all.
  public var modelsAndRest: [GroupFigures] {
    models + (rest(of: models, named: "(no model)").map { [$0] } ?? [])
  }
}

extension GroupFigures {
  fileprivate mutating func take(away other: GroupFigures) {
    costs.takeOut(other.costs)
    for count in Self.counts { self[keyPath: count] -= min(self[keyPath: count], other[keyPath: count]) }
    for amount in Self.amounts { self[keyPath: amount] = self[keyPath: amount].without(other[keyPath: amount]) }
    computeHours = max(0, computeHours - other.computeHours)
  }

  fileprivate mutating func clearMeans() {
    for mean in Self.means { self[keyPath: mean] = nil }
  }

  private static var counts: [WritableKeyPath<GroupFigures, UInt64>] {
    [
      \.operations, \.successful, \.failed, \.fallback, \.tokens, \.promptTokens, \.completionTokens, \.requests,
      \.bandwidthBytes, \.validationFailures, \.validationErrors, \.unpricedTokens,
    ]
  }

  private static var amounts: [WritableKeyPath<GroupFigures, Money>] {
    [
      \.estimatedInput, \.estimatedCacheRead, \.estimatedCacheWrite, \.estimatedOutput, \.estimatedRequests,
      \.apiCost, \.infrastructureCost, \.computeCost, \.failureCost, \.fallbackCost, \.savings, \.savingsVsBaseline,
      \.estimatedCost, \.actualCost, \.inefficiencyCost,
    ]
  }

  private static var means: [WritableKeyPath<GroupFigures, Double?>] {
    [
      \.averageDurationMs, \.p50Ms, \.p95Ms, \.medianCostUsd, \.meanEfficiency, \.meanEfficiencyUnderOne,
      \.optimizationRate, \.meanQuality, \.meanRoutingLatencyMs, \.meanRoutingConfidence, \.meanFallbackMs,
    ]
  }
}
