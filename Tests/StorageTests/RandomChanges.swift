import Events
import Storage
import TestSupport

@testable import Monitoring

/// Makes up what a core could commit: time goes on by seconds or by days, operations come late or on time, wrappers
/// appear and fall silent.
struct RandomChanges {
  private var random: SeededRandom
  private(set) var now = Timestamp(seconds: 1_767_225_600)
  private var records: [WrapperRecord] = []
  private var active: [OperationKey] = []
  private var sources: [StoredSource] = []
  private var serial: UInt64 = 0

  init(seed: UInt64) { random = SeededRandom(seed: seed) }

  /// The next commit.
  mutating func next() -> Commit {
    let jumps: [Int64] = [1, 1, 1, 1, 9, 60, 400, 3600, 90_000, 3 * 86_400]
    now = now.advanced(seconds: jumps.randomElement(using: &random) ?? 1)
    var changes = MonitorChanges()
    if records.count < 4, records.isEmpty || chance(3) {
      let names = ["routellm", "poml \u{1F980}", "a\u{0}b", "(other)"]
      records.append(WrapperRecord(name: names[records.count]))
    }
    for number in records.indices where number == records.count - 1 || chance(2) {
      changes.wrappers[number] = wrapper(number)
    }
    changes.ids = (0..<Int.random(in: 0...30, using: &random)).map { _ in remembered() }
    changes.operations = (0..<Int.random(in: 0...20, using: &random)).map { _ in operation() }
    startAndEnd(&changes)
    if chance(4) { changes.pending = (0..<Int.random(in: 0...3, using: &random)).map { _ in pending() } }
    if chance(3) { changes.uncosted = (0..<Int.random(in: 0...9, using: &random)).map { _ in uncosted() } }
    var commit = Commit(at: now, checkpoint: changes)
    if chance(2) { commit.sources = [source()] }
    if chance(3) { commit.linker = (0..<Int.random(in: 1...40, using: &random)).map { _ in UInt8(some(255)) } }
    if chance(5) { commit.rejected = (0..<Int.random(in: 0...250, using: &random)).map { line($0) } }
    return commit
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
  private mutating func some(_ most: UInt64) -> UInt64 { UInt64.random(in: 0...most, using: &random) }

  private mutating func wrapper(_ number: Int) -> WrapperChanges {
    let count = Int.random(in: 0...15, using: &random)
    var changes = WrapperChanges(record: records[number])
    for _ in 0..<count {
      let late = [0, 0, 0, 5, 80, 4000, 100_000, 40 * 86_400].randomElement(using: &random) ?? 0
      let end = now.advanced(seconds: -Int64.random(in: 0...Int64(late), using: &random))
      let status = OperationStatus.allCases.randomElement(using: &random) ?? .success
      let completion = Completion(
        end: end, status: status, fallbackUsed: status == .fallback,
        duration: [-1, 0, Int64.random(in: 1...90_000_000_000, using: &random)].randomElement(using: &random) ?? 0,
        cost: Int64.random(in: -1...1_000_000_000_000_000, using: &random),
        costOrigin: [.reported, .estimated, .unpriced].randomElement(using: &random) ?? .reported)
      var minute = DetailedBucket(index: Int32(end.seconds / 60))
      minute.sums.add(completion)
      if let bucket = completion.bucket { minute.histogram.add(bucket: bucket) }
      var ten = minute.sums
      ten.index = Int32(end.seconds / 10)
      changes.tens.append(ten)
      if now.seconds - end.seconds < 86_400 {
        changes.minutes.append(minute)
      } else {
        var hour = minute
        hour.sums.index = Int32(end.seconds / 3600)
        changes.hours.append(hour)
      }
      var quarter = minute.sums
      quarter.index = Int32(end.seconds / 900)
      changes.spending.append(quarter)
      var operation = MeasuredOperation()
      operation.begin(completion, .none)
      operation.finish()
      var part = Breakdown(index: Int32(end.seconds / Breakdown.fineStep))
      part.all.add(operation)
      changes.breakdowns.fine.append(ClosedBreakdown(part))
      tally(completion, of: number)
    }
    changes.record = records[number]
    if chance(2) { changes.failures = (0..<Int.random(in: 0...20, using: &random)).map { _ in operation() } }
    return changes
  }

  private mutating func tally(_ completion: Completion, of number: Int) {
    records[number].totals.total += 1
    records[number].totals.failed += completion.isSuccess ? 0 : 1
    records[number].totals.cost.nanodollars += Int128(max(0, completion.cost)) * Int128(UInt32.max)
    records[number].totals.durationSumNanoseconds += Int128(max(0, completion.duration)) * Int128(Int64.max)
    if let bucket = completion.bucket.flatMap({ $0 }) { records[number].durations.add(bucket: Int(bucket), 1) }
    records[number].firstEnd = min(records[number].firstEnd ?? completion.end, completion.end)
    records[number].lastEnd = max(records[number].lastEnd ?? completion.end, completion.end)
    records[number].lastErrorMessage = completion.isSuccess ? nil : "zero \u{0} within"
    let outcome = RecentOutcomes.Outcome(end: completion.end, error: completion.isSuccess ? nil : "429 \u{202e}")
    records[number].outcomes = (records[number].outcomes + [outcome]).suffix(10)
  }

  private mutating func remembered() -> RememberedID {
    var id = RememberedID(
      key(), wrapper: UInt32(some(9)), start: chance(2) ? nil : now, end: chance(2) ? nil : now.advanced(seconds: 1))
    id.marks = RememberedID.Marks(rawValue: some(7))
    return id
  }

  private mutating func key() -> OperationKey { OperationKey(high: random.next(), low: random.next()) }

  mutating func operation() -> OperationRecord {
    let status = OperationStatus.allCases.randomElement(using: &random) ?? .success
    var record = OperationRecord(
      operationID: chance(2) ? nil : "op-\(some(1000))",
      wrapperName: ["routellm", "a\u{0}b", ""].randomElement(
        using: &random) ?? "", operationType: "chat", start: chance(2) ? nil : now.advanced(seconds: -3), end: now,
      durationMs: chance(2) ? nil : Double(some(100_000)) / 7, status: status, fallbackUsed: chance(2),
      fallbackReason: chance(2) ? nil : "slow", errorMessage: chance(2) ? nil : "out of \u{0}", errorCode: nil,
      cost: chance(2) ? nil : Money(nanodollars: -Int128(some(.max)) * 3))
    record.metrics = [
      MetricValue(name: "tokens_used", isCustom: true, value: .number(Double(some(5000)))),
      MetricValue(name: "optimization_applied", isCustom: false, value: .flag(chance(2))),
      MetricValue(name: "region", isCustom: true, value: .text("eu\u{0}west")),
    ].filter { _ in chance(2) }
    return record
  }

  private mutating func startAndEnd(_ changes: inout MonitorChanges) {
    while let ended = active.last, chance(3) {
      active.removeLast()
      changes.active[ended] = .some(nil)
    }
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      serial += 1
      let key = key()
      var operation = ActiveOperation(
        wrapper: 0, id: "op \u{0} \(serial)", type: "chat", start: now, source: 1, serial: .max - serial)
      operation.outcome = chance(2) ? nil : .timeout
      operation.outcomeTime = operation.outcome == nil ? nil : now
      operation.errorMessage = chance(2) ? nil : "late"
      operation.cost = chance(2) ? -1 : Int64(some(1000))
      operation.costReported = operation.cost >= 0
      operation.givenTimes = ActiveOperation.GivenTimes(rawValue: UInt8(some(3)))
      operation.usage = ActiveOperation.Usage(rawValue: UInt8(some(15)))
      operation.metrics = [
        HeldMetric(name: "tokens_used", origin: .custom, value: .number(Double(some(99))), billionths: Int64(some(99))),
        HeldMetric(name: "cached", origin: .result, value: .flag(chance(2))),
        HeldMetric(name: "model\u{0}", origin: .record, value: .text("gpt\u{0}")),
      ].filter { _ in chance(2) }
      active.append(key)
      changes.active[key] = operation
    }
  }

