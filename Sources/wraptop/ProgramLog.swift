import ArgumentParser
import Foundation
import Logging
import Secrets
import SystemFiles

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

  /// Opens a log. A file that cannot be opened or written stops nothing.
  ///
  /// - Returns: the log, and why it is not the file that was asked for.
  static func open(
    _ path: String?, level: Logger.Level, else fallback: LogOutput
  ) -> (log: ProgramLog, problem: String?) {
    guard let path else { return (ProgramLog(fallback, level: level), nil) }
    do throws(Failure) {
      return (ProgramLog(.file(Diagnostics(descriptor: try openFile(path))), level: level), nil)
    } catch {
      return (ProgramLog(fallback, level: level), "--log \(path): \(error.message); nothing is logged there")
    }
  }

  private static func openFile(_ path: String) throws(Failure) -> Int32 {
    let descriptor = Foundation.open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0o600)
    guard descriptor >= 0 else { throw Failure(SystemError.last.description, status: .cannotCreate) }
    var about = stat()
    guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG, fchmod(descriptor, 0o600) == 0 else {
      close(descriptor)
      throw Failure("is no regular file of yours", status: .cannotCreate)
    }
    return descriptor
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

/// Where a program that goes on writes what it does.
struct LogOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Append the log to this file, which only you can read.", valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The least urgent that is logged: debug, info (the default), notice, warning, or error.", valueName: "level"))
  var logLevel: Level?

  enum Level: String, ExpressibleByArgument, CaseIterable {
    case debug, info, notice, warning, error

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
  }

  /// The log that the options ask for, and why it is not the file that they name.
  ///
  /// - Parameter fallback: what is logged to without a file.
  func open(else fallback: LogOutput) -> (log: ProgramLog, problem: String?) {
    ProgramLog.open(log, level: (logLevel ?? .info).level, else: fallback)
  }
}
