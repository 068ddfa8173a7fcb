import ArgumentParser
import Foundation
import Logging
import Secrets
import SystemFiles

/// Where a program that goes on writes what it does.
struct LogOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Append the log to a file that only you can read.", valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The least that is logged: debug, info, notice, warning or error.", valueName: "level"))
  var logLevel = Level.info

  enum Level: String, ExpressibleByArgument, CaseIterable {
    case debug, info, notice, warning, error

    var level: Logger.Level {
      switch self {
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      }
    }
  }

  /// Opens the log. A file that cannot be opened or written stops nothing.
  ///
  /// - Parameter fallback: what is logged to without a file.
  /// - Returns: the log, and why it is not the file that was asked for.
  func open(else fallback: LogOutput) -> (log: ProgramLog, problem: String?) {
    guard let log else { return (ProgramLog(fallback, level: logLevel.level), nil) }
    do throws(SystemError) {
      let file = Diagnostics(descriptor: try Self.openFile(log))
      return (ProgramLog(.file(file), level: logLevel.level), nil)
    } catch {
      let problem = "--log \(log): \(error); nothing is logged there"
      return (ProgramLog(fallback, level: logLevel.level), problem)
    }
  }

  // A link, a pipe or a device is not written to.
  private static func openFile(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = Foundation.open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
    guard descriptor >= 0 else { throw SystemError(code: errno) }
    var about = stat()
    guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG, fchmod(descriptor, 0o600) == 0 else {
      close(descriptor)
      throw SystemError(code: EINVAL)
    }
    return descriptor
  }
}

/// What takes the lines of a log.
enum LogOutput: Sendable {
  case none
  case standardError
  case file(Diagnostics)
}

/// The log of the program.
struct ProgramLog {
  let logger: Logger
  private let output: LogOutput

  init(_ output: LogOutput, level: Logger.Level) {
    self.output = output
    switch output {
    case .none: logger = Logger(label: "wraptop", factory: { _ in SwiftLogNoOpLogHandler() })
    case .standardError, .file:
      logger = Logger(label: "wraptop", factory: { _ in LineLogHandler(output: output, logLevel: level) })
    }
  }

  /// Waits a moment for what is not written yet.
  func flush() { if case .file(let file) = output { file.flush(within: .seconds(1)) } }
}

/// Writes each message as a line that begins with the time; nothing that looks like a key gets there. Returns at once.
private struct LineLogHandler: LogHandler {
  let output: LogOutput
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    switch output {
    case .none: break
    case .standardError: StandardError.log("\(event.message)")
    case .file(let file):
      file.line("\(SystemClock.now()) \(event.level) \(Redaction.redact(whole: "\(event.message)"))")
    }
  }
}
