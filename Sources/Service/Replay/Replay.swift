import Events
import Ingestion
import Monitoring
import Snapshots
import Synchronization

/// Plays a recorded file with its own timing into a core, whose clock is that of the recording.
package final class Replay: Sendable {
  /// What a replay is asked to do.
  package struct Options: Sendable {
    package var speed = ReplaySpeed.times(1)
    /// The longest time that a silence is played; nil for all of it.
    package var longestWait: Duration? = .seconds(60)
    /// The most bytes of a line.
    package var maxLine = LineLimits()

    package init() {}
  }

  private let path: String
  private let tail: FileTail
  private let opening: [TailEvent]
  private let speed: ReplaySpeed
  private let present: Timestamp
  private let pace: Mutex<ReplayPace>
  private let begin = Mutex<SuspendingClock.Instant?>(nil)
  private let failed = Mutex<IngestionError?>(nil)

  /// What is due within this time comes together.
  private static let gathering = Duration.milliseconds(10)

  /// Opens a recording and reads its beginning, so that it is known early whether it can be, and when it begins. `now` is the
  /// present, at which a recording begins that tells no time.
  package init(_ path: String, options: Options = Options(), now: Timestamp) async throws {
    var tailOptions = TailOptions()
    tailOptions.mode = .once
    tailOptions.maxLine = options.maxLine
    self.path = path
    speed = options.speed
    present = now
    tail = try FileTail(patterns: [path], options: tailOptions)
    var opening: [TailEvent] = []
    var start: Timestamp?
    reading: while let event = await tail.next() {
      opening.append(event)
      switch event {
      case .unmatched:
        throw IngestionError(.unreadable, path, "no file matches", advice: "name a file that is there")
      case .failed(_, let error): throw error
      case .chunk(_, let chunk, _, _):
        let scout = try DecoderFactory(seed: 0).worker()
        start = await RecordedLines(chunk, decoder: scout, now: now).lines.lazy.compactMap(\.time).first
        break reading
      default: break
      }
    }
    self.opening = opening
    pace = Mutex(ReplayPace(from: start ?? now, speed: options.speed, longestWait: options.longestWait))
  }

  /// Why the recording could not be read to its end; nil if it could, or may yet be.
  package var failure: IngestionError? { failed.withLock { $0 } }

  /// The recorded time at present.
  package var now: Timestamp {
    let passed = passed
    return pace.withLock { $0.now(after: passed) }
  }

  private var passed: Duration { begin.withLock { $0 }.map { .now - $0 } ?? .zero }

  /// Plays all of it, or until the task is cancelled.
  package func play(into core: Core) async {
    begin.withLock { $0 = .now }
    core.notices.post(
      "replay of \(path)\(speed.name), recorded from \(now.description.prefix(19))Z on", as: .replay(.begin))
    do {
      let decoders = DecoderFactory(seed: .random(in: 0 ... .max), keepsMetrics: core.readsMetrics)
      var recording = Recording(core: core, replay: self, scout: try decoders.worker())
      var loop = IntakeLoop(core: core, decoder: try decoders.worker())
      try await loop.run(&recording)
      guard !Task.isCancelled else { return }
      if let source = recording.source, failure == nil { core.setState(.ended, of: source) }
      core.notices.post(
        "the replay of \(path) has ended; the clock stands at \(now.description.prefix(19))Z", as: .replay(.end))
    } catch is CancellationError {
    } catch {
      core.notices.post("\(error)", as: .input("\(error)"))
    }
  }

  // Hands on what was recorded when it is due.
  private struct Recording: Input {
    private struct Playing {
      var chunk: Chunk
      var lag: UInt64
      var lines: ArraySlice<RecordedLines.Line>
      /// Where what was not handed on yet begins.
      var start: Int
    }

    private let core: Core
    private let replay: Replay
    private let scout: DecodeWorker
    private var opening: ArraySlice<TailEvent>
    private var playing: Playing?
    private var due: Duration?
    private(set) var source: Int?

    init(core: Core, replay: Replay, scout: DecodeWorker) {
      self.core = core
      self.replay = replay
      self.scout = scout
      opening = replay.opening[...]
    }

    mutating func next() async throws -> InputEvent? {
      while true {
        if let due = exchange(&due, with: nil) { try await wait(until: due) }
        if let source, playing != nil {
          if let event = playUntilDue(source) { return event }
          continue
        }
        var event = opening.popFirst()
        if event == nil { event = await replay.tail.next() }
        switch event {
        case nil: return nil
        case .appeared(_, let file): source = core.addSource(SourceStatus(name: file.name, kind: .file))
        case .opened(_, let position): if let source { return .begin(position, source: source) }
        case .chunk(_, let chunk, _, let lag):
          guard let source else { continue }
          core.setState(.live, of: source)
          let lines = await RecordedLines(chunk, decoder: scout, now: replay.present).lines
          playing = Playing(chunk: chunk, lag: lag, lines: lines[...], start: chunk.lines.lowerBound)
        case .notice(let text): core.notices.post(text, as: .input(text))
        case .failed(_, let error):
          core.notices.post(error.description, as: .input(error.description))
          replay.failed.withLock { $0 = error }
          if let source { return .failure(error, source: source) }
        case .state, .caughtUp, .atRest, .unmatched: break
        }
      }
    }

    // A chunk is handed on in parts, which share its storage.
    func recycle(_ storage: [UInt8]) {}

    func finish(_ batch: EventBatch, _ applied: Applied) {}

    // What comes before the next line that is not due yet; nil if that is nothing.
    private mutating func playUntilDue(_ source: Int) -> InputEvent? {
      while let line = playing?.lines.popFirst() {
        guard let time = line.time else { continue }
        let next = replay.pace.withLock { $0.next(time) }
        guard next.at > replay.passed else { continue }
        if next.skippedSeconds > 0 {
          core.notices.post(
            "replay: a silence of \(next.skippedSeconds) s is cut short", as: .replay(.silence))
        }
        due = next.at + Replay.gathering
        return part(upTo: line.bytes.lowerBound, of: source, isLast: false)
      }
      guard let upperBound = playing?.chunk.lines.upperBound else { return nil }
      defer { playing = nil }
      return part(upTo: upperBound, of: source, isLast: true)
    }

    private mutating func part(upTo end: Int, of source: Int, isLast: Bool) -> InputEvent? {
      guard let whole = playing?.chunk, let lag = playing?.lag, let start = playing?.start else { return nil }
      playing?.start = end
      var part = whole
      part.lines = start..<end
      part.offset = whole.offset + UInt64(start - whole.lines.lowerBound)
      if !isLast { part.cut = nil }
      guard start < end || part.cut != nil else { return nil }
      var progress = ChunkProgress(part)
      progress.lag = lag + UInt64(whole.lines.upperBound - end)
      return .chunk(part, source: source, progress)
    }

    // Recorded time goes on while nothing comes, and with it what a screen shows.
    private func wait(until due: Duration) async throws {
      while due > replay.passed {
        try await Task.sleep(for: min(due - replay.passed, Duration.milliseconds(200)), clock: .suspending)
        core.changes.ring()
      }
    }
  }
}

