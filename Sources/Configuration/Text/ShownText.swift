import Secrets

/// Makes texts of a file fit to be shown in a message: nothing in them moves a cursor or turns the direction of writing.
package enum ShownText {
  private static let longest = 80

  /// A path, whole.
  package static func path(_ path: String) -> String { shown(path, longest: .max) }

  /// A name, cut if it is long.
  package static func name(_ text: String) -> String { shown(text, longest: longest) }

  /// An argument that was to be a known name, for a message. What is nothing like one may be a secret that went astray, and
  /// is not repeated.
  ///
  /// - Parameter otherwise: what is said in its place.
  package static func argument(_ text: String, near known: [String], otherwise: String) -> String {
    known.contains { Suggestion.isTypingError(text, for: $0) } ? name(text) : otherwise
  }

  /// The name of an option that is not known, without a value behind it; what does not look like a name may be a secret.
  package static func option(_ text: String) -> String {
    let name = text.prefix { $0 != "=" }
    let isName = name.unicodeScalars.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
    return isName && name.utf8.count <= 32 ? String(name) : "an argument"
  }

  private static func shown(_ text: String, longest: Int) -> String {
    var shown = ""
    var length = 0
    for scalar in text.unicodeScalars {
      guard length < longest else { return shown + "…" }
      shown += isHarmful(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      length += 1
    }
    return shown
  }

  /// A value, in quotes, with what looks like a key hidden.
  static func value(_ text: String) -> String { "\"\(name(Redaction.redact(whole: text)))\"" }

  /// True for what controls a terminal, or the order of what is around it.
  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
