/// How a command ends that did not do its work: the statuses of sysexits.h (article Command line).
package enum FailureStatus: Int32, Sendable {
  /// The command line asks for something that makes no sense.
  case usage = 64
  /// What is read makes no sense.
  case badData = 65
  /// An input is not there or cannot be read.
  case noInput = 66
  /// A file or socket cannot be made.
  case cannotCreate = 73
  /// Reading or writing failed on the way.
  case inputOutput = 74
  /// The user may not do this.
  case noPermission = 77
  /// The configuration makes no sense.
  case configuration = 78
}

/// An error that ends a command. Each type of error says once with which status.
package protocol CommandError: Error, CustomStringConvertible {
  /// The exit status of a command that ends with this.
  var status: FailureStatus { get }
  /// What is written to standard error; the description, unless said otherwise.
  var report: String { get }
}

extension CommandError {
  package var report: String { description }
  /// The number of `status`.
  package var exitCode: Int32 { status.rawValue }
}