  private mutating func pending() -> PendingCompletion {
    PendingCompletion(
      wrapper: 0,
      completion: Completion(
        end: now.advanced(seconds: 900), status: .error, fallbackUsed: chance(2), duration: Int64(some(1 << 40)),
        cost: -1), error: chance(2) ? nil : "later", source: Int(some(3)))
  }

  private mutating func uncosted() -> UncostedOperation {
    UncostedOperation(
      key: OperationKey(high: some(.max), low: some(.max)), wrapper: 0, end: now, isSuccess: chance(2),
      fallbackUsed: chance(2), type: ["chat", "default"][chance(2) ? 0 : 1], model: chance(2) ? nil : "gpt-\(some(3))",
      hasTokens: chance(2),
      pricing: [
        .none, .unpriced(tokens: some(.max)),
        .estimated(CostEstimate(input: 1, cacheRead: 2, cacheWrite: Int64(some(1 << 40)), output: 4, requests: 5)),
      ].randomElement(using: &random) ?? .none)
  }

  private mutating func source() -> StoredSource {
    let name = "/var/log/\(some(3)).jsonl"
    var status = SourceStatus(name: name, kind: chance(4) ? .socket : .file)
    status.state = [.waiting, .live, .failed("gone \u{0}"), .catchingUp, .ended].randomElement(using: &random) ?? .live
    status.bytes = some(.max)
    // A count never shrinks, so that zero is not written over another.
    status.withoutUsage = some(1 << 40) + 1
    status.rejectedByReason = [.notJSON: some(9), .wrongType: some(9)]
    status.lastEvent = chance(2) ? nil : now
    status.lagBytes = chance(2) ? nil : some(.max)
    status.connections = chance(2) ? nil : 3
    let positions = (0..<Int.random(in: 0...70, using: &random)).map { _ in
      Position(
        device: some(.max), inode: some(.max),
        fingerprint: Fingerprint(of: [UInt8](repeating: 1, count: Int(some(1024)))), offset: some(.max),
        marks: (0..<Int.random(in: 0...Mark.most, using: &random)).map { _ in
          Mark(offset: some(.max), before: Fingerprint(of: [UInt8](repeating: 2, count: Int(some(1024)))))
        })
    }
    return StoredSource(status: status, positions: positions)
  }

