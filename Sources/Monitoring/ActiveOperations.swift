import Events
import HeapModule

/// An operation under way.
package struct ActiveOperation: Codable, Sendable {
  package var wrapper: Int
  package var id: String
  package var type: String
  package var start: Timestamp
  /// Where its start came from, so that it ages by that source's time.
  package var source: Int
  /// Tells it from an earlier operation with the same id.
  package var serial: UInt64
  package var outcome: OperationStatus?
  /// When the first outcome was reported.
  package var outcomeTime: Timestamp?
  package var fallbackUsed = false
  package var fallbackReason: String?
  package var errorMessage: String?
  package var errorCode: String?
  package var cost: Int64 = -1
  /// Its cost was set by a `cost` event.
  package var costReported = false
  /// What its steps told of its cost and of what it used.
  package var usage: Usage = []
  /// The metrics that its steps told so far.
  package var metrics: [HeldMetric] = []
  /// Which of its times its events gave; the others are when the events arrived.
  package var givenTimes: GivenTimes = []

  /// Times that can be given.
  package struct GivenTimes: OptionSet, Codable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// That of its start.
    package static let start = GivenTimes(rawValue: 1)
    /// That of its first outcome.
    package static let outcome = GivenTimes(rawValue: 2)
  }

  /// What is known beside the cost itself.
  package struct Usage: OptionSet, Codable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Its cost is an estimate of whoever reported it.
    package static let estimatedCost = Usage(rawValue: 1)
    /// Its cost is 0 because the parts that were reported are.
    package static let onlyZeroParts = Usage(rawValue: 2)
    /// Its steps told of tokens, at least one.
    package static let tokens = Usage(rawValue: 4)
    /// Its steps named a model.
    package static let model = Usage(rawValue: 8)
  }

  package init(wrapper: Int, id: String, type: String, start: Timestamp, source: Int, serial: UInt64) {
    self.wrapper = wrapper
    self.id = id
    self.type = type
    self.start = start
    self.source = source
    self.serial = serial
  }
}

extension ActiveOperation {
  /// What it cost as far as that was reported, in nano-dollars; -1 if it was not. Parts that are all 0 beside a model
  /// and tokens mean nothing (article Cost, Cost of an operation).
  var reportedCost: Int64 {
    cost == 0 && !costReported && usage.isSuperset(of: [.onlyZeroParts, .tokens, .model]) ? -1 : cost
  }

  /// Notes what a step told of its usage.
  mutating func note(_ flags: Event.Flags) {
    if flags.contains(.hasTokens) { usage.insert(.tokens) }
    if flags.contains(.hasModel) { usage.insert(.model) }
  }

  /// Takes a step's cost for that of the operation, in nano-dollars, with what the step says of it.
  mutating func take(cost: Int64, _ flags: Event.Flags) {
    self.cost = cost
    usage.subtract([.estimatedCost, .onlyZeroParts])
    if flags.contains(.costEstimated) { usage.insert(.estimatedCost) }
    if flags.contains(.hasOnlyZeroParts) { usage.insert(.onlyZeroParts) }
  }
}

/// All operations under way, by the fingerprint of their id, and per wrapper the oldest of them.
struct ActiveOperations: Sendable {
  /// More than these push out the oldest of the wrapper that starts another one.
  static let limit = MonitoringLimits.active
  private struct Start: Comparable, Sendable {
    var time: Timestamp
    var serial: UInt64
    var key: OperationKey

    static func < (a: Start, b: Start) -> Bool { (a.time, a.serial) < (b.time, b.serial) }
  }

  private var operations: [OperationKey: ActiveOperation] = [:]
  private var starts: [Heap<Start>] = []
  private var counts: [Int] = []
  private var serial: UInt64 = 0
  private var heldMetrics = 0
  private let metricLimit: Int
  private var changed: Set<OperationKey> = []
  /// Whether it is noted which ones come, change and go.
  var tracksChanges = false

  /// No operations. All of them together hold at most `metricLimit` metrics; more are left out.
  init(metricLimit: Int = 1_000_000) { self.metricLimit = metricLimit }

  var count: Int { operations.count }
  var isEmpty: Bool { operations.isEmpty }

  subscript(key: OperationKey) -> ActiveOperation? { operations[key] }

  /// How many a wrapper has.
  func count(of wrapper: Int) -> Int { wrapper < counts.count ? counts[wrapper] : 0 }

