/// What a part of a configuration file may hold, as data. A `ShapeReader` checks files by it, and a JSON Schema is
/// printed from it, so that the two cannot differ (article Settings, Schemas).
package indirect enum Shape: Sendable, Equatable {
  /// `true` or `false`.
  case flag
  case number(NumberRange)
  case integer(NumberRange)
  /// A text. With `mayRefer`, it may also be a reference to a credential or an environment variable.
  case text(TextFormat, mayRefer: Bool = false)
  /// A single value of any kind, read as a text.
  case scalar
  /// One of these texts.
  case choice([String])
  /// A length of time, such as `90s`, of so many seconds.
  case duration(ClosedRange<Int64>)
  /// A number of bytes, such as `512MiB`.
  case size(ClosedRange<Int>)
  /// So many values of one shape.
  case list(Shape, count: ClosedRange<Int> = 1...1000)
  /// Known keys, each with a shape of its own.
  case mapping(MappingShape)
  /// Names of the operator's choice, all with values of one shape.
  case table(names: TextFormat, Shape)
  /// One of several that differ in kind: a single value, a list, or a mapping.
  case either([Shape])
  /// What is documented and comes with a later version; why a file that has it is refused.
  case later

  /// A share of a whole, such as a rate.
  package static let rate = Shape.number(NumberRange(0, 1))

  /// A mapping of known keys.
  package static func keys(_ keys: [ShapeKey]) -> Shape { .mapping(MappingShape(keys)) }

  /// The form that a value has in a file.
  enum Form { case single, list, mapping }

  /// The form that its values have; nil if they have several.
  var form: Form? {
    switch self {
    case .flag, .number, .integer, .text, .scalar, .choice, .duration, .size: .single
    case .list: .list
    case .mapping, .table: .mapping
    case .either, .later: nil
    }
  }
}

/// A mapping of known keys.
package struct MappingShape: Sendable, Equatable {
  package var keys: [ShapeKey]
  /// Keys of which not more than one may be given.
  package var alternatives: [String]
  /// Whether one of the alternatives has to be given.
  package var needsAlternative: Bool
  /// Further keys that depend on the value of another one; nil for none.
  package var variants: ShapeVariants?

  package init(
    _ keys: [ShapeKey], alternatives: [String] = [], needsAlternative: Bool = false, variants: ShapeVariants? = nil
  ) {
    self.keys = keys
    self.alternatives = alternatives
    self.needsAlternative = needsAlternative
    self.variants = variants
  }
}

/// A key of a mapping.
package struct ShapeKey: Sendable, Equatable {
  package var name: String
  package var shape: Shape
  package var isRequired: Bool
  /// Whether its value is a secret, which should be a reference and is not repeated in messages.
  package var isSensitive: Bool
  /// What it means, in one line without a full stop.
  package var summary: String

  package init(
    _ name: String, _ shape: Shape, isRequired: Bool = false, isSensitive: Bool = false, _ summary: String
  ) {
    self.name = name
    self.shape = shape
    self.isRequired = isRequired
    self.isSensitive = isSensitive
    self.summary = summary
  }
}

/// The keys that a mapping has by the value of one of them, such as those of a channel by its `type`.
package struct ShapeVariants: Sendable, Equatable {
  /// One value of the key.
  package struct Variant: Sendable, Equatable {
    package var name: String
    package var keys: [ShapeKey]

    package init(_ name: String, _ keys: [ShapeKey]) {
      self.name = name
      self.keys = keys
    }
  }

  /// The key that tells them apart; it has to be given.
  package var key: String
  /// What the key means.
  package var summary: String
  package var variants: [Variant]

  package init(_ key: String, _ summary: String, _ variants: [Variant]) {
    self.key = key
    self.summary = summary
    self.variants = variants
  }
}

/// What a value has to be, to stand behind "has to be".
extension Shape {
  var inWords: String {
    switch self {
    case .flag: "true or false"
    case .number(let range): "a number" + range.inWords
    case .integer(let range): "a whole number" + range.inWords
    case .text(let format, let mayRefer):
      format.inWords + (mayRefer ? ", or a reference such as ${env:NAME}" : "")
    case .scalar: "a single value"
    case .choice(let choices): "one of " + choices.joined(separator: ", ")
    case .duration(let range): Self.inWords(range)
    case .size(let range): Self.inWords(range)
    case .list(let shape, let count):
      count.lowerBound == count.upperBound
        ? "a list of \(count.lowerBound) values, each \(shape.inWords)" : "a list, each part of it \(shape.inWords)"
    case .mapping(let mapping):
      "a mapping of " + Self.enumerated(mapping.keys.map(\.name) + (mapping.variants.map { [$0.key] } ?? []))
    case .table: "a mapping of names to values"
    case .either(let shapes): shapes.map(\.inWords).joined(separator: ", or ")
    case .later: "left out"
    }
  }

  private static func inWords(_ range: ClosedRange<Int64>) -> String {
    let bounds = "from \(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
    return "a duration \(bounds), such as 90s, 15m or 24h"
  }

  private static func inWords(_ range: ClosedRange<Int>) -> String {
    "a size from \(SizeText.text(range.lowerBound)) to \(SizeText.text(range.upperBound)), such as 512MiB"
  }

  private static func enumerated(_ names: [String]) -> String {
    names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
  }
}
