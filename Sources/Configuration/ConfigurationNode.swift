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
