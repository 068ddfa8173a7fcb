import Canvas
import Events
import Monitoring

// How an operation ended, in a word, a glyph and a colour.
extension OperationStatus {
  /// The word for it.
  var word: String {
    switch self {
    case .started: "ACTIVE"
    case .success: "OK"
    case .error: "ERROR"
    case .fallback: "FALLBACK"
    case .timeout: "TIMEOUT"
    case .cancelled: "CANCELLED"
    }
  }

  /// The role that colours it.
  var role: Role {
    switch self {
    case .started: .notice
    case .success: .healthy
    case .fallback: .fallback
    case .error, .timeout: .critical
    case .cancelled: .degraded
    }
  }

  /// Glyph and word.
  func badge(in glyphs: GlyphSet) -> [Span] {
    let style = Style(role, isSuccess ? [] : .bold)
    let glyph: Grade =
      switch self {
      case .success: .healthy
      case .fallback: .degraded
      case .error, .timeout: .critical
      case .cancelled: .unhealthy
      case .started: .idle
      }
    return [Span("\(glyph.glyph(in: glyphs)) \(word)", style)]
  }

  /// The columns of the longest badge.
  static let badgeWidth = 11
}

extension OperationRecord {
  /// What went wrong, or why there was a fallback; empty if nothing is to be said.
  var remark: Line {
    var line = Line()
    if status.isSuccess {
      guard fallbackUsed else { return line }
      line.add("fallback: ", .fallback)
      return line.adding(fallbackReason ?? "no reason given", fallbackReason == nil ? .dim : .text)
    }
    if fallbackUsed { line.add("after a fallback: ", .fallback) }
    if status == .cancelled, errorMessage == nil, errorCode == nil { return line }
    if let errorCode { line.add(errorCode + " ", .critical) }
    return line.adding(errorMessage ?? "(no message)", errorMessage == nil ? .dim : .text)
  }
}

/// What a metric of one operation reads as.
enum MetricText {
  /// In full: a number keeps all of its digits.
  static func of(_ value: MetricValue.Value) -> String {
    switch value {
    case .number(let number):
      number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    case .flag(let flag): flag ? "true" : "false"
    case .text(let text): text
    }
  }
}
