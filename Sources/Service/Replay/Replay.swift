import Events
import Ingestion
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
    package var maxLine = 1 << 20

    package init() {}
  }

  private let path: String
  private let tail: FileTail
  private let opening: [TailEvent]
  private let speed: ReplaySpeed
  private let present: Timestamp
  private let pace: Mutex<ReplayPace>
  private let begin = Mutex<ContinuousClock.Instant?>(nil)
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
        var scout = try DecoderFactory(seed: 0).decoder()
        start = RecordedLines(chunk, decoder: &scout, now: now).lines.lazy.compactMap(\.time).first
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
    core.notice("replay of \(path)\(speed.name), recorded from \(now.description.prefix(19))Z on")
    do {
      let decoders = DecoderFactory(seed: .random(in: 0 ... .max), keepsMetrics: core.readsMetrics)
      var player = try Player(core: core, replay: self, scout: decoders.decoder(), decoder: decoders.decoder())
      for event in opening { try await player.take(event) }
      while let event = await tail.next() { try await player.take(event) }
      guard !Task.isCancelled else { return }
      player.end()
      core.notice("the replay of \(path) has ended; the clock stands at \(now.description.prefix(19))Z")
    } catch is CancellationError {
    } catch {
      core.notice("\(error)")
    }
  }

  // What plays one line after the other.
  private struct Player: ~Copyable {
    private let core: Core
    private let replay: Replay
    private var scout: EventDecoder
    private var decoder: EventDecoder
    private var source: Int?
    private var skipNotice: String?

    init(core: Core, replay: Replay, scout: consuming EventDecoder, decoder: consuming EventDecoder) {
      self.core = core
      self.replay = replay
      self.scout = scout
      self.decoder = decoder
    }

    mutating func take(_ event: TailEvent) async throws {
      switch event {
      case .appeared(_, let file):
        source = core.addSource(SourceStatus(name: file.name, kind: .file))
      case .opened(_, let position):
        if let source { core.begin(at: position, in: source) }
      case .chunk(_, let chunk, _, let lag):
        try await play(chunk, lag: lag)
        replay.tail.recycle(chunk.bytes)
      case .notice(let text): core.notice(text)
      case .failed(_, let error):
        core.notice(error.description)
        replay.failed.withLock { $0 = error }
        if let source { core.setState(.failed(error.description), of: source) }
      case .state, .caughtUp, .atRest, .unmatched: break
      }
    }

    func end() {
      if let source, replay.failure == nil { core.setState(.ended, of: source) }
    }

    private mutating func play(_ chunk: Chunk, lag: UInt64) async throws {
      guard let source else { return }
      core.setState(.live, of: source)
      var start = chunk.lines.lowerBound
      for line in RecordedLines(chunk, decoder: &scout, now: replay.present).lines {
        guard let time = line.time else { continue }
        let due = replay.pace.withLock { $0.next(time) }
        guard due.at > replay.passed else { continue }
        send(chunk, start..<line.bytes.lowerBound, lag: lag, to: source)
        start = line.bytes.lowerBound
        if due.skippedSeconds > 0 { tellSkipped(due.skippedSeconds) }
        try await wait(until: due.at + Replay.gathering)
      }
      send(chunk, start..<chunk.lines.upperBound, lag: lag, to: source, isLast: true)
    }

    private mutating func send(_ chunk: Chunk, _ lines: Range<Int>, lag: UInt64, to source: Int, isLast: Bool = false) {
      var part = chunk
      part.lines = lines
      part.offset = chunk.offset + UInt64(lines.lowerBound - chunk.lines.lowerBound)
      if !isLast { part.cut = nil }
      guard !lines.isEmpty || part.cut != nil else { return }
      var progress = ChunkProgress(part)
      progress.lag = lag + UInt64(chunk.lines.upperBound - lines.upperBound)
      core.take(decoder.decode(part, now: core.now), from: source, progress)
    }

    private mutating func tellSkipped(_ seconds: Int64) {
      let text = "replay: a silence of \(seconds) s is cut short"
      if let skipNotice { core.withdrawNotice(skipNotice) }
      skipNotice = text
      core.notice(text)
    }

    // Recorded time goes on while nothing comes, and with it what a screen shows.
    private func wait(until due: Duration) async throws {
      while due > replay.passed {
        try await Task.sleep(for: min(due - replay.passed, .milliseconds(200)))
        core.changed()
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
