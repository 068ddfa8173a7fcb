import Canvas

/// How a plain-text report looks: which characters it may use, and whether it may use colour.
struct TextRendering: Sendable {
  /// Colours go out as SGR sequences; without them there is not one escape sequence in the text.
  var usesColor: Bool
  var glyphs: GlyphSet

  /// What may be shown of a text from outside, on one line.
  func safe(_ text: String) -> SafeText { SafeText(text, in: glyphs) }

  /// A text in the colour of its role. The sixteen colours of the terminal's own palette do, as they fit its background.
  func styled(_ text: String, _ role: Role?) -> String {
    guard usesColor, let role, let parameters = Self.parameters(role), !text.isEmpty else { return text }
    return "\u{1B}[\(parameters)m\(text)\u{1B}[0m"
  }

  private static func parameters(_ role: Role) -> String? {
    switch role {
    case .healthy: "32"
    case .degraded, .notice: "33"
    case .unhealthy: "91"
    case .critical: "1;31"
    case .idle, .dim: "2"
    case .accent, .title: "1"
    default: nil
    }
  }
}
