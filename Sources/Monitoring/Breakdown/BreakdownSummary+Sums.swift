import Events

extension GroupFigures {
  /// What the sums of a group come to.
  init(name: String, _ sums: OperationSums) {
    self.init(name: name)
    let basic = sums.basic
    operations = basic.operations
    successful = basic.successful
    failed = basic.failed
    fallback = basic.fallback
    tokens = basic.tokens
    costs = basic.costs
    averageDurationMs = basic.durations == 0 ? nil : Double(nearest: basic.durationSum) / Double(basic.durations) / 1e6
    var durations = ExponentialHistogram()
    sums.durations.add(to: &durations)
    p50Ms = durations.quantile(0.5)
    p95Ms = durations.quantile(0.95)
    // A histogram of nano-dollars, which it takes for nanoseconds and tells in millions of them.
    var spread = ExponentialHistogram()
    sums.costs.add(to: &spread)
    medianCostUsd = spread.median.map { $0 / 1e3 }
    setMoney(sums.figures)
    setEstimates(sums.figures)
    setUsage(sums.figures)
    setScores(sums.figures)
  }

  private mutating func setMoney(_ figures: FieldSums) {
    apiCost = Money(nanodollars: figures[.apiCost])
    infrastructureCost = Money(nanodollars: figures[.infrastructureCost])
    computeCost = Money(nanodollars: figures[.computeCost])
    failureCost = Money(nanodollars: figures[.failureCost])
    fallbackCost = Money(nanodollars: figures[.fallbackCost])
    inefficiencyCost = Money(nanodollars: figures[.inefficiencyCost])
    savings = Money(nanodollars: figures[.savings])
    savingsVsBaseline = Money(nanodollars: figures[.savingsVsBaseline])
    estimatedCost = Money(nanodollars: figures[.estimatedCost])
    actualCost = Money(nanodollars: figures[.actualCost])
  }

  private mutating func setEstimates(_ figures: FieldSums) {
    estimatedInput = Money(nanodollars: figures[.estimatedInput])
    estimatedCacheRead = Money(nanodollars: figures[.estimatedCacheRead])
    estimatedCacheWrite = Money(nanodollars: figures[.estimatedCacheWrite])
    estimatedOutput = Money(nanodollars: figures[.estimatedOutput])
    estimatedRequests = Money(nanodollars: figures[.estimatedRequests])
    unpricedTokens = UInt64(clamping: figures[.unpricedTokens])
  }

  private mutating func setUsage(_ figures: FieldSums) {
    promptTokens = UInt64(clamping: figures[.promptTokens])
    completionTokens = UInt64(clamping: figures[.completionTokens])
    requests = UInt64(clamping: figures[.requests])
    bandwidthBytes = UInt64(clamping: figures[.bandwidth])
    computeHours = Double(figures[.computeTime]) / 1e9 / 3_600_000
    validationFailures = UInt64(clamping: figures[.validationFailures])
    validationErrors = UInt64(clamping: figures[.validationErrors])
  }

  private mutating func setScores(_ figures: FieldSums) {
    meanEfficiency = figures.mean(.efficiency, per: .efficiencyCount)
    meanEfficiencyUnderOne = figures.mean(.lowEfficiency, per: .lowEfficiencyCount)
    optimizationRate = figures.mean(.optimized, per: .optimizationKnown, scale: 1)
    meanQuality = figures.mean(.quality, per: .qualityCount)
    meanRoutingLatencyMs = figures.mean(.routingLatency, per: .routingLatencyCount)
    meanRoutingConfidence = figures.mean(.routingConfidence, per: .routingConfidenceCount)
    meanFallbackMs = figures.mean(.fallbackTime, per: .fallbackTimeCount)
  }
}

extension NumberFigures {
  /// What the numbers of a metric come to; nil if it had none.
  init?(_ metric: MetricSums, isCustom: Bool) {
    let numbers = metric.numbers.totals
    guard numbers.count > 0 else { return nil }
    self.init(name: metric.name.text)
    self.isCustom = isCustom
    count = numbers.count
    sum = metric.numbers.total
    min = numbers.min
    max = numbers.max
    last = numbers.last
    let quantiles = metric.numbers.quantiles([0.5, 0.95, 0.99])
    (p50, p95, p99) = (quantiles[0], quantiles[1], quantiles[2])
  }
}

extension ValueFigures {
  /// The values of a metric; nil if it had none.
  init?(_ metric: MetricSums) {
    guard !metric.values.isEmpty else { return nil }
    self.init(name: metric.name.text)
    values = metric.values.heaviestFirst.map { CountedValue(value: $0.name.text, count: $0.count) }
  }
}