extension ReplaySpeed {
  /// As a notice tells it; nothing for the speed at which it was recorded.
  fileprivate var name: String {
    switch self {
    case .times(1): ""
    case .times(let times): " at \(times.formatted) times the speed"
    case .unlimited: " as fast as it can be read"
    }
  }
}

extension Double {
  fileprivate var formatted: String { self == rounded() ? description.replacing(".0", with: "") : description }
}

/// The lines of a chunk with when each was recorded, as the decoder reads them: the end time of an operation, the time of a
/// step.
struct RecordedLines {
  /// A line of the chunk.
  struct Line {
    /// Where it stands in the storage of the chunk, its line feed included.
    var bytes: Range<Int>
    /// When it was recorded; nil where it does not tell, as what is rejected.
    var time: Timestamp?
  }

  private(set) var lines: [Line] = []

  /// Looks through a chunk. `now` is taken for the time of records that tell none, and stands for that.
  init(_ chunk: Chunk, decoder: DecodeWorker, now: Timestamp) async {
    let events = await decoder.decode(chunk, now: now).batch.events
    var at = chunk.lines.lowerBound
    var next = 0
    while at < chunk.lines.upperBound {
      let end = chunk.bytes[at..<chunk.lines.upperBound].firstIndex(of: 0x0A).map { $0 + 1 } ?? chunk.lines.upperBound
      var line = Line(bytes: at..<end)
      // A line of a foreign format can have many; the first tells the time.
      while next < events.count, Int(events[next].line) == lines.count {
        if line.time == nil, events[next].time != now { line.time = events[next].time }
        next += 1
      }
      lines.append(line)
      at = end
    }
  }
}
