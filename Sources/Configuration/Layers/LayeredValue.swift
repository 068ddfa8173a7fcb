/// What is said of one value in one place, before places are weighed against each other.
struct LayeredValue {
  var layer: Layer
  /// Of two in the same layer the stronger has more; of equals the later one is stronger.
  var weight = 0
  var origin: Origin
  /// Nil if what is said is wrong.
  var value: FieldValue?
  /// The text of a secret, for the one wrapper whose secrets are wanted.
  var text: String?
  /// What is wrong.
  var fault: String?
  /// Counts what was told, in the order in which it was read.
  var number: Int
}

/// What all layers say of one wrapper, before they are weighed.
struct WrapperInput {
  /// What one file says.
  struct Part {
    var layer: Layer
    var place: SourceLocation
    var fields: [ConfigurationNode.Entry]
    /// One of a folder, where the kind may be guessed.
    var isOfFolder: Bool

    /// What it says of the kind; nil if it says nothing.
    var kind: ConfigurationNode? { fields.first { $0.key == "kind" && !$0.value.isEmpty }?.value }
  }

  let name: String
  /// The weakest first.
  var parts: [Part] = []
  /// The name of the kind; nil if what was said of it is wrong.
  var kind: String?
  var kindOrigin = Origin.standard
  var statements: [FieldPath: [LayeredValue]] = [:]

  init(_ name: String) { self.name = name }
}

/// Of what something is told.
struct Subject {
  var wrapper: String?
  /// The value of the wrapper.
  var path: [String] = []
  /// What else it is, harmless to show.
  var words: [String] = []

  /// A part of it.
  func part(_ key: String) -> Subject {
    var part = self
    if wrapper == nil { part.words.append(ShownText.name(key)) } else { part.path.append(key) }
    return part
  }
}
