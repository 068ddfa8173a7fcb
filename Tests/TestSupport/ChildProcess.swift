import CVTerm
import Foundation
import Synchronization

/// A program that runs beside the tests. Foundation's `Process` does not start them: it reads past the ends of directory
/// entries (swiftlang/swift-corelibs-foundation#5472), which brings a whole run of the tests down now and then.
package final class ChildProcess: Sendable {
  /// How a program ended.
  package enum End: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// The program could not be started.
  package struct NotStarted: Error {
    package let path: String
    package let reason: String
  }

  /// By which the system knows it.
  package let identifier: Int32
  private let found = Mutex<End?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - program: its path.
  ///   - environment: all of its environment; nil for that of the tests.
  ///   - folder: where it starts; nil for where the tests run.
  ///   - descriptors: what it has open as its descriptors 0, 1 and 2, in this order: a descriptor of the tests, or nil for a
  ///     closed one. It has no others.
  /// - Throws: `NotStarted`.
  package init(
    _ program: String, _ arguments: [String], environment: [String: String]? = nil, in folder: String? = nil,
    descriptors: [Int32?]
  ) throws {
    let variables = environment ?? ProcessInfo.processInfo.environment
    identifier = Self.withCStrings([program] + arguments) { arguments in
      Self.withCStrings(variables.map { "\($0)=\($1)" }) { variables in
        child_spawn(program, arguments, variables, folder, descriptors.map { $0 ?? -1 })
      }
    }
    guard identifier > 0 else { throw NotStarted(path: program, reason: String(cString: strerror(errno))) }
    Thread.detachNewThread { [self] in
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      let signal = status & 0x7F
      found.withLock { $0 = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal) }
      ended.signal()
    }
  }

  /// How it ended; nil while it runs.
  package var end: End? { found.withLock { $0 } }

  /// Whether it still runs.
  package var isRunning: Bool { end == nil }

  /// Sends it a signal, if it still runs.
  package func send(_ signal: Int32) {
    // Under the lock, so that the number is not that of another program by now.
    found.withLock { if $0 == nil { kill(identifier, signal) } }
  }

  /// Waits for its end. A program that takes longer than it may is killed.
  @discardableResult
  package func wait(within limit: Duration = .seconds(60)) -> End {
    let milliseconds = limit / .milliseconds(1)
    if ended.wait(timeout: .now() + .milliseconds(Int(milliseconds))) == .timedOut {
      send(SIGKILL)
      ended.wait()
    }
    ended.signal()
    return end ?? .signalled(SIGKILL)
  }

  private static func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return copies.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
      return body(base)
    }
  }
}

extension ChildProcess.End {
  /// The exit status; nil if a signal ended it.
  package var status: Int32? {
    guard case .exited(let status) = self else { return nil }
    return status
  }
}
