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
