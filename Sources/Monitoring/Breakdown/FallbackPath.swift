/// How a fallback is named: by the model that was chosen, the model that answered, and the reason.
enum FallbackPath {
  /// Stands between the models.
  static let arrow = " -> "
  /// Stands for a model that was not reported, in what is stored. It stays as it is, so that what was stored earlier
  /// adds up with what comes now.
  static let storedUnknown = "?"

  /// Returns the name for people to read.
  static func shown(_ name: String) -> String {
    guard let arrow = name.firstRange(of: arrow) else { return name }
    let (from, rest) = (name[..<arrow.lowerBound], name[arrow.upperBound...])
    let chosen = from == storedUnknown ? "(unknown)" : String(from)
    let answered = rest.hasPrefix(storedUnknown + ": ") ? "(unknown)" + rest.dropFirst() : String(rest)
    return chosen + self.arrow + answered
  }
}
