extension String {
  /// The text, with an ellipsis in the place of what is beyond so many characters of Unicode.
  package func cut(to length: Int) -> String {
    guard utf8.count > length, unicodeScalars.count > length else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(length - 1))) + "…"
  }

  /// The text, cut to so many bytes between two characters.
  package func cut(toBytes length: Int) -> String {
    guard utf8.count > length else { return self }
    var cut = String.UnicodeScalarView()
    var count = 0
    for scalar in unicodeScalars {
      count += UTF8.width(scalar)
      guard count <= length else { break }
      cut.append(scalar)
    }
    return String(cut)
  }
}
