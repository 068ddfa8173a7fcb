import Events

@testable import Monitoring

/// Makes batches of operations with metrics by hand.
struct BatchBuilder {
  var batch = EventBatch()

  enum Value {
    case number(Double)
    case flag(Bool)
    case text(String)
  }

  init() { batch.names.identity = 77 }

  /// Adds an operation of `wrapper`. `cost` is in nano-dollars.
  mutating func operation(
    _ wrapper: String = "w", end: Timestamp, type: String? = nil, status: OperationStatus = .success,
    fallback: Bool = false, ms: Double? = nil, cost: Int64 = -1, code: String? = nil, reason: String? = nil,
    fields: [(String, Value)] = [], custom: [(String, Value)] = []
  ) {
    var flags: Event.Flags = []
    if fallback || status == .fallback { flags.insert(.fallbackUsed) }
    var event = Event(kind: .operation, status: status, flags: flags, time: end)
    event.wrapper = name(wrapper)
    if let type { event.type = name(type) }
    if let ms { event.duration = Int64(ms * 1e6) }
    event.cost = cost
    if let code { event.errorCode = batch.keep(code.utf8) }
    if let reason { event.fallbackReason = batch.keep(reason.utf8) }
    let first = batch.metrics.count
    for (key, value) in fields { add(key, value, .record) }
    for (key, value) in custom {
      add(key, value, .custom)
      if key.hasSuffix("tokens") || key == "tokens_used" { event.flags.insert(.hasTokens) }
      if key == "model_used" || key == "selected_model" { event.flags.insert(.hasModel) }
    }
    event.metrics = MetricRange(offset: UInt32(first), count: UInt32(batch.metrics.count - first))
    batch.events.append(event)
  }

  /// The operations so far as a batch of their own; the names stay known.
  mutating func take() -> EventBatch {
    let taken = batch
    batch = EventBatch()
    batch.names = taken.names
    return taken
  }

  private mutating func add(_ key: String, _ value: Value, _ origin: Metric.Origin) {
    switch value {
    case .number(let number):
      let billionths = Int64(min(max(number * 1e9, -9.2e18), 9.2e18).rounded())
      batch.metrics.append(Metric(key: name(key), origin: origin, number: number, billionths: billionths))
    case .flag(let flag):
      batch.metrics.append(Metric(key: name(key), origin: origin, flag: flag))
    case .text(let text):
      let kept = batch.keep(text.utf8)
      batch.metrics.append(
        Metric(key: name(key), origin: origin, text: kept, hash: Checksum.of(text.utf8) ^ 0x5EED))
    }
  }

  private mutating func name(_ text: String) -> Int32 {
    if let known = batch.names.names.firstIndex(of: text) { return Int32(known) }
    batch.names.names.append(text)
    return Int32(batch.names.names.count - 1)
  }
}

extension BatchBuilder.Value: ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral
{
  init(floatLiteral value: Double) { self = .number(value) }
  init(integerLiteral value: Int) { self = .number(Double(value)) }
  init(stringLiteral value: String) { self = .text(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
}

/// A state that keeps breakdowns, and batches that are made by hand.
struct BreakdownFeed {
  var state: MonitorState
  var now: Timestamp
  var builder = BatchBuilder()

  init(
    now: String = "2026-01-02T00:00:00Z", hours: Int = 721, hasStore: Bool = false, standsStill: Bool = false,
    wrapperLimit: Int = 10_000
  ) {
    self.now = time(now)
    state = MonitorState(
      standsStill: standsStill, wrapperLimit: wrapperLimit, breakdownHours: hours, breakdownsHaveStore: hasStore)
  }

  /// Applies what was built.
  mutating func apply() { _ = state.apply(builder.take(), now: now) }

  /// The breakdown of a wrapper over a time before now.
  func summary(_ name: String = "w", seconds: Int64 = 3600, older: [Breakdown] = []) -> BreakdownSummary {
    guard let number = state.knownNumber(of: name) else {
      return BreakdownSummary(from: now, until: now, all: GroupFigures(name: "none"))
    }
    return state.breakdown(of: number, from: now.advanced(seconds: -seconds), through: now, older: older)
  }
}
