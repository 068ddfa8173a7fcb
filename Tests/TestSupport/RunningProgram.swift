import Foundation

/// A program that runs without a terminal until it is told to end.
package final class RunningProgram {
  private let process: Process
  private let ended = DispatchSemaphore(value: 0)
  private let errorsPath: String

  /// Starts it. What it writes to standard error is appended to the file at `errorsPath`.
  package init(_ program: String, _ arguments: [String], environment: [String: String], errorsPath: String) throws {
    _ = FileManager.default.createFile(atPath: errorsPath, contents: nil)
    self.errorsPath = errorsPath
    process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errorsPath))
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Whether it still runs.
  package var isRunning: Bool { process.isRunning }

  /// What it wrote to standard error so far.
  package var errors: String { (try? String(contentsOfFile: errorsPath, encoding: .utf8)) ?? "" }

  /// By which the system knows it.
  package var identifier: Int32 { process.processIdentifier }

  /// Sends it a signal and waits for its end; the answer is its exit status, nil if a signal ended it, which also happens
  /// when it takes longer than it may.
  @discardableResult
  package func end(with signal: Int32, within limit: Duration = .seconds(60)) -> Int32? {
    kill(process.processIdentifier, signal)
    if ended.wait(timeout: .now() + .seconds(Int(limit.components.seconds))) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    ended.signal()
    return process.terminationReason == .exit ? process.terminationStatus : nil
  }
}
