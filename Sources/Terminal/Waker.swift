import CNcurses

/// Wakes the thread that waits for terminal events; the one part of a terminal that other threads use.
package final class Waker: Sendable {
  /// Readable while a wake-up is outstanding.
  let descriptor: Int32

  init() throws(TerminalError) {
    descriptor = tty_eventfd()
    if descriptor < 0 { throw .cannotOpen(reason: lastErrorText()) }
  }

  deinit { tty_close(descriptor) }

  /// Makes the next or the running `wait` return `.wake`. Several calls before it returns count as one.
  package func wake() { tty_eventfd_signal(descriptor) }

  /// Takes the outstanding wake-up; false if there is none.
  func take() -> Bool { tty_eventfd_take(descriptor) }
}
