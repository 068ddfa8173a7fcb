/// A part of a file that was checked against its shape.
package struct ReadValue: Sendable {
  package enum Content: Sendable {
    /// It is not what it has to be, which is among the faults of the reader.
    case invalid
    case flag(Bool)
    /// A number, a duration in seconds, or a size in bytes.
    case number(Double)
    case text(String)
    case reference(Reference)
    case list([ReadValue])
    /// In the order of the file.
    case mapping([Entry])
  }

  /// A key with its value.
  package struct Entry: Sendable {
    package var key: String
    package var place: SourceLocation
    package var value: ReadValue
  }

  package var content: Content
  package var place: SourceLocation

  package init(_ content: Content, at place: SourceLocation) {
    self.content = content
    self.place = place
  }

  /// The entries of a mapping; none for anything else.
  package var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  /// The value of a key, if it is given and valid.
  package subscript(key: String) -> ReadValue? {
    guard let value = entries.first(where: { $0.key == key })?.value else { return nil }
    if case .invalid = value.content { return nil }
    return value
  }

  /// Whether a key is given, valid or not.
  package func gives(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// Whether all of a mapping's own values are valid.
  package var isWhole: Bool {
    if case .invalid = content { return false }
    return entries.allSatisfy { entry in if case .invalid = entry.value.content { false } else { true } }
  }

  /// The parts of a list; a single value is a list of one.
  package var list: [ReadValue] {
    switch content {
    case .list(let parts): parts
    case .invalid, .mapping: []
    default: [self]
    }
  }

  package var flag: Bool? { if case .flag(let flag) = content { flag } else { nil } }
  package var number: Double? { if case .number(let number) = content { number } else { nil } }
  package var integer: Int64? { number.flatMap { Int64(exactly: $0) } }
  package var text: String? { if case .text(let text) = content { text } else { nil } }
  /// The valid texts of a list.
  package var texts: [String] { list.compactMap(\.text) }
  /// The valid numbers of a list.
  package var numbers: [Double] { list.compactMap(\.number) }
}
