/// Where a value may come from (article Configuration, Layers), the weakest first: each hides those before it.
package enum Layer: String, Sendable, Codable, CaseIterable, Comparable {
  /// What is built in.
  case standard = "default"
  /// The operator's wrappers file, or folder of files.
  case file
  /// The wrappers file of the chosen environment.
  case profile
  /// Environment variables of wraptop itself.
  case environment
  /// What operators set through wraptop: the only layer that it writes.
  case runtime
  /// `--set` on the command line.
  case override

  /// 0 for the weakest.
  package var rank: Int {
    switch self {
    case .standard: 0
    case .file: 1
    case .profile: 2
    case .environment: 3
    case .runtime: 4
    case .override: 5
    }
  }

  package static func < (a: Layer, b: Layer) -> Bool { a.rank < b.rank }
}

/// Where exactly a value was said.
package enum Origin: Sendable, Hashable, Codable {
  /// Nowhere: it is built in, or told by the whole.
  case standard
  case place(SourceLocation)
  /// An environment variable, by its name.
  case variable(String)
  /// An option of the command line, such as `--set bot.enabled`; its value is left out.
  case option(String)
}

extension Origin: CustomStringConvertible {
  /// For the front of a message: `file:line`, `$NAME`, the option, or `default`.
  package var description: String {
    switch self {
    case .standard: "default"
    case .place(let place): place.description
    case .variable(let name): "$\(ShownText.name(name))"
    case .option(let option): ShownText.name(option)
    }
  }
}

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
