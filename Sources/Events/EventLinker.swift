/// Completes what records tell by the records before them (article Formats): an answer after a failure of the same request on
/// another model is a fallback, a request that is told again with more tokens counts once, and an agent's usage has the
/// model that its session named before.
///
/// Decoders cannot do that, since the chunks of a source are decoded on several cores at once. Batches go through it in
/// their order, just before they are applied. It is bounded, and its state is stored with the figures.
package struct EventLinker: Sendable {
  private struct Failure: Sendable, Equatable {
    var group: UInt64
    var reason: String
    /// Nanoseconds; -1 if not known.
    var duration: Int64
    /// When it ended; nil once an answer was found for it.
    var end: Timestamp?
  }

  // How long after a failure its fallback begins at the latest, in microseconds. A trace can be a whole session, of which
  // later requests have nothing to do with it.
  private static let longestPause: Int64 = 300_000_000

  private struct Usage: Sendable, Equatable {
    var counts: [Int64]
    /// Nano-dollars; -1 if not told.
    var cost: Int64
  }

  private struct Model: Sendable, Equatable {
    var name: String
    var hash: UInt64
  }

  private var failures = RecentTable<Failure>(limit: 2048)
  private var usages = RecentTable<Usage>(limit: 2048)
  private var models = RecentTable<Model>(limit: 2048)
  private var totals = RecentTable<UInt64>(limit: 2048)
  /// True if the state has changed since it was last taken for a store.
  package private(set) var hasChanged = false

  package init() {}

  /// Completes the events of a batch. `makeIdentity` gives numbers that no other name table of the process has.
  package mutating func link(_ batch: inout EventBatch, source: Int, makeIdentity: () -> UInt64) {
    guard !batch.links.isEmpty else { return }
    hasChanged = true
    let own = OperationKey(high: .max, low: UInt64(bitPattern: Int64(source)))
    for link in batch.links {
      let scope = link.scope == OperationKey(high: 0, low: 0) ? own : link.scope
      switch link.kind {
      case .failedAttempt:
        failures[scope] = Failure(
          group: link.mark, reason: batch.text(link.text) ?? "", duration: batch.events[link.event].duration,
          end: batch.events[link.event].time)
      case .attempt: recover(&batch, link)
      case .growing: grow(&batch, link)
      case .context: models[scope] = Model(name: batch.text(link.text) ?? "", hash: link.mark)
      case .unnamed: name(&batch, link, models[scope], makeIdentity)
      case .running:
        if totals[own] == link.mark {
          batch.events[link.event].becomeRepetition()
        } else {
          totals[own] = link.mark
          if link.name >= 0 { name(&batch, link, models[own], makeIdentity) }
        }
      }
    }
    batch.links = []
  }

  // The answer of another group than the one that failed before is that of a fallback.
  private mutating func recover(_ batch: inout EventBatch, _ link: EventLink) {
    let event = batch.events[link.event]
    guard var failure = failures[link.scope], failure.group != link.mark, let end = failure.end,
      ((event.start ?? event.time).microseconds &- end.microseconds).magnitude <= Self.longestPause
    else { return }
    failure.end = nil
    failures[link.scope] = failure
    batch.events[link.event].status = .fallback
    batch.events[link.event].flags.insert(.fallbackUsed)
    if !failure.reason.isEmpty { batch.events[link.event].fallbackReason = batch.keep(failure.reason.utf8) }
    guard failure.duration >= 0, link.name >= 0 else { return }
    let milliseconds = Double(failure.duration) / 1e6
    batch.add(
      Metric(
        key: link.name, origin: .record, number: milliseconds, billionths: Int64(billionths: milliseconds)),
      to: link.event)
  }

  // What is told again with more takes the place of what was told before: the difference is what is left to count.
  private mutating func grow(_ batch: inout EventBatch, _ link: EventLink) {
    let event = batch.events[link.event]
    let usage = Usage(counts: link.tokens.counts, cost: event.cost)
    guard let before = usages[event.key] else {
      usages[event.key] = usage
      return
    }
    batch.events[link.event].becomeRepetition()
    guard usage.counts[0] &+ usage.counts[1] >= before.counts[0] &+ before.counts[1] else { return }
    let cost = usage.cost >= 0 ? max(0, usage.cost - max(0, before.cost)) : -1
    let differences = zip(usage.counts, before.counts).map { max(0, $0 - $1) }
    usages[event.key] = Usage(counts: usage.counts, cost: max(usage.cost, before.cost))
    guard differences.contains(where: { $0 > 0 }) || cost > 0 else { return }
    batch.events[link.event].cost = before.cost >= 0 && usage.cost < 0 ? 0 : cost
    batch.keepOnly(TokenUsage.keys, differences, of: link.event, metrics: event.metrics)
  }

  private func name(
    _ batch: inout EventBatch, _ link: EventLink, _ model: Model?, _ makeIdentity: () -> UInt64
  ) {
    guard let model, !model.name.isEmpty else { return }
    if batch.events[link.event].cost < 0 { batch.events[link.event].flags.insert(.hasModel) }
    if link.namesWrapper { batch.events[link.event].wrapper = batch.number(of: model.name, makeIdentity) }
    guard link.name >= 0 else { return }
    let text = batch.keep(model.name.utf8)
    batch.add(Metric(key: link.name, origin: .custom, text: text, hash: model.hash), to: link.event)
  }
}

