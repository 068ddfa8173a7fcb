import Events

/// A text of an operation, by its hash and where it lies in the arena.
struct HashedText {
  var range = TextRange.none
  var hash: UInt64 = 0

  static let none = HashedText()
  var isNone: Bool { range.isNone }
}

/// One completed operation, taken apart once, so that it can be added to many groups. It is used again for the next one, so
/// that its list needs no new room.
struct MeasuredOperation: Sendable {
  private(set) var status = OperationStatus.success
  private(set) var isSuccess = true
  private(set) var fallbackUsed = false
  private(set) var duration: Int64 = -1
  private(set) var durationBucket: Int16??
  /// True if it was counted before, and only what is told of it late is counted now.
  private(set) var isLate = false
  private(set) var cost: Int64 = -1
  /// True if its cost is among those of which there is a median.
  private(set) var isInMedian = false
  /// What it adds to sums of costs.
  private(set) var slotCost = BucketCost()
  private(set) var costBucket: Int16?
  private(set) var tokens: UInt64 = 0
  private(set) var figures: [(figure: MetricField, amount: Int64)] = []

  private(set) var model = HashedText.none
  private(set) var selectedModel = HashedText.none
  private(set) var routingMethod = HashedText.none
  private(set) var routingDecision = HashedText.none
  private(set) var template = HashedText.none
  private(set) var templateFormat = HashedText.none
  /// The model that was used, or else the one that was selected.
  var anyModel: HashedText { model.isNone ? selectedModel : model }

  private(set) var user = HashedText.none
  private(set) var session = HashedText.none
  private(set) var plan = ToldQuotas()

  private var isUnpriced = false
  private var tokenParts: UInt64 = 0
  // From a cache; `cached_tokens` is another name, which counts where the first is not told.
  private var cacheRead: Int64 = 0
  private var tellsCacheRead = false
  private var efficiency: Double?

  init() {}

  /// Begins with the next operation; `pricing` is what a price table says of it.
  @inline(__always)
  mutating func begin(_ completion: borrowing Completion, _ pricing: Pricing) {
    status = completion.status
    isSuccess = completion.isSuccess
    fallbackUsed = completion.fallbackUsed
    duration = completion.duration
    durationBucket = completion.bucket
    isLate = false
    cost = completion.cost
    isInMedian = cost >= 0
    slotCost = BucketCost(completion)
    costBucket = cost > 0 ? Int16(truncatingIfNeeded: HistogramBucket.index(ofNanoseconds: cost)) : nil
    tokens = 0
    tokenParts = 0
    (cacheRead, tellsCacheRead) = (0, false)
    efficiency = nil
    figures.removeAll(keepingCapacity: true)
    model = .none
    selectedModel = .none
    routingMethod = .none
    routingDecision = .none
    template = .none
    templateFormat = .none
    user = .none
    session = .none
    plan.clear()
    isUnpriced = false
    if pricing != .none { note(pricing) }
  }

  /// Begins with what an event told at an instant of an operation that was counted before, if that is known. An estimate stays
  /// in the median, since it cannot be taken out of it.
  mutating func begin(late event: Event, of operation: UncostedOperation?, at time: Timestamp) {
    let status: OperationStatus = operation.map(\.isSuccess) ?? true ? .success : .error
    begin(
      Completion(
        end: time, status: status, fallbackUsed: operation?.fallbackUsed ?? false, duration: -1, cost: event.cost,
        costOrigin: event.flags.contains(.costEstimated) ? .estimated : .reported), .none)
    isLate = true
    if case .estimated = operation?.pricing { isInMedian = false }
    if operation == nil { isInMedian = false }
  }

  private mutating func note(_ pricing: Pricing) {
    switch pricing {
    case .none: break
    case .unpriced: isUnpriced = true
    case .estimated(let estimate):
      add(.estimatedInput, estimate.input)
      add(.estimatedCacheRead, estimate.cacheRead)
      add(.estimatedCacheWrite, estimate.cacheWrite)
      add(.estimatedOutput, estimate.output)
      if estimate.requests > 0 { add(.estimatedRequests, estimate.requests) }
    }
  }

