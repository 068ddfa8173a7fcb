import Events
import Glibc
import SystemFiles

/// The sources and files of a tail, and what is to be told about them: everything of it but the waiting.
final class TailSession {
  /// What a call of `advance` led to.
  enum Advance {
    case event(TailEvent)
    /// There is more to do, but nothing to tell yet.
    case busy
    /// Nothing to do before a change, or before the deadline if there is one.
    case idle(until: ContinuousClock.Instant?)
    /// Everything was read that was to be read.
    case ended
  }

  /// How far a tail has come.
  enum Phase: Equatable {
    /// The paths were not looked at yet.
    case starting
    /// What was there at the start is being read.
    case catchingUp
    /// All of that was read; whether chunks were handed out since it was last said that nothing is left.
    case caughtUp(hasHandedOut: Bool)
  }

  struct Source {
    var path: String
    var state: SourceState?
    /// The file that was told of last.
    var current: FileIdentity?
    /// The files whose lines count for the source, older ones first.
    var files: [TailedFile] = []
    /// The position whose file was said to be gone.
    var missed: Position?
  }

  let options: TailOptions
  let patterns: [PathPattern]
  let watch: ChangeWatch
  let folders = FolderNames()
  var schedule: FileSchedule
  var sources: [Source] = []
  var sourceNumbers: [String: Int] = [:]
  var filesByIdentity: [FileIdentity: TailedFile] = [:]
  var filesByWatch: [Int32: TailedFile] = [:]
  /// The files that are let go after a while.
  var leaving: [FileIdentity: TailedFile] = [:]
  /// The files that were begun, by what their content begins with.
  var alike = AlikeFiles()
  /// How far files were read that are not read now, by earlier runs and by this one.
  var known: KnownPositions
  /// The same of earlier runs alone.
  let earlier: KnownPositions
  /// How many files went on from a position.
  var resumed: [Position: Int] = [:]
  /// The paths that are followed.
  var followedPaths: Set<String> = []
  /// Rotated files that are not to be looked at again: they cannot be read, which was said, or are known to be read.
  var ignored: Set<FileIdentity> = []
  var needsScan = true
  private(set) var phase = Phase.starting
  private var buffers = ChunkBuffers()
  private var events: [TailEvent] = []
  private var eventsTaken = 0
  private var hasReportedFallback = false
  private var nextCheck = ContinuousClock.now

  init(patterns: [String], options: TailOptions) {
    self.options = options
    self.patterns = patterns.map(PathPattern.init)
    known = KnownPositions(options.known)
    earlier = known
    schedule = FileSchedule(room: options.openFiles)
    watch = ChangeWatch(checksEverySecond: options.checksEverySecond)
  }

  /// Readable when something changed; nil if that is not told.
  var descriptor: Int32? { watch.descriptor }

  /// All files, those of a source after one another.
  var files: [TailedFile] { sources.flatMap(\.files) }

  /// The state of a source of which there is nothing more to read for now.
  var atRest: SourceState { options.mode == .once ? .ended : .live }

  /// The paths are looked at for the first time.
  var isFirstScan: Bool { phase == .starting }

  /// What was there at the start was read.
  var hasCaughtUp: Bool { if case .caughtUp = phase { true } else { false } }

  /// The first look at the paths is over.
  func endFirstScan() { if phase == .starting { phase = .catchingUp } }

  /// Takes a buffer back.
  func recycle(_ bytes: [UInt8]) { buffers.recycle(bytes) }

  /// Tells something, in turn.
  func tell(_ event: TailEvent) { events.append(event) }

  /// Tells a new state of the source, if it is new.
  func tell(_ state: SourceState, of source: Int) {
    guard sources[source].state != state else { return }
    sources[source].state = state
    tell(.state(source: source, state))
  }

