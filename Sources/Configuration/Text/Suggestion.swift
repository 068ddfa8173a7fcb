import PlainText

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
