import CNcurses
import Canvas

/// Something that the dashboard's loop has to look at.
package enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  /// Text that was pasted in one piece. Lines end in a line feed; other control characters but tab are left out.
  case paste(String)
  /// The terminal has this size now.
  case resize(Size)
  /// Another thread called `Waker.wake`, once or more often.
  case wake
  case signal(Signal)
  /// The terminal is gone: no keys will come and nothing can be shown.
  case hangup
  /// Nothing happened for as long as was asked.
  case timeout

  /// A request from outside, by signal.
  package enum Signal: Hashable, Sendable {
    /// SIGTERM.
    case terminate
    /// SIGINT; the key Ctrl-C comes as a key.
    case interrupt
    /// SIGHUP.
    case hangup
    /// SIGTSTP: answer it with `Screen.suspend`. The key Ctrl-Z comes as a key.
    case suspend
  }
}

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