  /// Does one piece of work, or takes what an earlier one led to.
  func advance() -> Advance {
    while true {
      if let event = takeEvent() { return .event(event) }
      if needsScan {
        needsScan = false
        scan()
        if let fallback = watch.fallback, options.mode == .follow, !hasReportedFallback {
          hasReportedFallback = true
          tell(.notice("changes of files are looked for once a second: \(fallback)"))
        }
      } else if let file = schedule.next() {
        defer {
          schedule.goOn(with: file)
          rest(file)
        }
        if !readOn(file) { return .busy }
      } else if schedule.lacksDescriptors {
        // Nothing can be opened before something is closed.
        if options.mode == .once { giveUpWaiting() }
        let deadline = letGo(notBefore: schedule.nextTry)
        if events.isEmpty { return .idle(until: deadline) }
      } else if !hasCaughtUp {
        phase = .caughtUp(hasHandedOut: false)
        tell(.caughtUp)
      } else if options.mode == .once {
        return .ended
      } else if phase == .caughtUp(hasHandedOut: true) {
        phase = .caughtUp(hasHandedOut: false)
        tell(.atRest)
      } else {
        let deadline = letGo(notBefore: watch.fallback == nil ? nil : nextCheck)
        if events.isEmpty, !schedule.hasWork { return .idle(until: deadline) }
      }
    }
  }

  /// Asks the system what changed, and marks what has to be looked at.
  func noteChanges() {
    var changes = watch.changes()
    if watch.fallback != nil {
      // Without a full report everything is looked at, but not more often than once a second.
      guard ContinuousClock.now >= nextCheck else { return mark(changes) }
      nextCheck = .now + .seconds(1)
      changes.everything = true
    }
    mark(changes)
  }

  private func mark(_ changes: ChangeWatch.Changes) {
    if changes.folders || changes.everything { needsScan = true }
    if changes.everything {
      for file in files { schedule.wake(file) }
    } else {
      for file in changes.files.compactMap({ filesByWatch[$0] }) { schedule.wake(file) }
    }
  }

  private func takeEvent() -> TailEvent? {
    guard eventsTaken < events.count else { return nil }
    let event = events[eventsTaken]
    eventsTaken += 1
    if eventsTaken == events.count {
      events.removeAll(keepingCapacity: events.capacity < 64)
      eventsTaken = 0
    }
    return event
  }

  // False if it took long without anything to tell.
  private func readOn(_ file: TailedFile) -> Bool {
    do {
      guard try open(file), try begin(file) else { return true }
      // Not before its turn: a position that is stored means that everything before it is.
      if !file.isAnnounced { tellOpened(file, at: file.position) }
      switch try file.step(buffers: &buffers) {
      case .read(let all):
        handOutLines(of: file)
        alike.note(file)
        if !file.isReachable { leave(file, after: options.rotationGrace) }
        if file.isRead {
          atEnd(file)
        } else if all, isToldOfChanges(to: file) {
          // What has come since is told of, and gathered meanwhile.
          file.isDirty = false
        }
      case .underWay: return false
      case .atEnd: atEnd(file)
      case .shortened(let offset): try restart(file, at: offset)
      case .replaced: try restart(file, at: nil)
      }
    } catch {
      file.isDirty = false
      if file.isSpoilt {
        spoil(file, error)
      } else {
        fail(file.source, error)
      }
    }
    return true
  }

  // What comes to the file after it was looked at is noticed.
  private func isToldOfChanges(to file: TailedFile) -> Bool {
    options.mode == .follow && file.isReachable && !file.isCompressed && file.watch != nil && watch.fallback == nil
  }

  /// Hands out the whole lines that were read.
  func handOutLines(of file: TailedFile) {
    while let chunk = file.next() { handOut(chunk, of: file) }
  }

  /// Hands out a chunk of the file.
  func handOut(_ chunk: Chunk, of file: TailedFile) {
    if sources[file.source].current != file.identity { tellOpened(file, at: file.position(at: chunk.offset)) }
    handOut(chunk, of: file, upTo: file.position)
  }

  /// Hands out a chunk of the file, which ends at that position.
  func handOut(_ chunk: Chunk, of file: TailedFile, upTo position: Position) {
    if hasCaughtUp { phase = .caughtUp(hasHandedOut: true) }
    tell(.chunk(source: file.source, chunk, position: position, lag: file.lag))
  }

  /// Tells that the source goes on in this file.
  func tellOpened(_ file: TailedFile, at position: Position) {
    file.announce()
    sources[file.source].current = file.identity
    known.record(position, of: sources[file.source].path)
    tell(.opened(source: file.source, at: position))
  }
}