  /// Takes in a metric whose key has a meaning.
  @inline(__always)
  mutating func take(_ metric: borrowing Metric, meaning: KeyMeaning) {
    switch metric.kind {
    case .number:
      if let rule = meaning.rule {
        add(rule.field, rule.isWhole ? Self.whole(metric.number) : metric.billionths, counting: rule.count)
      }
      if let key = meaning.key { number(metric.number, metric.billionths, key) }
    case .flag:
      if let key = meaning.key { flag(metric.number != 0, key) }
    case .text:
      if let key = meaning.key { text(HashedText(range: metric.text, hash: metric.hash), key) }
    }
  }

  /// Ends with what depends on several metrics.
  @inline(__always)
  mutating func finish() {
    if tokens == 0 { tokens = tokenParts }
    if cacheRead > 0 { add(.cacheReadTokens, cacheRead) }
    if isUnpriced {
      add(.unpricedTokens, Int64(clamping: tokens))
    }
    if cost > 0 {
      if !isSuccess { add(.failureCost, cost) }
      if fallbackUsed { add(.fallbackCost, cost) }
    }
    if let efficiency, cost > 0 {
      add(.inefficiencyCost, Self.limited(Double(cost) * (1 - efficiency)))
    }
  }

  private mutating func number(_ number: Double, _ billionths: Int64, _ meaning: KnownKey) {
    switch meaning {
    case .tokens: tokens = UInt64(Self.whole(number))
    case .promptTokens: tokenPart(.promptTokens, number)
    case .completionTokens: tokenPart(.completionTokens, number)
    case .cacheReadTokens: (cacheRead, tellsCacheRead) = (Self.whole(number), true)
    case .cachedTokens: if !tellsCacheRead { cacheRead = Self.whole(number) }
    case .cacheWriteTokens: add(.cacheWriteTokens, Self.whole(number))
    case .efficiency: addEfficiency(number, billionths)
    case .planUsed: plan.take(used: number, ofLong: false)
    case .longPlanUsed: plan.take(used: number, ofLong: true)
    case .fallbackTime:
      if fallbackUsed { add(.fallbackTime, billionths, counting: .fallbackTimeCount) }
    default: break
    }
  }

  private mutating func flag(_ isTrue: Bool, _ meaning: KnownKey) {
    switch meaning {
    case .optimized:
      add(.optimizationKnown, 1)
      if isTrue { add(.optimized, 1) }
    case .cacheHit:
      add(.cacheHitKnown, 1)
      if isTrue { add(.cacheHits, 1) }
    case .validationPassed:
      if !isTrue { add(.validationFailures, 1) }
    default: break
    }
  }

  private mutating func text(_ text: HashedText, _ meaning: KnownKey) {
    switch meaning {
    case .modelUsed: model = text
    case .selectedModel: selectedModel = text
    case .routingMethod: routingMethod = text
    case .routingDecision: routingDecision = text
    case .templateName: template = text
    case .templateFormat: templateFormat = text
    case .user: user = text
    case .session: session = text
    case .planResets: plan.take(resets: text, ofLong: false)
    case .longPlanResets: plan.take(resets: text, ofLong: true)
    default: break
    }
  }

  private mutating func tokenPart(_ figure: MetricField, _ number: Double) {
    let whole = Self.whole(number)
    tokenParts &+= UInt64(whole)
    add(figure, whole)
  }

  private mutating func addEfficiency(_ number: Double, _ billionths: Int64) {
    add(.efficiency, billionths, counting: .efficiencyCount)
    guard number < 1 else { return }
    efficiency = number
    add(.lowEfficiency, billionths, counting: .lowEfficiencyCount)
  }

  @inline(__always)
  private mutating func add(_ figure: MetricField, _ amount: Int64) { figures.append((figure, amount)) }

  @inline(__always)
  private mutating func add(_ figure: MetricField, _ amount: Int64, counting count: MetricField?) {
    figures.append((figure, amount))
    if let count { figures.append((count, 1)) }
  }

  private static func limited(_ number: Double) -> Int64 { Int64(min(max(number, -9e18), 9e18).rounded()) }

  // A count of something: negative ones count as none.
  static func whole(_ number: Double) -> Int64 { number > 0 ? Int64(min(number, 9e18)) : 0 }
}
