import Dispatch
import Glibc

/// Tells when what a set of paths leads to may have changed: files, folders of files, what is not there yet, and what links
/// lead to, also when they are swapped.
///
/// Through inotify; nothing runs while nothing happens. Where the system does not tell of all changes, as on file systems
/// shared with other machines, the files are also looked at every other second.
// `@unchecked Sendable` holds since all that changes is touched on `queue` only, which runs one block at a time: `changes`
// enters it by `sync`, the sources and the end of the stream by `async`.
package final class FileWatch: @unchecked Sendable {
  private let paths: [String]
  private let continuation: AsyncStream<Void>.Continuation
  private let queue = DispatchQueue(label: "wraptop.configuration", qos: .utility)
  private var watched: WatchedPaths?
  private var source: (any DispatchSourceRead)?
  private var timer: (any DispatchSourceTimer)?
  private var stamps: PathStamps
  private var isSettling = false
  private var hasEnded = false

  /// How long a burst of changes is gathered: a file is written, then renamed.
  private static let settling = DispatchTimeInterval.milliseconds(50)

  /// Changes of `paths` from the moment of this call on. However many there were since the last look at the stream, they
  /// come as one. Ends with the task that iterates it, or when the stream goes.
  ///
  /// - Parameter usesInotify: false to look at the files only.
  package static func changes(of paths: [String], usesInotify: Bool = true) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watch = FileWatch(paths, continuation)
    watch.queue.sync { watch.start(usesInotify: usesInotify) }
    continuation.onTermination = { _ in watch.queue.async { watch.end() } }
    return stream
  }

  private init(_ paths: [String], _ continuation: AsyncStream<Void>.Continuation) {
    self.paths = paths
    self.continuation = continuation
    stamps = PathStamps(of: paths)
  }

  private func start(usesInotify: Bool) {
    watched = usesInotify ? WatchedPaths(paths) : nil
    if let descriptor = watched?.descriptor {
      let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
      source.setEventHandler { [weak self] in self?.take() }
      // The descriptor must stay open until nobody waits for it.
      source.setCancelHandler { [self] in watched = nil }
      source.activate()
      self.source = source
    }
    arm()
  }

  private func arm() {
    watched?.arm()
    let isBlind = watched == nil || watched?.blindness != nil
    if isBlind, timer == nil {
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.setEventHandler { [weak self] in self?.look() }
      timer.schedule(deadline: .now() + 2, repeating: 2, leeway: .milliseconds(200))
      timer.activate()
      self.timer = timer
    } else if !isBlind {
      timer?.cancel()
      timer = nil
    }
  }

  // Nothing more is heard of until the burst is over, so that a file which is written all the time costs little.
  private func take() {
    guard !hasEnded, !isSettling, watched?.drain() == true else { return }
    isSettling = true
    source?.suspend()
    queue.asyncAfter(deadline: .now() + Self.settling) { [self] in settle() }
  }

  private func settle() {
    isSettling = false
    guard !hasEnded else { return }
    _ = watched?.drain()
    // Before anyone looks, so that whatever comes later is heard of.
    arm()
    stamps = PathStamps(of: paths)
    source?.resume()
    continuation.yield()
  }

  private func look() {
    let present = PathStamps(of: paths)
    guard !hasEnded, present != stamps else { return }
    stamps = present
    arm()
    continuation.yield()
  }

  private func end() {
    guard !hasEnded else { return }
    hasEnded = true
    timer?.cancel()
    timer = nil
    source?.cancel()
    // A source that is suspended does not get as far as its end.
    if isSettling { source?.resume() }
    source = nil
  }
}
