import PlainText
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
    known.contains { NearestName.isTypingError(text, for: $0) } ? name(text) : otherwise
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

/// What a message may say of a value that a field does not take (article Security): the one place that decides it.
struct ToldValue {
  // Nil where nothing may be said.
  private let text: String?

  private init(_ text: String?) { self.text = text }

  /// Harmless text about it, redacted.
  static func shown(_ text: String) -> ToldValue { ToldValue(text) }
  /// That of a sensitive field.
  static let masked = ToldValue(FieldValue.mask)
  /// That of a variable, which may be a secret under a wrong name.
  static let withheld = ToldValue(nil)

  /// An argument: a number may be said; any other text may be a secret that went astray.
  static func argument(_ text: String) -> ToldValue {
    ConfigurationNode.Scalar(text, isQuoted: false).number == nil ? withheld : shown(ShownText.name(text))
  }

  /// To stand behind what it has to be: `, not "x"`.
  var negated: String { text.map { ", not \($0)" } ?? "" }
  /// To stand behind a whole sentence: `; it is "x"`.
  var stated: String { text.map { "; it is \($0)" } ?? "" }
}

/// What someone may have meant who wrote a name that nobody knows.
package enum Suggestion {
  /// A question to put behind a message; empty if no known name is near.
  package static func text(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
  }

  /// The known name that is nearest, whatever letters are capital; nil if none is near.
  package static func nearest(to word: String, among known: [String]) -> String? {
    NearestName.of(word, among: known, ignoresCase: true)
  }
}
