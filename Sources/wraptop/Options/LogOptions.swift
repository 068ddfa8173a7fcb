import ArgumentParser
import Logging

/// Where a program that goes on writes what it does.
struct LogOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("Append the log to this file, which only you can read.", valueName: "file"))
  var log: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The least urgent that is logged: debug, info, notice, warning, or error.", valueName: "level"))
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

  /// The log that the options ask for, and why it is not the file that they name.
  ///
  /// - Parameter fallback: what is logged to without a file.
  func open(else fallback: LogOutput) -> (log: ProgramLog, problem: String?) {
    ProgramLog.open(log, level: logLevel.level, else: fallback)
  }
}
