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
