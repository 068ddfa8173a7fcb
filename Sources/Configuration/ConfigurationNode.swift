import PlainText
import Secrets

/// A part of a configuration file as it is written: what it holds, and where. What it means is for a reader to say.
package struct ConfigurationNode: Sendable, Hashable {
  package var content: Content
  /// Where it begins.
  package var place: SourceLocation

  package enum Content: Sendable, Hashable {
    /// In the order of the file. That no key stands there twice is for a reader to check.
    case mapping([Entry])
    case sequence([ConfigurationNode])
    case scalar(Scalar)
  }

  /// A key with its value.
  package struct Entry: Sendable, Hashable {
    package var key: String
    package var keyPlace: SourceLocation
    package var value: ConfigurationNode

    package init(key: String, keyPlace: SourceLocation, value: ConfigurationNode) {
      self.key = key
      self.keyPlace = keyPlace
      self.value = value
    }
  }

  /// A single value as text.
  package struct Scalar: Sendable, Hashable {
    package var text: String
    /// What is in quotes is a text, whatever it looks like.
    package var isQuoted: Bool

    package init(_ text: String, isQuoted: Bool) {
      self.text = text
      self.isQuoted = isQuoted
    }

    /// Nothing, as JSON and YAML write it.
    package var isNull: Bool { !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text) }

    /// The flag that it is; nil if it is none.
    package var flag: Bool? {
      guard !isQuoted else { return nil }
      return switch text {
      case "true", "True", "TRUE": true
      case "false", "False", "FALSE": false
      default: nil
      }
    }

    /// The number that it is, in decimal; nil if it is none or beyond all range.
    package var number: Double? {
      guard !isQuoted, let number = Double(text), number.isFinite else { return nil }
      // Double reads more than the files may hold: `0x10`, `inf`, `nan`.
      return text.utf8.allSatisfy { Self.digits.contains($0) } ? number : nil
    }

    private static let digits = Array("0123456789+-.eE".utf8)
  }

  package init(_ content: Content, at place: SourceLocation) {
    self.content = content
    self.place = place
  }

  /// The text of a single value; nil for anything else.
  var text: String? {
    if case .scalar(let scalar) = content { scalar.text } else { nil }
  }

  /// True for null, which empties a field.
  package var isNull: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.isNull
  }

  /// True for null and for an empty text, which says nothing.
  package var isEmpty: Bool {
    guard case .scalar(let scalar) = content else { return false }
    return scalar.isNull || scalar.text.isEmpty
  }
}

extension ConfigurationNode {
  /// The node as a JSON document: indented by two blanks, with its keys in their order, ended by a line feed.
  ///
  /// What a reader of it finds means the same as the node. Reading it gives `asJSONHasIt`, if no mapping has a key twice.
  package var json: String {
    var output = ""
    write(to: &output, indent: "")
    return output + "\n"
  }

  /// The same, with each scalar in the form that JSON has for it: nothing as `null`, flags as `true` and `false`, numbers
  /// as JSON spells them, and all else as texts in quotes.
  package var asJSONHasIt: ConfigurationNode {
    var node = self
    switch content {
    case .mapping(let entries):
      node.content = .mapping(
        entries.map { Entry(key: $0.key, keyPlace: $0.keyPlace, value: $0.value.asJSONHasIt) })
    case .sequence(let parts): node.content = .sequence(parts.map(\.asJSONHasIt))
    case .scalar(let scalar): node.content = .scalar(scalar.asJSONHasIt)
    }
    return node
  }

  /// True if both hold the same, wherever it stands.
  package func holdsTheSame(as other: ConfigurationNode) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)):
      return a == b
    case (.sequence(let a), .sequence(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.holdsTheSame(as: $1) }
    case (.mapping(let a), .mapping(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && $0.value.holdsTheSame(as: $1.value) }
    default: return false
    }
  }

  private func write(to output: inout String, indent: String) {
    let inner = indent + "  "
    switch content {
    case .scalar(let scalar):
      let written = scalar.asJSONHasIt
      output += written.isQuoted ? JSONText.quoted(written.text) : written.text
    case .sequence(let parts):
      guard !parts.isEmpty else { return output += "[]" }
      for (index, part) in parts.enumerated() {
        output += (index == 0 ? "[\n" : ",\n") + inner
        part.write(to: &output, indent: inner)
      }
      output += "\n\(indent)]"
    case .mapping(let entries):
      guard !entries.isEmpty else { return output += "{}" }
      for (index, entry) in entries.enumerated() {
        output += (index == 0 ? "{\n" : ",\n") + inner + JSONText.quoted(entry.key) + ": "
        entry.value.write(to: &output, indent: inner)
      }
      output += "\n\(indent)}"
    }
  }
}

extension ConfigurationNode.Scalar {
  /// The same value in the form that JSON has for it.
  fileprivate var asJSONHasIt: ConfigurationNode.Scalar {
    if isQuoted { return self }
    if isNull { return .init("null", isQuoted: false) }
    if let flag { return .init(flag ? "true" : "false", isQuoted: false) }
    if let number = JSONNumber(text) { return .init(number.text, isQuoted: false) }
    return .init(text, isQuoted: true)
  }
}

/// A number in decimal as JSON spells it: no plus, no zeros before it, digits on both sides of the point.
private struct JSONNumber {
  var text = ""

  /// Reads a number as files may have it, such as `+.5` or `007`, digit by digit, so that none is lost; nil if it is none.
  init?(_ written: String) {
    var rest = Substring(written)
    if let sign = rest.first, sign == "+" || sign == "-" {
      rest.removeFirst()
      if sign == "-" { text = "-" }
    }
    let whole = Self.digits(&rest)
    var fraction: Substring = ""
    if rest.first == "." {
      rest.removeFirst()
      fraction = Self.digits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let significant = whole.drop { $0 == "0" }
    text += significant.isEmpty ? "0" : significant
    if !fraction.isEmpty { text += "." + fraction }
    if let mark = rest.first, mark == "e" || mark == "E" {
      text.append(mark)
      rest.removeFirst()
      if let sign = rest.first, sign == "+" || sign == "-" { text.append(rest.removeFirst()) }
      let exponent = Self.digits(&rest)
      guard !exponent.isEmpty else { return nil }
      text += exponent
    }
    guard rest.isEmpty else { return nil }
  }

  private static func digits(_ rest: inout Substring) -> Substring {
    let digits = rest.prefix { ("0"..."9").contains($0) && $0.isASCII }
    rest = rest[digits.endIndex...]
    return digits
  }
}

extension ConfigurationNode {
  /// What it is, for a message.
  var inWords: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar) where scalar.isNull: "nothing"
    case .scalar(let scalar):
      scalar.isQuoted
        ? "the text \(ShownText.value(scalar.text))" : ShownText.name(Redaction.redact(whole: scalar.text))
    }
  }
}
