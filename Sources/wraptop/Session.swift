import Events
import Foundation
import Service
import Synchronization
import Terminal

/// The dashboard on this terminal, over a core that something feeds.
struct Session {
  let core: Core
  let screen: ScreenOptions
  /// What operators ought to know from the beginning.
  var notices: [String] = []
  /// The clock that the screen shows.
  var clock: @Sendable () -> Timestamp = SystemClock.now

  /// Runs `feed` beside the dashboard until the operator quits, then ends `feed` and waits for it.
  func run(_ feed: @escaping @Sendable () async throws -> Void) throws {
    let themes = try screen.themes()
    let terminal = try CursesTerminal(
      screen.terminalOptions(environment: ProcessInfo.processInfo.environment), theme: themes[0])
    defer { terminal.close() }
    // What was assumed of the terminal stays in the header, for as long as it holds.
    for notice in notices + terminal.capabilities.notices { core.notice(notice) }
    let waker = terminal.waker
    let publisher = SnapshotPublisher(core: core) { waker.wake() }
    // What feeds the dashboard may find that it cannot; then the dashboard ends, and the reason is told.
    let failure = FeedFailure()
    var loop = DashboardLoop(
      screen: terminal, publisher: publisher, themes: themes,
      glyphs: screen.glyphSet(isUnicode: terminal.capabilities.isUnicode), clock: clock,
      hasFailed: { failure.error.withLock { $0 != nil } })
    let feeding = Task {
      do {
        try await feed()
      } catch {
        failure.error.withLock { $0 = error }
        waker.wake()
      }
    }
    publisher.start()
    loop.run()
    publisher.close()
    terminal.close()
    feeding.cancel()
    // Sockets remove their files on the way out, and what is not stored yet is stored.
    let ended = DispatchSemaphore(value: 0)
    Task {
      await feeding.value
      ended.signal()
    }
    _ = ended.wait(timeout: .now() + 30)
    if let error = failure.error.withLock({ $0 }) { throw error }
  }
}

/// Why nothing feeds the dashboard any more.
private final class FeedFailure: Sendable {
  let error = Mutex<(any Error)?>(nil)
}
