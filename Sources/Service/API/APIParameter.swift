import Configuration
import Events
import Foundation
import HTTPServer

/// A parameter that the query of a path may have: checked before the path answers, and described to those who ask.
struct APIParameter: Sendable {
  /// What its value may be.
  enum Kind: Sendable {
    case text
    case flag
    /// An instant, a day, or how long ago.
    case time
    case count(ClosedRange<Int>)
    case choice([String])
  }

  let name: String
  let kind: Kind
  let summary: String

  init(_ name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
  }

  /// What a value has to be; nil if this one is.
  func fault(of value: String) -> String? {
    switch kind {
    case .text: nil
    case .flag: ["true", "false"].contains(value) ? nil : "has to be true or false"
    case .time:
      TimeArgument(argument: value) == nil
        ? "has to be a time such as 2026-01-02T00:00:00Z, a day such as 2026-01-02, or how long ago, such as 1h or 7d"
        : nil
    case .count(let range):
      Int(value).map(range.contains) ?? false
        ? nil : "has to be a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .choice(let choices): choices.contains(value) ? nil : "has to be one of \(choices.joined(separator: ", "))"
    }
  }
}

/// The query of a request, in which nothing is unknown or wrong.
struct APIQuery: Sendable {
  private var values: [String: String] = [:]

  /// An empty one.
  init() {}

  /// Reads a query.
  ///
  /// - Throws: 400 with what is unknown, said twice or wrong.
  init(_ query: String?, knowing parameters: [APIParameter]) throws(HTTPProblem) {
    for part in (query ?? "").split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(sides[0]), let value = Self.decoded(sides.count > 1 ? sides[1] : "") else {
        throw HTTPProblem(400, "the query is not encoded as it has to be: % needs two hexadecimal digits, in UTF-8")
      }
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        let known = parameters.map(\.name)
        let hint = Suggestion.text(for: name, among: known)
        let all = known.isEmpty ? "this path takes none" : "there are \(known.joined(separator: ", "))"
        throw HTTPProblem(400, "\(ShownText.name(name)): no parameter has that name\(hint.isEmpty ? "; \(all)" : hint)")
      }
      if let fault = parameter.fault(of: value) { throw HTTPProblem(400, "\(name): \(fault)") }
      guard values.updateValue(value, forKey: name) == nil else { throw HTTPProblem(400, "\(name): is there twice") }
    }
  }

  func text(_ name: String) -> String? { values[name] }
  func flag(_ name: String) -> Bool { values[name] == "true" }
  func count(_ name: String) -> Int? { values[name].flatMap { Int($0) } }
  func time(_ name: String, at now: Timestamp) -> Timestamp? {
    values[name].flatMap { TimeArgument(argument: $0)?.instant(at: now) }
  }
  func choice<Choice: RawRepresentable>(_ name: String) -> Choice? where Choice.RawValue == String {
    values[name].flatMap { Choice(rawValue: $0) }
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}
