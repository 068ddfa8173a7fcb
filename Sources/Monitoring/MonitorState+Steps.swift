import Events
import Secrets

/// Operations that are reported as they happen (article Events, Lifecycle events).
extension MonitorState {
  /// Takes in one step.
  mutating func step(
    _ event: Event, in batch: EventBatch, map: inout [Int32], source: Int, dedupes: Bool, now: Timestamp,
    _ applied: inout Applied
  ) {
    switch event.kind {
    case .start, .started:
      let number = number(of: event, in: batch, map: &map)
      let givenStart = event.kind == .start && event.flags.contains(.givesTime) ? event.time : event.start
      if event.kind == .start || dedupes, event.flags.contains(.hasID),
        ids.marks(of: remembered(event.key, of: number, start: givenStart))?.contains(.completed) == true
      {
        applied.duplicates &+= 1
        return
      }
      let type = event.type >= 0 ? batch.names.names[Int(event.type)] : "default"
      let key = event.flags.contains(.hasID) ? event.key : anonymousKey()
      let begun = begin(
        key, wrapper: number, id: batch.text(event.id) ?? "", type: type, start: givenStart ?? event.time,
        isStartGiven: givenStart != nil, source: source)
      if begun {
        applied.accepted &+= 1
        hold(event, in: batch, of: key)
      } else {
        applied.duplicates &+= 1
      }
    case .cost:
      reportCost(event, in: batch, map: &map, source: source, now: now, &applied)
    case .end:
      hold(event, in: batch, of: event.key)
      let time = StepTime(event)
      if let record = finish(event.key, at: time, isFromFile: !dedupes, source: source, now: now, &applied) {
        applied.accepted &+= 1
        applied.ended.append((event.number, record))
      } else {
        refuse(event, &applied)
      }
    default:
      let step = OperationStep(
        kind: event.kind, time: StepTime(event), message: batch.text(event.errorMessage),
        code: batch.text(event.errorCode), reason: batch.text(event.fallbackReason), cost: event.cost,
        costFlags: event.flags.intersection([.hasOnlyZeroParts, .costEstimated]))
      if record(step, of: event.key) {
        applied.accepted &+= 1
        hold(event, in: batch, of: event.key)
      } else {
        refuse(event, &applied)
      }
    }
  }

  // Metrics of steps wait for the end of their operation.
  private mutating func hold(_ event: Event, in batch: EventBatch, of key: OperationKey) {
    let usage = event.flags.intersection([.hasTokens, .hasModel])
    guard event.metrics.count > 0 || event.metricsLeftOut > 0 || !usage.isEmpty, let number = active[key]?.wrapper
    else { return }
    if !usage.isEmpty { _ = active.update(key) { $0.note(usage) } }
    let shed = event.metrics.count > 0 ? active.hold(HeldMetric.all(of: event, in: batch), of: key) : 0
    wrappers[number].leaveOut(metrics: shed + Int(event.metricsLeftOut))
  }

  /// Begins an operation; false if its id is active already.
  mutating func begin(
    _ key: OperationKey, wrapper: Int, id: String, type: String, start: Timestamp, isStartGiven: Bool = false,
    source: Int
  ) -> Bool {
    let (begun, shed) = active.begin(
      key, wrapper: wrapper, id: id, type: type, start: start, isStartGiven: isStartGiven, source: source)
    if let shed { wrappers[shed.wrapper].abandon(1) }
    return begun
  }

  /// Notes what happened to an operation; false if none with that id is active.
  mutating func record(_ step: OperationStep, of key: OperationKey) -> Bool {
    active.update(key) { operation in
      if step.cost >= 0, !operation.costReported { operation.take(cost: step.cost, step.costFlags) }
      if step.kind == .fallback {
        operation.fallbackUsed = true
        operation.fallbackReason = step.reason ?? operation.fallbackReason
        return
      }
      operation.outcome = step.outcome
      if operation.outcomeTime == nil {
        operation.outcomeTime = step.time.instant
        if step.time.isGiven { operation.givenTimes.insert(.outcome) }
      }
      operation.errorMessage = step.message ?? operation.errorMessage
      operation.errorCode = step.kind == .fatalError ? "FATAL_ERROR" : step.code ?? operation.errorCode
    }
  }

  /// Ends an operation that was reported as it happened, outside of a batch; false if none with that id is active.
  mutating func finish(_ key: OperationKey, now: Timestamp) -> Bool {
    var applied = Applied()
    guard let record = finish(key, at: StepTime(arrival: now), now: now, &applied) else { return false }
    operations.append(record)
    ledger?.operations += 1
    return true
  }

