import Foundation

/// What a server answered to a flush: what became of everything that was sent on the connection (article Events,
/// Lifecycle events).
struct FlushReply: Decodable {
  /// A line that was rejected.
  struct Rejection: Decodable {
    /// Its number on the connection, counted from 1 and without flushes.
    var line: UInt64
    /// Why, as a sentence.
    var message: String
  }

  var accepted: UInt64
  var rejected: UInt64
  var duplicates: UInt64
  /// The first lines that were rejected; nil from servers that do not tell.
  var rejections: [Rejection]?

  /// Nothing of what was sent was of use.
  var isAllRejected: Bool { rejected > 0 && accepted == 0 && duplicates == 0 }

  /// Reads an answer; nil if it is none.
  init?(_ line: String) {
    guard let reply = try? JSONDecoder().decode(FlushReply.self, from: Data(line.utf8)) else { return nil }
    self = reply
  }

  /// What to tell of the lines that were rejected: each that is known, then how many there were.
  ///
  /// - Parameter numbersLines: the numbers are those of the lines as the user has them.
  func report(numbersLines: Bool) -> [String] {
    guard rejected > 0 else { return [] }
    var lines = (rejections ?? []).map { rejection in
      (numbersLines ? "line \(rejection.line): " : "") + "rejected: \(rejection.message)"
    }
    if rejected > 1 || accepted + duplicates > 0 || lines.isEmpty {
      let total = accepted + duplicates + rejected
      let why = lines.isEmpty ? "; press x in the dashboard for the reason" : ""
      lines.append("\(rejected) of \(total) lines were rejected\(why)")
    }
    return lines
  }
}
