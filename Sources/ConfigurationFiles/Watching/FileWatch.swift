import Dispatch
import Glibc
import Synchronization

/// Tells when what a set of paths leads to may have changed: files, folders of files, what is not there yet, and what links
/// lead to, also when they are swapped.
///
/// Through inotify; nothing runs while nothing happens. Where the system does not tell of all changes, as on file systems
/// shared with other machines, the files are also looked at every other second.
package final class FileWatch: Sendable {
  private struct State: ~Copyable {
    var watched: WatchedPaths?
    var source: (any DispatchSourceRead)?
    var timer: (any DispatchSourceTimer)?
    var stamps: PathStamps
    var isSettling = false
    var hasEnded = false
  }

  private let paths: [String]
  private let continuation: AsyncStream<Void>.Continuation
  private let queue = DispatchQueue(label: "wraptop.configuration", qos: .utility)
  private let state: Mutex<State>

  /// How long a burst of changes is gathered: a file is written, then renamed.
  private static let settling = DispatchTimeInterval.milliseconds(50)

  /// Changes of `paths` from the moment of this call on. However many there were since the last look at the stream, they
  /// come as one. Ends with the task that iterates it, or when the stream goes.
  ///
  /// - Parameter usesInotify: false to look at the files only.
  package static func changes(of paths: [String], usesInotify: Bool = true) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watch = FileWatch(paths, continuation)
    watch.start(usesInotify: usesInotify)
    continuation.onTermination = { _ in watch.end() }
    return stream
  }

  private init(_ paths: [String], _ continuation: AsyncStream<Void>.Continuation) {
    self.paths = paths
    self.continuation = continuation
    state = Mutex(State(stamps: PathStamps(of: paths)))
  }

  private func start(usesInotify: Bool) {
    state.withLock { state in
      state.watched = usesInotify ? WatchedPaths(paths) : nil
      if let descriptor = state.watched?.descriptor {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setEventHandler { [weak self] in self?.readChanges() }
        // The descriptor must stay open until nobody waits for it.
        source.setCancelHandler { [self] in self.state.withLock { $0.watched = nil } }
        source.activate()
        state.source = source
      }
      arm(&state)
    }
  }

  private func arm(_ state: inout State) {
    state.watched?.arm()
    let isBlind = state.watched == nil || state.watched?.blindness != nil
    if isBlind, state.timer == nil {
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.setEventHandler { [weak self] in self?.look() }
      timer.schedule(deadline: .now() + 2, repeating: 2, leeway: .milliseconds(200))
      timer.activate()
      state.timer = timer
    } else if !isBlind {
      state.timer?.cancel()
      state.timer = nil
    }
  }

  // Nothing more is heard of until the burst is over, so that a file which is written all the time costs little.
  private func readChanges() {
    state.withLock { state in
      guard !state.hasEnded, !state.isSettling, state.watched?.drain() == true else { return }
      state.isSettling = true
      state.source?.suspend()
      queue.asyncAfter(deadline: .now() + Self.settling) { [self] in settle() }
    }
  }

  private func settle() {
    let isNews = state.withLock { state in
      state.isSettling = false
      guard !state.hasEnded else { return false }
      _ = state.watched?.drain()
      // Before anyone looks, so that whatever comes later is heard of.
      arm(&state)
      state.stamps = PathStamps(of: paths)
      state.source?.resume()
      return true
    }
    if isNews { continuation.yield() }
  }

  private func look() {
    let present = PathStamps(of: paths)
    let isNews = state.withLock { state in
      guard !state.hasEnded, present != state.stamps else { return false }
      state.stamps = present
      arm(&state)
      return true
    }
    if isNews { continuation.yield() }
  }

  private func end() {
    state.withLock { state in
      guard !state.hasEnded else { return }
      state.hasEnded = true
      state.timer?.cancel()
      state.timer = nil
      state.source?.cancel()
      // A source that is suspended does not get as far as its end.
      if state.isSettling { state.source?.resume() }
      state.source = nil
    }
  }
}
