/// The known name that someone may have meant.
package enum NearestName {
  /// The known name with the fewest letters to change, add or leave out, of equals the first; nil if it takes more than
  /// half of the letters.
  ///
  /// - Parameter ignoresCase: whether capital and small letters count as the same.
  package static func of(_ word: String, among known: [String], ignoresCase: Bool = false) -> String? {
    func letters(_ text: String) -> [Unicode.Scalar] { Array((ignoresCase ? text.lowercased() : text).unicodeScalars) }
    let word = Array(letters(word).prefix(64))
    let distances = known.map { (name: $0, distance: distance(word, letters($0))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance * 2 <= max(word.count, best.name.unicodeScalars.count) ? best.name : nil
  }

  /// True if a text differs from a known name by two letters at the most.
  package static func isTypingError(_ text: String, for name: String) -> Bool {
    let letters = Array(text.unicodeScalars.prefix(65))
    let others = Array(name.unicodeScalars.prefix(65))
    guard letters.count <= 64, abs(letters.count - others.count) <= 2 else { return false }
    return distance(letters, others) <= 2
  }

  // The edit distance of Levenshtein.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let substituted = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[b.count]
  }
}
