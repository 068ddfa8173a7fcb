import Foundation

/// Where results go.
enum StandardOutput {
  /// Nobody reads what is written any more.
  struct ReaderHasGone: Error {}

  /// Writes all bytes, or throws what to tell the user. A reader that has gone away is no fault of ours.
  static func write(_ bytes: [UInt8]) throws {
    do {
      try writeOrEnd(bytes)
    } catch is ReaderHasGone {}
  }

  /// The same, but throws `ReaderHasGone` where there is no use in going on.
  static func writeOrEnd(_ bytes: [UInt8]) throws {
    var at = 0
    while at < bytes.count {
      let written = bytes.withUnsafeBytes { Foundation.write(1, $0.baseAddress.map { $0 + at }, bytes.count - at) }
      if written > 0 {
        at += written
      } else if errno == EPIPE {
        throw ReaderHasGone()
      } else if errno != EINTR {
        throw Failure("standard output: \(String(cString: strerror(errno)))", exitCode: 74)
      }
    }
  }

  /// Writes one line.
  static func line(_ text: String) throws { try write(Array((text + "\n").utf8)) }
}
