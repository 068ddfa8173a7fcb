/// Text as Markdown has it (CommonMark with the tables of GitHub), such that it shows nothing but itself.
///
/// A text never breaks its line, begins no block, and holds neither markup, HTML nor the sign that parts cells: what could
/// be one is written as a character reference, which no reader takes for markup, or behind a backslash. No backslash of a
/// text stays, so that none can undo another.
enum MarkdownText {
  /// Words within a line; `begin` says that they begin one.
  static func words(_ text: String, begin: Bool = false) -> String {
    var written = ""
    var rest = VisibleText.of(text).unicodeScalars[...].drop { $0 == " " }
    if begin { written = beginning(&rest) }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "&", "<", "|", "`", "\\": written += "&#\(scalar.value);"
      case "*", "_", "[", "]", "#", "~", "!", "^", "{", "}": written += "\\" + String(Character(scalar))
      // What some readers make links of.
      case ":" where rest.starts(with: "//".unicodeScalars): written += "&#58;"
      case "." where written.hasSuffix("www") || written.hasSuffix("WWW"): written += "&#46;"
      case "@": written += "&#64;"
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written
  }

  // Takes away what would begin a list, a quotation or a line below a heading, and tells how it is written instead.
  private static func beginning(_ rest: inout Substring.UnicodeScalarView) -> String {
    if let first = rest.first, "-+=:>".unicodeScalars.contains(first) {
      rest.removeFirst()
      return first == ">" ? "&gt;" : "\\" + String(Character(first))
    }
    let digits = rest.prefix { ("0"..."9").contains($0) }
    let behind = rest.dropFirst(digits.count)
    guard !digits.isEmpty, let sign = behind.first, sign == "." || sign == ")", behind.dropFirst().first ?? " " == " "
    else { return "" }
    rest = behind.dropFirst()
    return String(digits) + "\\" + String(Character(sign))
  }

  /// A name as code, in which nothing is markup; as words where it holds what code cannot.
  static func name(_ text: String) -> String {
    let shown = VisibleText.of(text)
    let isCode =
      !shown.isEmpty && shown.first != " " && shown.last != " "
      && !shown.unicodeScalars.contains { "`|<\\".unicodeScalars.contains($0) }
    return isCode ? "`\(shown)`" : words(shown)
  }

  /// A figure of ours: digits, signs and letters, of which only one could be taken for markup.
  static func figure(_ text: String) -> String {
    var written = ""
    for scalar in text.unicodeScalars {
      if scalar == "<" { written += "&lt;" } else { written.unicodeScalars.append(scalar) }
    }
    return written
  }

  /// A text as what it is.
  static func of(_ text: PageText) -> String {
    switch text.kind {
    case .words: words(text.text)
    case .name: name(text.text)
    case .figure: figure(text.text)
    case .status: "**\(words(text.text))**"
    }
  }
}
