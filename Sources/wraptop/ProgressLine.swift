import ArgumentParser
import Formatting
import Foundation
import Service
import Snapshots

/// A line on standard error that tells how far reading has come, while that is a terminal; gone at the end.
struct ProgressLine {
  private let core: Core
  private let isShown: Bool

  /// What is read fast needs no line.
  private static let patience = Duration.milliseconds(300)
  private static let interval = Duration.milliseconds(250)

  /// Tells of what that core takes in. Nothing is shown where results come to the same terminal.
  init(core: Core, resultsFollow: Bool) {
    self.core = core
    isShown = isatty(2) == 1 && (resultsFollow || isatty(1) == 0)
  }

  /// Shows the line beside `body`.
  func during(_ body: () async throws -> Void) async throws {
    guard isShown else { return try await body() }
    let task = Task { [core] in
      let begin = ContinuousClock.now
      try? await Task.sleep(for: Self.patience)
      while !Task.isCancelled {
        Self.write("\r\u{1B}[Kwraptop: " + ProgressText.line(core.progress(after: .now - begin)))
        try? await Task.sleep(for: Self.interval)
      }
      Self.write("\r\u{1B}[K")
    }
    do {
      try await body()
      task.cancel()
      await task.value
    } catch {
      task.cancel()
      await task.value
      throw error
    }
  }

  // What a terminal has not taken yet is not worth repeating.
  private static func write(_ text: String) {
    if StandardError.diagnostics.isIdle { StandardError.diagnostics.write(text) }
  }
}

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
