import Events
import Formatting
import Ingestion
import Monitoring
import PlainText
import Snapshots
import Storage

/// What has come in, source by source, and the last lines that were rejected: a value.
package struct SourceRegistry: Sendable {
  /// In the order in which they were added.
  package private(set) var sources: [SourceStatus] = []
  private var numbers: [SourceName: Int] = [:]
  private var physicalLines: [UInt64] = []
  private var positions: [[KnownPosition]] = []
  private var changed: Set<Int> = []
  // How many sources a store knows; the others are all new to it, so that it has them in the same order.
  private var storedCount = 0
  private var hasNewRejected = false
  // Those that a store told of and that this process has not met yet.
  private var unclaimed: Set<Int> = []
  // What was last said of the sources that are in trouble.
  private var troubles: [Int: String] = [:]
  // The kinds of rejections that there were of each source, and the first lines of those that were not told of yet.
  private var saidKinds: [Int: Set<RejectionKind>] = [:]
  private var newKinds: [RejectedLine] = []
  // What inputs come to that are read to their ends; its counts are those before they were read.
  private var outcome: ReadingOutcome?
  private var batches: UInt64 = 0
  private var rejected: [RejectedLine] = []
  private var started: Timestamp?

  // What tells a source from all others.
  private struct SourceName: Hashable {
    var name: String
    var kind: SourceKind

    init(_ status: SourceStatus) { (name, kind) = (status.name, status.kind) }
  }

  /// How many rejected lines are kept.
  package static let keptRejected = EventLimits.rejections

  /// Completes foreign records by those before them.
  var linker = EventLinker()

  package init() {}

  /// Makes a source known; the answer is its number. One that a store told of keeps its number and its counts, and its state until
  /// it has been looked at: what ends before that must not store that there is no such file.
  package mutating func add(_ status: SourceStatus) -> Int {
    if let known = numbers[SourceName(status)], unclaimed.remove(known) != nil {
      if status.state != .waiting { sources[known].state = status.state }
      sources[known].numbersLines = status.numbersLines
      changed.insert(known)
      return known
    }
    numbers[SourceName(status)] = sources.count
    sources.append(status)
    physicalLines.append(0)
    positions.append([])
    changed.insert(sources.count - 1)
    return sources.count - 1
  }

  /// The source is in that state from now on.
  ///
  /// - Returns: what an operator has to be told of it, if that is new: it is in trouble, or no longer.
  mutating func setState(_ state: SourceState, of number: Int) -> String? {
    if sources[number].state != state {
      sources[number].state = state
      changed.insert(number)
    }
    switch state {
    case .waiting, .failed:
      let problem = sources[number].problem
      guard troubles[number] != problem else { return nil }
      troubles[number] = problem
      changed.insert(number)
      return problem
    case .catchingUp, .live, .ended:
      return troubles.removeValue(forKey: number).map { _ in "\(sources[number].name.withoutHarm): is read now" }
    }
  }

  /// The rejected lines, newest first.
  package var newestRejected: [RejectedLine] { rejected.reversed() }

  /// The sources that are still reading what was there before.
  package var catchingUp: Set<Int> { Set(sources.indices.filter { sources[$0].state == .catchingUp }) }

  /// The next line of a source stands in a file at that position.
  package mutating func begin(at position: Position, in number: Int) {
    physicalLines[number] = 0
    if position.offset > 0 { sources[number].numbersLines = false }
    record(position, of: number)
    changed.insert(number)
  }

  /// True while a source reads what was there before.
  package func isCatchingUp(_ source: Int) -> Bool { sources[source].state == .catchingUp }

  /// Counts a batch and what became of it; the answer counts the batches.
  mutating func record(
    _ batch: EventBatch, _ applied: Applied, _ progress: ChunkProgress, from source: Int, now: Timestamp
  ) -> UInt64 {
    started = started ?? now
    count(batch, applied, from: source, now: now)
    sources[source].bytes &+= progress.bytes
    if let lag = progress.lag { sources[source].lagBytes = lag }
    if let position = progress.position { record(position, of: source) }
    changed.insert(source)
    batches += 1
    return batches
  }

  /// True if records of a foreign format were met in the source.
  func isForeign(_ source: Int) -> Bool { sources[source].format != DecodingOptions.native }

  /// Completes what a batch of a source tells by what came before: plain text beside foreign records is skipped, and
  /// records are linked to earlier ones.
  mutating func complete(_ batch: inout EventBatch, of source: Int) {
    if isForeign(source) { batch.skipPlainText() }
    linker.link(&batch, source: source, makeIdentity: DecoderFactory.nextIdentity)
  }

  // All formats that were met, native only where there are native records as well.
  private mutating func noteFormats(_ batch: EventBatch, of source: Int) {
    let status = sources[source]
    var formats = Set(status.format.split(separator: "+").map(String.init))
    let hasNative = batch.events.contains { !$0.flags.contains(.isForeign) && $0.kind != .flush }
    if status.records == 0, !hasNative {
      formats.remove(DecodingOptions.native)
    }
    formats.formUnion(batch.formats)
    sources[source].format = formats.sorted().joined(separator: "+")
  }

  private mutating func record(_ position: Position, of source: Int) {
    positions[source].record(position, of: sources[source].name)
  }

  private mutating func count(_ batch: EventBatch, _ applied: Applied, from source: Int, now: Timestamp) {
    let rejectedLines = batch.rejected.values.reduce(0, +) + applied.rejectedSteps
    let flushes = UInt64(applied.flushes.count)
    // It looks at what was counted before.
    if !batch.formats.isEmpty { noteFormats(batch, of: source) }
    sources[source].lines &+= batch.lines - flushes
    sources[source].records &+= batch.records - flushes
    sources[source].skipped &+= batch.skipped
    sources[source].withoutUsage &+= batch.withoutUsage
    sources[source].accepted &+= applied.accepted
    sources[source].duplicates &+= applied.duplicates
    sources[source].inconsistent &+= applied.inconsistent
    sources[source].tooLate &+= applied.tooLate
    sources[source].rejected &+= rejectedLines
    for (reason, count) in batch.rejected { sources[source].rejectedByReason[reason, default: 0] &+= count }
    if applied.rejectedSteps > 0 {
      sources[source].rejectedByReason[.unknownOperation, default: 0] &+= applied.rejectedSteps
    }
    if batch.lines > 0 { sources[source].lastArrival = now }
    if let newest = applied.newest { sources[source].lastEvent = newest }
    if rejectedLines > 0 { keepRejected(batch, applied, of: source, now: now) }
    physicalLines[source] &+= batch.physicalLines
  }

  /// The rejected lines since the last call that are the first of their kind from their source.
  mutating func takeNewKinds() -> [RejectedLine] {
    defer { newKinds = [] }
    return newKinds
  }

  private mutating func keepRejected(_ batch: EventBatch, _ applied: Applied, of source: Int, now: Timestamp) {
    let name = sources[source].name
    let before = sources[source].numbersLines ? physicalLines[source] : nil
    let lines = batch.rejections(with: applied).suffix(Self.keptRejected).map { rejection in
      RejectedLine(
        source: name, lineNumber: before.map { $0 + rejection.line + 1 }, byteOffset: rejection.offset,
        reason: rejection.reason, field: rejection.field, found: rejection.found, sample: rejection.sample, time: now)
    }
    rejected += lines
    for line in lines where saidKinds[source, default: []].insert(RejectionKind(line)).inserted {
      newKinds.append(line)
    }
    if rejected.count > Self.keptRejected { rejected.removeFirst(rejected.count - Self.keptRejected) }
    hasNewRejected = true
  }

  // MARK: Store

  /// Goes on from what a store holds. The files are taken to be behind until they are met, so that operations under way
  /// age by what the files tell and not by the time that no one read them.
  mutating func restore(_ content: StoredContent) {
    for source in content.sources { addStored(source) }
    rejected = content.rejected.reversed() + rejected
    linker = EventLinker(bytes: content.linker)
  }

  /// Makes a registry for someone who only looks at a store: the sources are as they were at its last commit.
  init(showing stored: [StoredSource], rejected lines: [RejectedLine]) {
    self.init()
    for source in stored {
      var status = source.status
      status.storedBytes = status.bytes
      _ = add(status)
    }
    rejected = lines.reversed()
  }

  /// The newest event of each source.
  var newestEvents: [Int: Timestamp] {
    Dictionary(
      uniqueKeysWithValues: sources.enumerated().compactMap { number, status in
        status.lastEvent.map { (number, $0) }
      })
  }

  private mutating func addStored(_ source: StoredSource) {
    let number = add(source.status)
    positions[number] = source.positions.map { KnownPosition(path: source.status.name, position: $0) }
    sources[number].state = source.status.kind == .file ? .catchingUp : .ended
    // What it says itself was so before the commit that stored it.
    sources[number].storedBytes = source.status.bytes
    sources[number].connections = nil
    changed.remove(number)
    sources[number].lagBytes = source.status.kind == .file ? 0 : nil
    unclaimed.insert(number)
    storedCount = sources.count
  }

  // MARK: Reading to the end

  /// From now on inputs are read to their ends, and `readingOutcome` covers what comes.
  mutating func beginReading() { outcome = ReadingOutcome(countsOf: sources) }

  /// An input could not be read, or not to its end.
  mutating func recordFailure(_ error: IngestionError) { outcome?.failures.append(error) }

  /// No file matches a pattern.
  mutating func recordUnmatched(_ pattern: String) { outcome?.unmatched.append(pattern) }

  /// What reading came to since it began; nothing if it did not.
  var readingOutcome: ReadingOutcome {
    guard let outcome else { return ReadingOutcome() }
    var result = ReadingOutcome(countsOf: sources).since(outcome)
    result.newestRejected = Array(newestRejected.prefix(Int(clamping: result.rejected)))
    return result
  }

  /// Those that a store told of and that no one has met have ended, until someone does.
  package mutating func endUnclaimed() {
    for number in unclaimed where sources[number].state != .ended {
      sources[number].state = .ended
      changed.insert(number)
    }
  }

  /// How far files were read, all sources together.
  var knownPositions: [KnownPosition] {
    sources.indices.filter { sources[$0].kind == .file }.flatMap { positions[$0] }
  }

  /// What changed since the last time, and how many batches that covers.
  mutating func takeChanges() -> (sources: [StoredSource], rejected: [RejectedLine]?, mark: UInt64) {
    defer {
      changed = []
      storedCount = sources.count
      hasNewRejected = false
    }
    return (
      changed.union(storedCount..<sources.count).sorted().map(stored),
      hasNewRejected ? newestRejected : nil, batches
    )
  }

  /// All sources, as they are stored.
  var stored: [StoredSource] { sources.indices.map(stored) }

  private func stored(_ number: Int) -> StoredSource {
    StoredSource(status: sources[number], positions: positions[number].map(\.position))
  }

  /// A source is stored as far as that.
  mutating func recordStored(_ source: StoredSource) {
    guard let number = numbers[SourceName(source.status)] else { return }
    sources[number].storedBytes = source.status.bytes
  }

  /// How far the files have come; nil once none of them catches up.
  package func progress(now: Timestamp) -> CatchUp? {
    let files = sources.filter { $0.kind == .file }
    guard files.contains(where: { $0.state == .catchingUp }), let started else { return nil }
    return Self.progress(of: files, after: now.milliseconds(since: started) / 1000)
  }

  /// How far reading has come in all sources together, so many seconds after it began.
  package func progress(after seconds: Double) -> CatchUp { Self.progress(of: sources, after: seconds) }

  private static func progress(of sources: [SourceStatus], after seconds: Double) -> CatchUp {
    let read = sources.reduce(0) { $0 + $1.bytes }
    let left = sources.reduce(0) { $0 + ($1.lagBytes ?? 0) }
    let seconds = max(0.001, seconds)
    let accepted = sources.reduce(0) { $0 + $1.accepted }
    let secondsLeft = read > 0 && seconds > 0.2 ? Double(left) / (Double(read) / seconds) : nil
    return CatchUp(
      bytesRead: read, bytesTotal: read + left, eventsPerSecond: Double(accepted) / seconds, secondsLeft: secondsLeft)
  }
}

/// What rejected lines have in common that a log says once.
private struct RejectionKind: Hashable, Sendable {
  var reason: RejectionReason
  var field: String?

  init(_ line: RejectedLine) { (reason, field) = (line.reason, line.field) }
}

/// Knows more of a source than what it has sent, such as how many clients are connected.
package protocol ObservedSource: Sendable {
  /// Fills in what only it knows, whenever a snapshot is taken.
  func refresh(_ status: inout SourceStatus)
}