  /// Changes an operation in place; false if there is none with that id.
  mutating func update(_ key: OperationKey, _ change: (inout ActiveOperation) -> Void) -> Bool {
    guard let at = operations.index(forKey: key) else { return false }
    change(&operations.values[at])
    if tracksChanges { changed.insert(key) }
    return true
  }

  /// Holds metrics of a step until the operation ends; the answer is how many were left out because there are too many.
  mutating func hold(_ metrics: [HeldMetric], of key: OperationKey) -> Int {
    guard !metrics.isEmpty, let at = operations.index(forKey: key) else { return 0 }
    let before = operations.values[at].metrics.count
    let limit = min(EventBatch.metricsOfRecord, before + max(0, metricLimit - heldMetrics))
    let leftOut = HeldMetric.merge(metrics, into: &operations.values[at].metrics, limit: limit)
    heldMetrics += operations.values[at].metrics.count - before
    if tracksChanges { changed.insert(key) }
    return leftOut
  }

  /// Begins one; nil if its id is active already, else the one that had to make room, if any.
  mutating func begin(
    _ key: OperationKey, wrapper: Int, id: String, type: String, start: Timestamp, isStartGiven: Bool = false,
    source: Int
  ) -> (begun: Bool, shed: ActiveOperation?) {
    var operation = ActiveOperation(wrapper: wrapper, id: id, type: type, start: start, source: source, serial: 0)
    if isStartGiven { operation.givenTimes = .start }
    return begin(key, operation)
  }

  /// Begins one that is given whole, all but its serial number.
  mutating func begin(_ key: OperationKey, _ operation: ActiveOperation) -> (begun: Bool, shed: ActiveOperation?) {
    guard operations[key] == nil else { return (false, nil) }
    serial += 1
    var operation = operation
    operation.serial = serial
    let wrapper = operation.wrapper
    var shed: ActiveOperation?
    while wrapper >= starts.count {
      starts.append(Heap())
      counts.append(0)
    }
    if operations.count >= Self.limit, let oldest = oldestKey(of: wrapper) { shed = end(oldest) }
    operations[key] = operation
    heldMetrics += operation.metrics.count
    if tracksChanges { changed.insert(key) }
    starts[wrapper].insert(Start(time: operation.start, serial: serial, key: key))
    counts[wrapper] += 1
    return (true, shed)
  }

  /// Ends one, and hands it out; nil if there is none with that id.
  mutating func end(_ key: OperationKey) -> ActiveOperation? {
    guard let operation = operations.removeValue(forKey: key) else { return nil }
    heldMetrics -= operation.metrics.count
    if tracksChanges { changed.insert(key) }
    counts[operation.wrapper] -= 1
    if counts[operation.wrapper] == 0 {
      starts[operation.wrapper] = Heap()
    } else if starts[operation.wrapper].count > 2 * counts[operation.wrapper] + 64 {
      forgetEnded(operation.wrapper)
    }
    return operation
  }

  /// All of them.
  var everything: [OperationKey: ActiveOperation?] { operations.mapValues { $0 } }

  /// Those that came, changed or went since the last time.
  mutating func takeChanges() -> [OperationKey: ActiveOperation?] {
    defer { changed = [] }
    return Dictionary(uniqueKeysWithValues: changed.map { ($0, operations[$0]) })
  }

  /// When the oldest of a wrapper's began.
  mutating func oldestStart(of wrapper: Int) -> Timestamp? {
    oldestKey(of: wrapper).flatMap { operations[$0]?.start }
  }

  /// Takes out those of a wrapper that began before a limit, which may differ by their source.
  mutating func removeAll(of wrapper: Int, startedBefore limit: (ActiveOperation) -> Timestamp) -> Int {
    var removed = 0
    while let key = oldestKey(of: wrapper), let operation = operations[key], operation.start < limit(operation) {
      _ = end(key)
      removed += 1
    }
    return removed
  }

  private mutating func oldestKey(of wrapper: Int) -> OperationKey? {
    guard count(of: wrapper) > 0 else { return nil }
    while let first = starts[wrapper].min {
      if operations[first.key]?.serial == first.serial { return first.key }
      starts[wrapper].removeMin()
    }
    return nil
  }

  private mutating func forgetEnded(_ wrapper: Int) {
    starts[wrapper] = Heap(starts[wrapper].unordered.filter { operations[$0.key]?.serial == $0.serial })
  }
}
