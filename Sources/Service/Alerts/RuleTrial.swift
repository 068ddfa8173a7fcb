import Alerting
import Events
import Ingestion
import Monitoring
import Synchronization

/// Says what rules would have done while something was recorded (article Alerts, Trying rules).
///
/// The recording is played as fast as it can be read, and looked at every ten seconds of its own time.
package struct RuleTrial: Sendable {
  /// What came of it.
  package struct Outcome: Sendable {
    /// Alerts that fired, in the order in which they did. Those without an end still fired when the recording ended.
    package var alerts: [Alert] = []
    /// How many messages a channel that takes everything would have got.
    package var messages = 0
    /// The ids of alerts that no channel would have been told of, because of a cooldown or a worse alert.
    package var untold: Set<String> = []
    /// From the first event to the last; nil if there was none with a time.
    package var span: Range<Timestamp>?
    /// Operations.
    package var operations: UInt64 = 0
    /// Lines that were rejected.
    package var rejected: UInt64 = 0
  }

  private static let step: Int64 = 10
  /// For how long it goes on to look after the last event: until every window of rules by hours and minutes is empty.
  private static let after: Int64 = 2 * 3600

  private let rules: [AlertRule]
  private let decoding: DecodingOptions

  package init(_ rules: [AlertRule], decoding: DecodingOptions = DecodingOptions()) {
    self.rules = rules
    self.decoding = decoding
  }

  /// Plays files, one after the other.
  ///
  /// - Parameters:
  ///   - prepare: sets up the core, such as its budgets, before anything is played.
  ///   - now: what events count as that tell no time.
  /// - Throws: if a file cannot be read.
  package func run(
    _ patterns: [String], maxLine: LineLimits = LineLimits(), now: Timestamp, prepare: (Core) throws -> Void = { _ in }
  ) async throws -> Outcome {
    var options = TailOptions()
    options.mode = .once
    options.maxLine = maxLine
    let tail = try FileTail(patterns: patterns, options: options)
    var playing = try Playing(rules, decoding: decoding, now: now)
    try prepare(playing.core)
    while let event = await tail.next() {
      switch event {
      case .unmatched(let pattern):
        throw IngestionError(.unreadable, patterns[pattern], "no file matches", advice: "name a file that is there")
      case .failed(_, let error): throw error
      case .appeared(_, let file): playing.begin(file.name)
      case .chunk(_, let chunk, _, _): await playing.play(chunk)
      default: break
      }
    }
    return playing.end()
  }

  /// A core at the time of the recording.
  private struct Playing {
    let core: Core
    private let clock: RecordedClock
    private let worker: DecodeWorker
    private let scout: DecodeWorker
    private let rules: [AlertRule]
    private let present: Timestamp
    private var evaluator: RuleEvaluator
    private var book = AlertBook()
    private let router: AlertRouter
    private var random = SystemRandomNumberGenerator()
    private var outcome = Outcome()
    private var source: Int?
    private var last: Timestamp?

    init(_ rules: [AlertRule], decoding: DecodingOptions, now: Timestamp) throws {
      let clock = RecordedClock()
      self.clock = clock
      self.rules = rules
      present = now
      core = Core(detail: .none, clock: { clock.now })
      let factory = DecoderFactory(seed: 0, keepsMetrics: true, options: decoding)
      worker = try factory.worker()
      scout = try factory.worker()
      evaluator = RuleEvaluator(rules)
      router = AlertRouter(channels: [AlertChannel("trial")], rules: rules, host: "trial")
    }

    mutating func begin(_ name: String) {
      let number = core.addSource(SourceStatus(name: name, kind: .file))
      core.setState(.live, of: number)
      source = number
    }

    mutating func play(_ chunk: Chunk) async {
      guard let source else { return }
      let lines = await RecordedLines(chunk, decoder: scout, now: present).lines
      var start = chunk.lines.lowerBound
      for line in lines {
        guard let time = line.time else { continue }
        guard let last else {
          look(at: time)
          continue
        }
        guard time >= last.advanced(seconds: RuleTrial.step) else { continue }
        await apply(chunk, start..<line.bytes.lowerBound, source)
        start = line.bytes.lowerBound
        look(until: time)
      }
      await apply(chunk, start..<chunk.lines.upperBound, source)
    }

    private func apply(_ chunk: Chunk, _ lines: Range<Int>, _ source: Int) async {
      guard !lines.isEmpty else { return }
      var part = chunk
      part.lines = lines
      part.offset = chunk.offset + UInt64(lines.lowerBound - chunk.lines.lowerBound)
      if lines.upperBound < chunk.lines.upperBound { part.cut = nil }
      var batch = await worker.decode(part, now: clock.now).batch
      core.apply(&batch, from: source, ChunkProgress(part))
    }

    // Looks at each step up to an instant. Where a long time has passed, nothing is left that could change.
    private mutating func look(until time: Timestamp) {
      guard var at = last else { return }
      let end = min(time, at.advanced(seconds: RuleTrial.after))
      while at < end {
        at = min(end, at.advanced(seconds: RuleTrial.step))
        look(at: at)
      }
      if end < time { look(at: time) }
    }

    private mutating func look(at time: Timestamp) {
      clock.set(time)
      last = time
      if outcome.span == nil { outcome.span = time..<time }
      let (conditions, now) = core.conditions(by: &evaluator, core.reading())
      let core = core
      let fired = book.update(
        conditions, rules: rules, now: now, isIdle: { name in core.withMonitor { $0.isIdle(name, at: now) } },
        random: &random)
      outcome.untold.formUnion(fired)
      for message in router.takeMessages(from: &book, now: now) {
        outcome.messages += 1
        outcome.untold.subtract(message.message.entries.map(\.alert.id))
      }
      note(book.ended)
      // They are in the outcome from now on.
      book.forgetEnded()
    }

    private mutating func note(_ alerts: [Alert]) { outcome.alerts += alerts }

    mutating func end() -> Outcome {
      if let last, let first = outcome.span?.lowerBound {
        // What is true at the end may yet fire, and what is not may yet end, but not because time goes on.
        look(until: last.advanced(seconds: 90))
        outcome.span = first..<last
      }
      outcome.alerts += book.entries.values.map(\.alert).filter { $0.firedAt != nil }
      outcome.alerts.sort { ($0.firedAt ?? $0.since, $0.id) < ($1.firedAt ?? $1.since, $1.id) }
      outcome.operations = core.withMonitor { $0.completedOperations }
      outcome.rejected = core.reading().sources.reduce(0) { $0 + $1.rejected }
      return outcome
    }
  }
}

/// The time of a recording.
private final class RecordedClock: Sendable {
  private let time = Mutex(Timestamp(seconds: 0))
  var now: Timestamp { time.withLock { $0 } }
  func set(_ time: Timestamp) { self.time.withLock { $0 = max($0, time) } }
}
