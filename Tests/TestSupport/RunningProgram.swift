import Foundation

/// A program that runs without a terminal until it is told to end.
package final class RunningProgram {
  private let process: ChildProcess
  private let errorsPath: String

  /// Starts it. What it writes to standard error replaces what the file at `errorsPath` held.
  package init(_ program: String, _ arguments: [String], environment: [String: String], errorsPath: String) throws {
    self.errorsPath = errorsPath
    let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
    let errors = open(errorsPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer {
      close(nothing)
      close(errors)
    }
    process = try ChildProcess(
      program, arguments, environment: environment, descriptors: [nothing, nothing, errors])
  }

  deinit { process.send(SIGKILL) }

  /// Whether it still runs.
  package var isRunning: Bool { process.isRunning }

  /// What it wrote to standard error so far.
  package var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

  /// By which the system knows it.
  package var identifier: Int32 { process.identifier }

  /// Sends it a signal and waits for its end; the answer is its exit status, nil if a signal ended it, which also happens
  /// when it takes longer than it may.
  @discardableResult
  package func end(with signal: Int32, within limit: Duration = .seconds(60)) -> Int32? {
    process.send(signal)
    return process.wait(within: limit).status
  }
}
