import Secrets

extension ConfigurationNode {
  /// What it is, for a message.
  var inWords: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar) where scalar.isNull: "nothing"
    case .scalar(let scalar):
      scalar.isQuoted
        ? "the text \(ShownText.value(scalar.text))" : ShownText.name(Redaction.redact(whole: scalar.text))
    }
  }
}
