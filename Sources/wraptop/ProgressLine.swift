import Formatting
import Foundation
import Reports
import Service

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
