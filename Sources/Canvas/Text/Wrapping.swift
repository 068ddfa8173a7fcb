/// Breaks sentences into lines.
package enum Wrapping {
  /// A text in lines of at most `width` columns, broken between words; a word that is longer than a line is broken where
  /// the line ends. None for an empty text.
  package static func lines(of text: String, width: Int) -> [String] {
    let width = max(1, width)
    var lines: [String] = []
    var line = ""
    var used = 0
    func finish() {
      if !line.isEmpty { lines.append(line) }
      line = ""
      used = 0
    }
    for word in text.split(whereSeparator: \.isWhitespace) {
      let length = DisplayWidth.of(String(word))
      if used > 0, used + 1 + length <= width {
        line += " " + word
        used += 1 + length
        continue
      }
      finish()
      for character in word {
        let columns = DisplayWidth.of(String(character))
        if used + columns > width { finish() }
        line.append(character)
        used += columns
      }
    }
    finish()
    return lines
  }
}
