import Canvas
import Events
import Monitoring

/// Failures as lines: when, what code, how long, what was said.
enum FailureLines {
  static func line(_ failure: OperationRecord, at now: Timestamp) -> Line {
    var line = Line(failure.end.clock + "Z", .dim)
    line.pad(to: 10)
    line.add(code(failure), .critical, .bold)
    line.pad(to: 25)
    let duration = CompactFigure.duration(failure.durationMs)
    line.add(String(repeating: " ", count: max(0, 5 - duration.count)) + duration, .latency)
    line.pad(to: 32)
    if failure.fallbackUsed { line.add("after fallback: ", .fallback) }
    line.add(failure.errorMessage ?? "(no message)", failure.errorMessage == nil ? .dim : .text)
    return line
  }

  // Kept so short that durations and messages stand in columns.
  private static func code(_ failure: OperationRecord) -> String {
    let code = failure.errorCode ?? failure.status.rawValue
    return code.count <= 14 ? code : String(code.prefix(13)) + "~"
  }
}
