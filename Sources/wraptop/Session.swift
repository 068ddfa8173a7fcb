import Configuration
import Dashboard
import Events
import Foundation
import Service
import Snapshots
import Synchronization
import Terminal

/// The dashboard on this terminal, over a core here or elsewhere.
struct Session: Sendable {
  let source: any SnapshotSource
  let screen: ScreenOptions
  /// What operators ought to know from the beginning.
  var notices: [String] = []
  /// Who keeps the configuration, and changes it; nil if nobody does.
  var configuration: (any ConfigurationHandling)?
  /// Whether wrappers are switched off once their budget is spent, where their configuration asks for it.
  var disablesOnExceed = false
  /// Who keeps the alerts; nil if nobody does.
  var alerts: (any AlertHandling)?
  /// The clock that the screen shows.
  var clock: @Sendable () -> Timestamp = SystemClock.now

  /// Runs `feed` beside the dashboard until the operator quits, then ends `feed` and waits for it. The dashboard has the
  /// main thread for itself, since it blocks while it waits for keys.
  @MainActor func run(_ feed: @escaping @Sendable () async throws -> Void) async throws {
    let themes = try screen.themes()
    let terminal = try CursesTerminal(
      screen.terminalOptions(environment: ProcessInfo.processInfo.environment), theme: themes[0])
    defer { terminal.close() }
    // What was assumed of the terminal stays in the header, for as long as it holds.
    for notice in notices + terminal.capabilities.notices { source.post(notice) }
    let waker = terminal.waker
    let snapshots = source.feed { waker.wake() }
    let replies = Replies { waker.wake() }
    let (requests, asked) = AsyncStream<ConfigurationRequest>.makeStream()
    let (alertRequests, askedOfAlerts) = AsyncStream<AlertRequest>.makeStream()
    // What feeds the dashboard may find that it cannot; then the dashboard ends, and the reason is told.
    let failure = FeedFailure()
    var loop = DashboardLoop(
      screen: terminal, feed: snapshots, themes: themes,
      glyphs: screen.glyphSet(isUnicode: terminal.capabilities.isUnicode, term: terminal.capabilities.term),
      clock: clock,
      hasFailed: { failure.error.withLock { $0 != nil } }, replies: replies.take,
      configure: { asked.yield($0) }, alert: { askedOfAlerts.yield($0) })
    // Both beside the main thread, which the dashboard blocks.
    let feeding = Task.detached {
      do {
        try await feed()
      } catch {
        failure.error.withLock { $0 = error }
        waker.wake()
      }
    }
    snapshots.start()
    // One request after the other, in the order in which they were made.
    let answering = Task.detached { [configuration, disablesOnExceed] in
      await configuration?.start(disablesOnExceed: disablesOnExceed)
      for await request in requests {
        let reply = await configuration?.answer(request) ?? .failed("configuration: none is kept here")
        replies.put(.configurationReply(reply))
      }
    }
    let answeringOfAlerts = Task.detached { [alerts] in
      for await request in alertRequests {
        let problem = if let alerts { await alerts.answer(request) } else { "no alerts are kept here" as String? }
        replies.put(.alertReply(request, problem: problem))
      }
    }
    loop.run()
    snapshots.close()
    asked.finish()
    askedOfAlerts.finish()
    for task in [answering, answeringOfAlerts] {
      task.cancel()
      await task.value
    }
    await configuration?.close()
    terminal.close()
    feeding.cancel()
    // Sockets remove their files on the way out, and what is not stored yet is stored.
    let ended = Bell()
    Task {
      await feeding.value
      ended.ring()
    }
    await ended.wait(until: .now + .seconds(30))
    if let error = failure.error.withLock({ $0 }) { throw error }
  }
}

/// Why nothing feeds the dashboard any more.
private final class FeedFailure: Sendable {
  let error = Mutex<(any Error)?>(nil)
}

/// What came of what was asked of others, on its way to the dashboard.
private final class Replies: Sendable {
  private let waiting = Mutex<[Action]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func put(_ reply: Action) {
    waiting.withLock { $0.append(reply) }
    wake()
  }

  /// All that came since the last time, in its order.
  func take() -> [Action] {
    waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}
