import Events

// Estimating the cost of operations that report none (article Cost, Cost of an operation).
extension MonitorState {
  /// True if something is made of the metrics of operations.
  package var readsMetrics: Bool { keepsBreakdowns || prices != nil }

  /// What the price table says of an operation of a batch, to whose names the counter has turned.
  mutating func pricing(of event: Event, of wrapper: Int, in batch: EventBatch) -> Pricing {
    let flags = event.flags
    guard event.cost < 0, flags.contains(.hasTokens) || flags.contains(.hasModel) && prices != nil,
      !hasReportedCost(event, of: wrapper)
    else { return .none }
    guard readsMetrics else { return .unpriced(tokens: 0) }
    var report = UsageReport<HashedText>(isSuccess: event.status.isSuccess)
    let first = Int(event.metrics.offset)
    for place in first..<first + Int(event.metrics.count) where batch.metrics[place].origin != .record {
      let key = counter.names.number(of: batch.metrics[place].key, in: batch.names)
      guard let meaning = counter.names.meanings[Int(key)]?.key else { continue }
      switch batch.metrics[place].kind {
      case .number: report.take(batch.metrics[place].number, meaning: meaning)
      case .text:
        let text = HashedText(range: batch.metrics[place].text, hash: batch.metrics[place].hash)
        if text.range.length > 0 { report.take(text, meaning: meaning) }
      case .flag: break
      }
    }
    guard let model = report.model else { return report.pricing(nil) }
    let provider = report.provider
    let table = prices
    // Of a provider only whether it runs models locally matters; most records name none.
    let hash = provider.map { model.hash &+ Checksum.mix($0.hash) } ?? model.hash
    let found = knownPrices.prices(hash: hash) {
      table?.price(
        of: String(decoding: batch.bytes(model.range), as: UTF8.self),
        from: provider.map { String(decoding: batch.bytes($0.range), as: UTF8.self) }
      ).prices
    }
    return report.pricing(found)
  }

  /// What the price table says of an operation that was reported as it happened, and that has no cost.
  mutating func pricing(of operation: ActiveOperation) -> Pricing {
    var report = UsageReport<String>(isSuccess: operation.outcome?.isSuccess ?? true)
    for metric in operation.metrics where metric.origin != .record {
      let key = counter.names.number(of: metric.name)
      guard let meaning = counter.names.meanings[Int(key)]?.key else { continue }
      switch metric.value {
      case .number(let number): report.take(number, meaning: meaning)
      case .text(let text): if !text.isEmpty { report.take(text, meaning: meaning) }
      case .flag: break
      }
    }
    let found = report.model.flatMap { prices?.price(of: $0, from: report.provider).prices }
    let pricing = report.pricing(found)
    // It is known that there were tokens, also where metrics are not read.
    return pricing == .none && operation.usage.contains(.tokens) ? report.unpriced : pricing
  }

  // Its cost came before it, by an event of its own.
  private mutating func hasReportedCost(_ event: Event, of wrapper: Int) -> Bool {
    guard ids.isIndexed, event.flags.contains(.hasID) else { return false }
    let end = event.flags.contains(.givesTime) ? event.time : nil
    return hasReportedCost(remembered(event.key, of: wrapper, start: event.start, end: end))
  }

  /// True if a cost was reported for that operation.
  mutating func hasReportedCost(_ id: RememberedID) -> Bool {
    ids.isIndexed && ids.marks(of: id)?.contains(.hasCost) == true
  }

  /// Remembers an operation of a batch that reported no cost, and that has been counted.
  mutating func remember(
    uncosted event: Event, _ completion: Completion, _ pricing: Pricing, in batch: EventBatch, of number: Int,
    now: Timestamp
  ) {
    guard keepsBreakdowns || pricing != .none, let end = countedEnd(completion, now: now) else { return }
    let model = keepsBreakdowns ? counter.operation.anyModel : .none
    uncosted.append(
      UncostedOperation(
        key: event.key, wrapper: number, end: end, isSuccess: completion.isSuccess,
        fallbackUsed: completion.fallbackUsed,
        type: event.type >= 0 ? batch.names.names[Int(event.type)] : BreakdownNames.defaultName,
        model: model.isNone ? nil : BreakdownAccumulator.text(model.range, in: batch.texts),
        hasTokens: event.flags.contains(.hasTokens), pricing: pricing))
  }

  /// Remembers an operation that was reported as it happened and without a cost, and that has been counted.
  mutating func remember(
    uncosted operation: ActiveOperation, _ key: OperationKey, _ completion: Completion, _ pricing: Pricing,
    now: Timestamp
  ) {
    guard keepsBreakdowns || pricing != .none, let end = countedEnd(completion, now: now) else { return }
    func text(_ key: KnownKey) -> String? {
      let metric = operation.metrics.last { $0.name == key.rawValue && $0.origin != .record }
      guard case .text(let text) = metric?.value, !text.isEmpty else { return nil }
      return text
    }
    uncosted.append(
      UncostedOperation(
        key: key, wrapper: operation.wrapper, end: end, isSuccess: completion.isSuccess,
        fallbackUsed: completion.fallbackUsed, type: operation.type,
        model: text(.modelUsed) ?? text(.selectedModel), hasTokens: operation.usage.contains(.tokens), pricing: pricing)
    )
  }

  // When a completed operation counts as ended; nil if its time has not come: what is nowhere yet cannot be taken back.
  private func countedEnd(_ completion: Completion, now: Timestamp) -> Timestamp? {
    guard completion.end > now else { return completion.end }
    return completion.end.microseconds &- now.microseconds <= Self.skewMicroseconds ? now : nil
  }

  /// Makes it as if an operation had been without a cost and without tokens, because its cost is reported now.
  mutating func takeBackPricing(of operation: UncostedOperation, now: Timestamp) {
    guard operation.pricing != .none else { return }
    wrappers[operation.wrapper].takeBack(operation)
    takeBackFromBreakdowns(operation, now: now)
  }
}

extension WrapperState {
  /// Takes the cost of an operation out of totals, windows and spending.
  fileprivate mutating func takeBack(_ operation: UncostedOperation) {
    totals.costs.takeOut(CostSum(operation.cost))
    let cost = operation.cost.negated
    add(toSlots: cost, at: operation.end)
    spend(cost, at: operation.end)
  }

  /// Adds to the cost of an operation that was counted.
  mutating func amend(_ cost: BucketCost, at end: Timestamp) {
    totals.costs += CostSum(cost)
    add(toSlots: cost, at: end)
    spend(cost, at: end)
    delta?.isTouched = true
  }

  // To the cost of the slots in which an operation was counted that ended then, where they are still kept.
  private mutating func add(toSlots cost: BucketCost, at end: Timestamp) {
    let ten = tens.index(of: end)
    let minute = minutes.index(of: end)
    let hour = hours.index(of: end)
    _ = tens.update(ten) { $0.costs.add(cost) }
    _ = minutes.update(minute) { $0.sums.costs.add(cost) }
    guard hours.update(hour, { $0.sums.costs.add(cost) }), delta != nil,
      let newestTen = tens.newestIndex, let newestMinute = minutes.newestIndex
    else { return }
    if ten > newestTen - MonitoringLimits.storedTens { _ = delta?.tens.update(ten) { $0.costs.add(cost) } }
    if minute > newestMinute - MonitoringLimits.storedMinutes {
      _ = delta?.minutes.update(minute) { $0.sums.costs.add(cost) }
    } else {
      _ = delta?.hours.update(hour) { $0.sums.costs.add(cost) }
    }
    delta?.isTouched = true
  }
}