  private mutating func line(_ number: Int) -> RejectedLine {
    RejectedLine(
      source: "stdin", lineNumber: chance(2) ? nil : UInt64(number), byteOffset: some(.max),
      reason: RejectionReason.allCases.randomElement(using: &random) ?? .notJSON, field: chance(2) ? nil : "cost",
      found: chance(2) ? nil : "\"é\u{0}\"", sample: "{\u{0}", time: now)
  }
}

extension Commit {
  /// This commit and the next one as one.
  mutating func append(_ next: Commit) {
    at = next.at
    if let changes = next.checkpoint {
      if checkpoint == nil { checkpoint = changes } else { checkpoint?.append(changes) }
    }
    for source in next.sources {
      sources.removeAll { $0.status.name == source.status.name && $0.status.kind == source.status.kind }
      sources.append(source)
    }
    rejected = next.rejected ?? rejected
    linker = next.linker ?? linker
  }
}

extension MonitorChanges {
  fileprivate mutating func append(_ next: MonitorChanges) {
    for (number, changes) in next.wrappers {
      guard var merged = wrappers[number] else {
        wrappers[number] = changes
        continue
      }
      merged.record = changes.record
      merged.failures = changes.failures ?? merged.failures
      merged.tens += changes.tens
      merged.minutes += changes.minutes
      merged.hours += changes.hours
      merged.spending += changes.spending
      merged.breakdowns.fine += changes.breakdowns.fine
      merged.breakdowns.coarse += changes.breakdowns.coarse
      wrappers[number] = merged
    }
    ids += next.ids
    operations = (operations + next.operations).suffix(10_000)
    active.merge(next.active) { $1 }
    pending = next.pending ?? pending
    uncosted = next.uncosted ?? uncosted
  }
}

extension OperationSums {
  /// Counts one operation.
  fileprivate mutating func add(_ operation: MeasuredOperation) {
    basic.add(operation)
    if let bucket = operation.durationBucket { durations.add(bucket: bucket, nanoseconds: operation.duration) }
    if operation.isInMedian { costs.add(bucket: operation.costBucket) }
    for (figure, amount) in operation.figures { figures.add(figure, Int128(amount)) }
  }
}
