import ArgumentParser
import Service
import Snapshots

extension ReadingOutcome {
  /// Names on standard error each input that could not be read, and why lines were rejected if none was of use.
  ///
  /// - Parameters:
  ///   - command: the name of the command that read.
  ///   - alwaysTellsRejections: lines that were rejected beside others that were not are told of too.
  ///   - givesExamples: some of the rejected lines are told of one by one.
  func warn(_ command: String, alwaysTellsRejections: Bool = true, givesExamples: Bool = true) {
    for failure in failures { StandardError.warn(failure.description) }
    guard alwaysTellsRejections || isAllRejected else { return }
    for text in rejections(command).prefix(givesExamples ? .max : 1) { StandardError.warn(text) }
  }

  /// Ends the program with the exit status of what went wrong, if anything did.
  func end() throws {
    if let exitCode { throw ExitCode(exitCode) }
  }
}

extension Snapshot {
  /// Tells on standard error what the operator should know of the core itself, oldest first.
  func warnOfNotices() {
    for notice in notices.reversed() { StandardError.warn(notice) }
  }
}
