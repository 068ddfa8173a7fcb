import Canvas
import Events
import Monitoring

/// Failures as lines: when, what code, how long, what was said.
enum FailureLines {
  /// A line for each failure, with the parts under one another.
  static func lines(_ failures: some Collection<OperationRecord>) -> [Line] {
    let codes = failures.map { $0.errorCode ?? $0.status.rawValue }
    let width = min(widestCode, codes.map { DisplayWidth.of($0) }.max() ?? 0)
    return zip(failures, codes).map { line($0, code: $1, width: width) }
  }

  private static let widestCode = 16

  private static func line(_ failure: OperationRecord, code: String, width: Int) -> Line {
    var line = Line(failure.end.clock + "Z ", .dim)
    line.add(SafeText(code).truncated(to: width, .tail).string, .critical, .bold)
    line.pad(to: 10 + width + 1)
    let duration = CompactFigure.duration(failure.durationMs)
    line.add(String(repeating: " ", count: max(0, 5 - duration.utf8.count)) + duration + " ", .latency)
    if failure.fallbackUsed { line.add("after a fallback: ", .fallback) }
    line.add(failure.errorMessage ?? "(no message)", failure.errorMessage == nil ? .dim : .text)
    return line
  }
}
