import CLinux
import Glibc
import SystemFiles

/// Lets one thread wait for a descriptor, and any other thread end that wait.
package final class Interruption: Sendable {
  /// How a wait ended.
  enum Outcome: Sendable {
    case readable, interrupted, timedOut
  }

  private let descriptor: Descriptor

  package init() throws(IngestionError) {
    guard let descriptor = Descriptor(cl_wakeup_open()) else { throw .outOfDescriptors(.last) }
    self.descriptor = descriptor
  }

  /// Ends the wait under way, or else the next one.
  package func signal() { cl_wakeup_signal(descriptor.number) }

  /// Blocks until `other` can be read, `signal` is called or `timeout` has passed.
  ///
  /// - Parameters:
  ///   - other: a descriptor, or nil to wait for the other two only.
  ///   - timeout: how long to wait at most; nil for ever.
  func wait(for other: Int32?, timeout: Duration? = nil) -> Outcome {
    var others = other.map { [pollfd(fd: $0, events: Int16(POLLIN), revents: 0)] } ?? []
    return wait(for: &others, timeout: timeout)
  }

  /// Blocks until one of `others` is ready for what is asked of it, `signal` is called or `timeout` has passed.
  ///
  /// - Parameters:
  ///   - others: descriptors and what is asked of them; says afterwards what they are ready for.
  ///   - timeout: how long to wait at most; nil for ever.
  func wait(for others: inout [pollfd], timeout: Duration? = nil) -> Outcome {
    var all = [pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)] + others
    let count = poll(&all, nfds_t(all.count), timeout.map(Self.milliseconds) ?? -1)
    if count <= 0 { for index in all.indices { all[index].revents = 0 } }
    others = Array(all.dropFirst())
    if all[0].revents != 0 {
      cl_wakeup_clear(descriptor.number)
      return .interrupted
    }
    // A wait that a signal handler cut short is reported as over; every caller looks again and comes back.
    return count > 0 ? .readable : .timedOut
  }

  // Rounded up, so that a deadline has passed when the wait for it is over.
  private static func milliseconds(_ duration: Duration) -> Int32 {
    let (seconds, attoseconds) = duration.components
    guard seconds < 1_000_000 else { return Int32.max }
    return max(0, Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}

extension IngestionError {
  /// No descriptor was to be had, with the error that the system gave.
  static func outOfDescriptors(_ error: SystemError) -> IngestionError {
    IngestionError(
      .inputOutput, "open files", error.description, advice: "raise the limit of open files (ulimit -n)")
  }
}