extension Event {
  /// Makes it one that tells of an operation that was counted before, and nothing new.
  fileprivate mutating func becomeRepetition() {
    kind = .amendment
    cost = 0
    flags.remove([.hasTokens, .hasOnlyZeroParts])
    metrics = .none
  }
}

extension TokenUsage {
  /// The metrics that `counts` are.
  static let keys = ["prompt_tokens", "completion_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"]
  var counts: [Int64] { [prompt, completion, cacheRead, cacheWrite].map { $0 ?? 0 } }
}

extension EventBatch {
  /// The number of a name, which is added to a table of its own if it is new.
  fileprivate mutating func number(of name: String, _ makeIdentity: () -> UInt64) -> Int32 {
    if let known = names.names.firstIndex(of: name) { return Int32(known) }
    names.names.append(name)
    names.identity = makeIdentity()
    return Int32(names.names.count - 1)
  }

  /// Adds a metric to an event.
  fileprivate mutating func add(_ metric: Metric, to event: Int) {
    let own = metrics(of: events[event])
    events[event].metrics = MetricRange(offset: UInt32(metrics.count), count: UInt32(own.count + 1))
    metrics.append(contentsOf: own)
    metrics.append(metric)
  }

  /// Gives an event only those of its former metrics, with these numbers.
  fileprivate mutating func keepOnly(_ keys: [String], _ numbers: [Int64], of event: Int, metrics range: MetricRange) {
    let offset = metrics.count
    var hasTokens = false
    for place in Int(range.offset)..<Int(range.offset + range.count) {
      guard let at = keys.firstIndex(of: names.names[Int(metrics[place].key)]), numbers[at] > 0 else { continue }
      hasTokens = true
      let billionths = numbers[at].multipliedReportingOverflow(by: 1_000_000_000)
      metrics.append(
        Metric(
          key: metrics[place].key, origin: .custom, number: Double(numbers[at]),
          billionths: billionths.overflow ? .max : billionths.partialValue))
    }
    for place in Int(range.offset)..<Int(range.offset + range.count)
    where ["model_used", "custom_llm_provider"].contains(names.names[Int(metrics[place].key)]) {
      metrics.append(metrics[place])
    }
    events[event].metrics = MetricRange(offset: UInt32(offset), count: UInt32(metrics.count - offset))
    if hasTokens, events[event].cost < 0 { events[event].flags.insert(.hasTokens) }
  }
}

/// The newest entries by key, bounded.
struct RecentTable<Value: Sendable & Equatable>: Sendable {
  private(set) var values: [OperationKey: Value] = [:]
  /// In the order in which they were first told; the oldest is at `next` once the list is full.
  private var keys: [OperationKey] = []
  private var next = 0
  let limit: Int

  init(limit: Int) { self.limit = limit }

