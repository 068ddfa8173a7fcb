import Alerting
import Foundation

/// The terminal of the program, for what draws attention beside the screen.
enum StandardTerminal {
  /// Rings, or shows a notification of the desktop. Nothing without a terminal.
  static func signal(_ signal: TerminalSignal) {
    guard isatty(STDOUT_FILENO) == 1 else { return }
    let bytes = signal.bytes
    // One write, so that nothing of the screen comes in between.
    _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
}