  /// Ends an operation and counts it; nil if none with that id is active. The record is not among the last operations yet.
  ///
  /// - Parameters:
  ///   - time: when it ended, if it has had no outcome before.
  ///   - isFromFile: its end stands in a tailed file, whose position guarantees that it counts once.
  mutating func finish(
    _ key: OperationKey, at time: StepTime, isFromFile: Bool = false, source: Int = -1, now: Timestamp,
    _ applied: inout Applied
  ) -> OperationRecord? {
    guard let operation = active.end(key) else { return nil }
    let end = operation.outcomeTime ?? time.instant
    let isEndGiven = operation.outcomeTime == nil ? time.isGiven : operation.givenTimes.contains(.outcome)
    let id = remembered(
      key, of: operation.wrapper, start: operation.givenTimes.contains(.start) ? operation.start : nil,
      end: isEndGiven ? end : nil)
    let reported = operation.reportedCost
    remember(id, cost: reported, isFromFile: isFromFile)
    let pricing =
      pricingLog.knownAnswer() ?? (reported >= 0 || hasReportedCost(id) ? .none : pricing(of: operation))
    pricingLog.note(pricing)
    let cost = pricing.cost(reported: reported)
    let costOrigin = reported >= 0 && operation.usage.contains(.estimatedCost) ? .estimated : pricing.costOrigin
    var status = operation.outcome ?? .success
    if operation.fallbackUsed, status.isSuccess { status = .fallback }
    var duration: Int64 = -1
    if end >= operation.start {
      let product = (end.microseconds &- operation.start.microseconds).multipliedReportingOverflow(by: 1000)
      duration = product.overflow ? .max : product.partialValue
    } else {
      applied.inconsistent &+= 1
    }
    var record = OperationRecord(
      operationID: operation.id.isEmpty ? nil : Redaction.redact(operation.id),
      wrapperName: wrappers[operation.wrapper].name, operationType: operation.type, start: operation.start, end: end,
      durationMs: duration >= 0 ? Double(duration) / 1e6 : nil, status: status,
      fallbackUsed: operation.fallbackUsed, fallbackReason: operation.fallbackReason,
      errorMessage: status.isSuccess ? nil : operation.errorMessage,
      errorCode: status.isSuccess ? nil : operation.errorCode,
      cost: cost >= 0 ? Money(nanodollars: Int128(cost)) : nil)
    record.isCostEstimated = costOrigin == .estimated
    record.metrics = operation.metrics.map { MetricValue($0) }
    if !status.isSuccess { wrappers[operation.wrapper].keep(failure: record) }
    let completion = Completion(
      end: end, status: status, fallbackUsed: operation.fallbackUsed, duration: duration, cost: cost,
      costOrigin: costOrigin)
    breakDown(operation, completion, pricing, errorCode: record.errorCode, now: now)
    if reported < 0, !operation.id.isEmpty { remember(uncosted: operation, key, completion, pricing, now: now) }
    count(completion, of: operation.wrapper, error: record.errorMessage, source: source, now: now, &applied)
    return record
  }

  // The cost of an operation, or what is told of one later: of one under way it is kept until that ends. An event that only
  // brings scores has no cost.
  private mutating func reportCost(
    _ event: Event, in batch: EventBatch, map: inout [Int32], source: Int, now: Timestamp, _ applied: inout Applied
  ) {
    let hasCost = event.cost >= 0
    var repeated = false
    let isActive = active.update(event.key) { operation in
      guard hasCost else { return }
      repeated = operation.costReported
      if !repeated {
        operation.take(cost: event.cost, [])
        operation.costReported = true
      }
    }
    let number = isActive ? -1 : number(of: event, in: batch, map: &map)
    if hasCost, !isActive, let marks = ids.marks(of: remembered(event.key, of: number)) {
      repeated = marks.contains(.hasCost)
    }
    if repeated {
      applied.duplicates &+= 1
      return
    }
    applied.accepted &+= 1
    guard !isActive else {
      hold(event, in: batch, of: event.key)
      return
    }
    let operation = uncosted.last(of: event.key, wrapper: number)
    let skewed = event.time.microseconds &- now.microseconds <= Self.skewMicroseconds
    let time = skewed ? min(event.time, now) : event.time
    if hasCost {
      if let operation { takeBackPricing(of: operation, now: now) }
      rememberCost(remembered(event.key, of: number))
      spend(event.cost, of: number, at: time, source: source, now: now)
    }
    if event.metricsLeftOut > 0 { wrappers[number].leaveOut(metrics: Int(event.metricsLeftOut)) }
    breakDown(late: event, of: operation, in: batch, of: number, at: time, now: now)
  }

  private mutating func spend(_ cost: Int64, of number: Int, at time: Timestamp, source: Int, now: Timestamp) {
    wrappers[number].add(cost: cost)
    if time > now {
      postpone(.apart(cost: cost, at: time), of: number, error: nil, source: source)
    } else {
      wrappers[number].spendApart(cost, at: time)
    }
  }

  private mutating func isCompleted(_ event: Event) -> Bool {
    event.flags.contains(.hasID) && ids.hasCompleted(RememberedID(event.key, wrapper: 0))
  }

  // A step of an operation that is not under way: sent again, or never begun.
  private mutating func refuse(_ event: Event, _ applied: inout Applied) {
    guard !isCompleted(event) else {
      applied.duplicates &+= 1
      return
    }
    applied.rejectedSteps &+= 1
    let first = EventBatch.firstRejections, kept = EventBatch.keptRejections
    if applied.rejections.count >= first + 2 * kept { applied.rejections.removeSubrange(first..<first + kept) }
    applied.rejections.append(event)
  }

  // An operation without an id can never be completed, only grow old; its key must differ from all others.
  private mutating func anonymousKey() -> OperationKey {
    anonymous &+= 1
    return OperationKey(high: anonymous, low: anonymous &* 0x9E37_79B9_7F4A_7C15)
  }
}

/// Something that happened to an operation under way.
struct OperationStep {
  var kind: Event.Kind
  var time: StepTime
  var message: String?
  var code: String?
  var reason: String?
  /// Nano-dollars; -1 if it says nothing of cost.
  var cost: Int64 = -1
  /// What is known of the cost.
  var costFlags: Event.Flags = []

  /// How the operation ended by that.
  var outcome: OperationStatus {
    switch kind {
    case .error, .fatalError: .error
    case .timeout: .timeout
    case .cancel: .cancelled
    default: .success
    }
  }
}

/// When a step happened.
struct StepTime {
  var instant: Timestamp
  /// False if it is when the step arrived.
  var isGiven: Bool

  init(_ event: borrowing Event) {
    instant = event.time
    isGiven = event.flags.contains(.givesTime)
  }

  /// A step that was reported as it happened.
  init(arrival: Timestamp) {
    instant = arrival
    isGiven = false
  }
}