  /// All entries, oldest first.
  var entries: [(key: OperationKey, value: Value)] {
    (keys[next...] + keys[..<next]).compactMap { key in values[key].map { (key, $0) } }
  }

  subscript(key: OperationKey) -> Value? {
    get { values[key] }
    set {
      guard let newValue else { return }
      if values.updateValue(newValue, forKey: key) != nil { return }
      if keys.count < limit {
        keys.append(key)
      } else {
        values[keys[next]] = nil
        keys[next] = key
        next = (next + 1) % limit
      }
    }
  }
}

// As bytes, for a store.
extension EventLinker {
  private static let version: UInt8 = 1

  /// The state as bytes, if it has changed since the last time.
  package mutating func takeChanges() -> [UInt8]? {
    guard hasChanged else { return nil }
    hasChanged = false
    return bytes
  }

  /// The state as bytes.
  package var bytes: [UInt8] {
    var writer = LinkerWriter()
    writer.bytes.append(Self.version)
    writer.table(failures) { writer, failure in
      writer.word(failure.group)
      writer.text(failure.reason)
      writer.word(UInt64(bitPattern: failure.duration))
      writer.word(UInt64(bitPattern: failure.end?.microseconds ?? .min))
    }
    writer.table(usages) { writer, usage in
      for count in usage.counts { writer.word(UInt64(bitPattern: count)) }
      writer.word(UInt64(bitPattern: usage.cost))
    }
    writer.table(models) { writer, model in
      writer.text(model.name)
      writer.word(model.hash)
    }
    writer.table(totals) { writer, mark in writer.word(mark) }
    return writer.bytes
  }

  /// A state as it was stored; an empty one if the bytes make no sense.
  package init(bytes: [UInt8]) {
    self.init()
    var reader = LinkerReader(bytes: bytes[...])
    guard reader.bytes.popFirst() == Self.version else { return }
    reader.table(&failures) { reader in
      guard let group = reader.word(), let reason = reader.text(), let duration = reader.word(), let end = reader.word()
      else { return nil }
      let time = Int64(bitPattern: end)
      return Failure(
        group: group, reason: reason, duration: Int64(bitPattern: duration),
        end: time == .min ? nil : Timestamp(microseconds: time))
    }
    reader.table(&usages) { reader in
      var numbers: [Int64] = []
      for _ in 0..<5 {
        guard let word = reader.word() else { return nil }
        numbers.append(Int64(bitPattern: word))
      }
      return Usage(counts: Array(numbers.prefix(4)), cost: numbers[4])
    }
    reader.table(&models) { reader in
      guard let name = reader.text(), let hash = reader.word() else { return nil }
      return Model(name: name, hash: hash)
    }
    reader.table(&totals) { reader in reader.word() }
  }
}

private struct LinkerWriter {
  var bytes: [UInt8] = []

  mutating func word(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func text(_ value: String) {
    word(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  mutating func table<Value>(_ table: RecentTable<Value>, _ write: (inout LinkerWriter, Value) -> Void) {
    let entries = table.entries
    word(UInt64(entries.count))
    for (key, value) in entries {
      word(key.high)
      word(key.low)
      write(&self, value)
    }
  }
}

private struct LinkerReader {
  var bytes: ArraySlice<UInt8>

  mutating func word() -> UInt64? {
    guard bytes.count >= 8 else { return nil }
    defer { bytes = bytes.dropFirst(8) }
    return bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func text() -> String? {
    guard let count = word(), count <= UInt64(bytes.count) else { return nil }
    defer { bytes = bytes.dropFirst(Int(count)) }
    return String(decoding: bytes.prefix(Int(count)), as: UTF8.self)
  }

  mutating func table<Value>(_ table: inout RecentTable<Value>, _ read: (inout LinkerReader) -> Value?) {
    guard let count = word(), count <= UInt64(table.limit) else { return bytes = [] }
    for _ in 0..<count {
      guard let high = word(), let low = word(), let value = read(&self) else { return bytes = [] }
      table[OperationKey(high: high, low: low)] = value
    }
  }
}
