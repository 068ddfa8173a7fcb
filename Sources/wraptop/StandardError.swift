import Secrets
import SystemFiles

/// Where everything is said that is no result: warnings, errors, the log of `serve`. Nothing that looks like a key gets there.
enum StandardError {
  /// What goes there; returns at once, whatever becomes of it.
  static let diagnostics = Diagnostics()

  /// Says something to the user; returns at once.
  static func say(_ message: String) { diagnostics.line("wraptop: \(Redaction.redact(whole: message))") }

  /// Says something to the user of a command that ends by itself, before it goes on.
  static func warn(_ message: String) {
    say(message)
    diagnostics.flush()
  }

  /// Says something in the log of a program that goes on: returns at once.
  static func log(_ message: String) { say("\(SystemClock.now()) \(message)") }
}
