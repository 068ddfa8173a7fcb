import Foundation
import PlainText

/// What `wraptop doctor` found out about one thing.
struct DoctorFinding: Encodable {
  enum Grade: String, Encodable {
    case fine = "ok"
    /// Worth knowing; most things work all the same.
    case attention = "note"
    /// Something will not work before it is mended.
    case fails = "FAIL"
  }

  var grade: Grade
  var subject: String
  /// What is so, and where something is wrong, what to do.
  var message: String

  init(_ grade: Grade, _ subject: String, _ message: String) {
    self.grade = grade
    self.subject = subject
    self.message = message
  }

  /// The finding as a line.
  var text: String { "\(grade.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0))\(subject): \(message)" }
}

extension [DoctorFinding] {
  /// All of them as one JSON document.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try encoder.encode(
        map { finding in
          var finding = finding
          finding.message = finding.message.withoutHarm
          return finding
        }), as: UTF8.self)
  }
}
