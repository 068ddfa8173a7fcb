/// What someone may have meant who wrote a name that nobody knows.
package enum Suggestion {
  /// A question to put behind a message; empty if no known name is near.
  package static func text(for word: String, among known: [String]) -> String {
    nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? ""
  }

  /// The known name with the fewest letters to change, add or leave out, of equals the first; nil if it takes more than
  /// half of the letters.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    let distances = known.map { (name: $0, distance: distance(letters, Array($0.lowercased().unicodeScalars))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance * 2 <= max(letters.count, best.name.unicodeScalars.count) ? best.name : nil
  }

  /// True if a text differs from a known name by two letters at the most.
  package static func isTypingError(_ text: String, for name: String) -> Bool {
    let letters = Array(text.unicodeScalars.prefix(65))
    let others = Array(name.unicodeScalars.prefix(65))
    guard letters.count <= 64, abs(letters.count - others.count) <= 2 else { return false }
    return distance(letters, others) <= 2
  }

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
