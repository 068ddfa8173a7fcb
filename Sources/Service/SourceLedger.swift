import Events
import Monitoring
import Snapshots

/// What has come in, source by source, and the last lines that were rejected: a value.
package struct SourceLedger: Sendable {
  /// In the order in which they were added.
  package private(set) var sources: [SourceStatus] = []
  private var physicalLines: [UInt64] = []
  private var rejected: [RejectedLine] = []
  private var started: Timestamp?
  /// What operators were told, newest first.
  package private(set) var notices: [String] = []

  /// How many rejected lines are kept.
  package static let keptRejected = 200

  package init() {}

  /// Makes a source known; the answer is its number.
  package mutating func add(_ status: SourceStatus) -> Int {
    sources.append(status)
    physicalLines.append(0)
    return sources.count - 1
  }

  /// Changes what is known of a source.
  package mutating func update(_ number: Int, _ change: (inout SourceStatus) -> Void) { change(&sources[number]) }

  /// Tells operators something; the last few are kept, each once.
  package mutating func notice(_ text: String) {
    notices.removeAll { $0 == text }
    notices.insert(text, at: 0)
    if notices.count > 8 { notices.removeLast() }
  }

  /// Tells operators no longer what has ceased to be so.
  package mutating func withdrawNotice(_ text: String) { notices.removeAll { $0 == text } }

  /// The rejected lines, newest first.
  package var newestRejected: [RejectedLine] { rejected.reversed() }

  /// The sources that are still reading what was there before.
  package var catchingUp: Set<Int> { Set(sources.indices.filter { sources[$0].state == .catchingUp }) }

  /// The next line of a source is the first of a file.
  package mutating func restartLineNumbers(of number: Int) {
    physicalLines[number] = 0
  }

  /// True while a source reads what was there before.
  package func isCatchingUp(_ source: Int) -> Bool { sources[source].state == .catchingUp }

  /// Counts a batch and what became of it.
  package mutating func record(_ batch: EventBatch, _ applied: Applied, from source: Int, now: Timestamp) {
    started = started ?? now
    let rejectedLines = batch.rejected.values.reduce(0, +) + applied.rejectedSteps
    let records = batch.lines - UInt64(applied.flushes.count)
    sources[source].lines &+= records
    sources[source].records &+= records
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

  private mutating func keepRejected(_ batch: EventBatch, _ applied: Applied, of source: Int, now: Timestamp) {
    let name = sources[source].name
    let before = sources[source].numbersLines ? physicalLines[source] : nil
    var lines = batch.rejections.suffix(Self.keptRejected).map { rejection in
      (
        rejection.line,
        RejectedLine(
          source: name, lineNumber: before.map { $0 + rejection.line + 1 }, byteOffset: rejection.offset,
          reason: rejection.reason, field: rejection.field, sample: rejection.sample, time: now)
      )
    }
    for event in applied.rejections.suffix(Self.keptRejected) {
      let sample = batch.texts.withUnsafeBufferPointer { texts in
        let range = Int(event.sample.offset)..<Int(event.sample.offset + event.sample.length)
        return Redaction.redact(UnsafeBufferPointer(rebasing: texts[range]), limit: 512)
      }
      lines.append(
        (
          UInt64(event.line),
          RejectedLine(
            source: name, lineNumber: before.map { $0 + UInt64(event.line) + 1 }, byteOffset: event.offset,
            reason: .unknownOperation, field: "operation_id", sample: String(decoding: sample, as: UTF8.self),
            time: now)
        ))
    }
    lines.sort { $0.0 < $1.0 }
    rejected += lines.map(\.1)
    if rejected.count > Self.keptRejected { rejected.removeFirst(rejected.count - Self.keptRejected) }
  }

  /// How far the files have come; nil once none of them catches up.
  package func progress(now: Timestamp) -> CatchUp? {
    let files = sources.filter { $0.kind == .file }
    guard files.contains(where: { $0.state == .catchingUp }), let started else { return nil }
    let read = files.reduce(0) { $0 + $1.bytes }
    let left = files.reduce(0) { $0 + ($1.lagBytes ?? 0) }
    let seconds = max(0.001, now.milliseconds(since: started) / 1000)
    let accepted = files.reduce(0) { $0 + $1.accepted }
    let secondsLeft = read > 0 && seconds > 0.2 ? Double(left) / (Double(read) / seconds) : nil
    return CatchUp(
      bytesRead: read, bytesTotal: read + left, eventsPerSecond: Double(accepted) / seconds, secondsLeft: secondsLeft)
  }
}
