/// A pattern for the names of wrappers, as command lines and rules use it: `*` stands for any text, `?` for one character,
/// `[a-z]` for one of some, `[!a-z]` for one of the others. All else stands for itself, also a `[` that nothing closes. The
/// whole name has to match, in its case.
package struct NameGlob: Sendable, Equatable {
  /// As it was written.
  package let text: String
  private let parts: [Part]

  private enum Part: Sendable, Equatable {
    case any
    case one
    case scalar(Unicode.Scalar)
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)

    func matches(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .any, .one: true
      case .scalar(let wanted): wanted == scalar
      case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
      }
    }
  }

  package init(_ text: String) {
    self.text = text
    var parts: [Part] = []
    var rest = text.unicodeScalars[...]
    while let first = rest.popFirst() {
      switch first {
      case "*": if parts.last != .any { parts.append(.any) }
      case "?": parts.append(.one)
      case "[":
        if let set = Self.set(&rest) { parts.append(set) } else { parts.append(.scalar(first)) }
      default: parts.append(.scalar(first))
      }
    }
    self.parts = parts
  }

  /// True if the name matches.
  package func matches(_ name: String) -> Bool {
    // A mismatch goes back to the last star, which then takes one character more: never more than quadratic.
    let scalars = Array(name.unicodeScalars)
    var at = 0
    var part = 0
    var star: (part: Int, at: Int)?
    while at < scalars.count {
      if part < parts.count, parts[part] == .any {
        star = (part, at)
        part += 1
      } else if part < parts.count, parts[part].matches(scalars[at]) {
        part += 1
        at += 1
      } else if let last = star {
        star = (last.part, last.at + 1)
        part = last.part + 1
        at = last.at + 1
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { $0 == .any }
  }

  // What stands behind a bracket, through the one that closes it; nil, and nothing taken, if none does.
  private static func set(_ rest: inout Substring.UnicodeScalarView) -> Part? {
    var inside = rest
    let isNegated = inside.first == "!" || inside.first == "^"
    if isNegated { inside.removeFirst() }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    // A bracket that closes stands for itself where it comes first.
    while let low = inside.popFirst() {
      var high = low
      if inside.first == "-", let end = inside.dropFirst().first, end != "]" {
        inside.removeFirst(2)
        high = end
      }
      ranges.append(min(low, high)...max(low, high))
      if inside.first == "]" {
        inside.removeFirst()
        rest = inside
        return .set(ranges, isNegated: isNegated)
      }
    }
    return nil
  }
}
