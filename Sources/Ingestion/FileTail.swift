import SystemFiles
import Synchronization

/// Follows files: an asynchronous sequence of what comes in from all paths of the given patterns (article Command line;
/// Inputs).
///
/// Reads only when asked, so that a slow consumer holds up the reading and nothing else. At the end of all files it
/// sleeps until the system reports a change. Runs on a thread of its own.
package actor FileTail {
  private let executor = BlockingExecutor(label: "wraptop.tail")
  private let interruption: Interruption
  private let session: TailSession
  private let returned = Mutex<[[UInt8]]>([])
  private let options: TailOptions
  private var lastLook: ContinuousClock.Instant?

  private static let longestBlindness = Duration.milliseconds(100)

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Follows `patterns`, each a path or a pattern of paths; nothing is opened before the first `next`.
  ///
  /// - Throws: if the system has no descriptor left.
  package init(patterns: [String], options: TailOptions = TailOptions()) throws(IngestionError) {
    interruption = try Interruption()
    session = TailSession(patterns: patterns, options: options)
    self.options = options
  }

  /// The paths that a pattern matches now; of a plain path, that path.
  package static func matches(of pattern: String) -> [String] { PathPattern(pattern).match().paths }

  /// What happened next; waits for it. Nil once all files are read in `.once`, or when the task is cancelled. A path
  /// that is not there or cannot be read fails as a source of its own; the others are read all the same.
  package func next() async -> TailEvent? {
    let interruption = interruption
    return await withTaskCancellationHandler {
      self.produce()
    } onCancel: {
      interruption.signal()
    }
  }

  /// Takes back the storage of a chunk that is decoded (`Chunk.bytes`), so that it is read into again.
  package nonisolated func recycle(_ bytes: [UInt8]) {
    returned.withLock { if $0.count < 16 { $0.append(bytes) } }
  }

  private func produce() -> TailEvent? {
    while !Task.isCancelled {
      takeBack()
      lookAround()
      switch session.advance() {
      case .event(let event): return event
      case .busy: continue
      case .ended: return nil
      case .idle(let deadline): wait(until: deadline)
      }
    }
    return nil
  }

  private func takeBack() {
    let bytes = returned.withLock { returned in
      defer { returned = [] }
      return returned
    }
    for storage in bytes { session.recycle(storage) }
  }

  // Also while there is always more to read: a file that is rotated away meanwhile has to be opened before it is gone.
  private func lookAround() {
    let last = lastLook ?? .now
    lastLook = last
    guard last.duration(to: .now) > Self.longestBlindness else { return }
    lastLook = .now
    session.noteChanges()
  }

  // While changes keep coming they are gathered, so that a busy file costs a bounded number of looks a second; after a
  // pause the first change is looked at without delay.
  private func wait(until deadline: ContinuousClock.Instant?) {
    if let lastLook {
      let rest = options.gathering - lastLook.duration(to: .now)
      if rest > .zero, interruption.wait(for: nil, timeout: rest) == .interrupted { return }
    }
    _ = interruption.wait(for: session.descriptor, timeout: deadline.map { ContinuousClock.now.duration(to: $0) })
    lastLook = .now
    session.noteChanges()
  }
}

extension FileTail: AsyncSequence {
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let tail: FileTail

    package mutating func next() async -> TailEvent? { await tail.next() }
    package mutating func next(isolation actor: isolated (any Actor)?) async -> TailEvent? { await tail.next() }
  }

  package nonisolated func makeAsyncIterator() -> AsyncIterator { AsyncIterator(tail: self) }
}
