import PlainText

/// Text from outside as it may stand in a file that people open (article Security).
///
/// Tabs and line ends come out as a blank. Controls, bidirectional controls and whatever else has no shape of its own,
/// or none yet, come out as U+FFFD, so that nothing hides and nothing turns the text around. The joiners that emoji and
/// some scripts need are kept.
enum VisibleText {
  /// The text as it may be shown.
  static func of(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { shown.append(visible(scalar)) }
    return String(shown)
  }

  /// At most so many characters of the text, with an ellipsis where some are left out.
  static func of(_ text: String, limit: Int) -> String {
    let shown = of(text)
    return shown.count <= limit ? shown : String(shown.prefix(limit - 1)) + "\u{2026}"
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "\t", "\n", "\r": return " "
    case "\u{200C}", "\u{200D}": return scalar
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: return "\u{FFFD}"
    default: return scalar.isHarmful ? "\u{FFFD}" : scalar
    }
  }
}
