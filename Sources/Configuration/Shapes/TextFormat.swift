/// What a text of a configuration file has to look like.
package enum TextFormat: Sendable, Equatable {
  /// Any text that is not empty, of several lines too.
  case any
  /// A text of one line.
  case line
  /// A short name that stands in messages and references.
  case name
  /// An address that begins with `http://` or `https://`.
  case url
  /// One of the known names, or the path of a file, which ends in one of the endings.
  case known([String], orFile: [String])

  /// The maximum number of bytes of a text.
  static let limit = 16 << 10
  /// The maximum number of bytes of a name.
  static let nameLimit = 64

  /// To stand behind "has to be".
  var inWords: String {
    switch self {
    case .any: "a text"
    case .line: "a text of one line"
    case .name: "a name of at most \(Self.nameLimit) letters, digits, _, - and dots"
    case .url: "an http or https URL with a host"
    case .known(let names, let endings):
      "one of \(names.joined(separator: ", ")), or a file that ends in \(endings.joined(separator: " or "))"
    }
  }

  /// Whether a text is one of these.
  func matches(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= Self.limit else { return false }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.generalCategory != .control || self == .any && (scalar == "\n" || scalar == "\t")
    }
    guard isPlain else { return false }
    return switch self {
    case .any, .line: true
    case .name: text.utf8.count <= Self.nameLimit && text.utf8.allSatisfy(Self.isOfName)
    case .url: URLFault.first(in: text) == nil
    case .known(let names, let endings): names.contains(text) || endings.contains { text.hasSuffix($0) }
    }
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The same as a regular expression of JSON Schema, as far as one can say it; a reference fits it too with `mayRefer`.
  func pattern(mayRefer: Bool) -> String {
    let pattern =
      switch self {
      case .any: #"^[^\x00-\x08\x0B-\x1F\x7F]+$"#
      case .line: #"^[^\x00-\x1F\x7F]+$"#
      case .name: "^[A-Za-z0-9_.-]{1,\(Self.nameLimit)}$"
      case .url: #"^https?://[^/?#@\s]+([/?#]\S*)?$"#
      case .known(let names, let endings):
        "^(\(names.map(Self.escaped).joined(separator: "|")))$|(\(endings.map(Self.escaped).joined(separator: "|")))$"
      }
    return mayRefer ? #"\#(pattern)|^\$\{(env|credential):[^{}]+\}$"# : pattern
  }

  private static func escaped(_ text: String) -> String {
    text.replacing(".", with: #"\."#)
  }
}

/// Lengths of time as operators write them: `90s`, `15m`, `24h`, `7d`.
package enum DurationText {
  private static let units: [(name: String, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]

  /// The form of one.
  static let pattern = "^(0|[1-9][0-9]*)(s|m|h|d)$"

  /// The seconds of a text; nil if it is none, or beyond all range.
  package static func seconds(_ text: String) -> Int64? {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }), let number = number(text.dropLast()) else {
      return nil
    }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: unit.seconds)
    return overflow ? nil : seconds
  }

  /// The shortest text of a length of time.
  static func text(_ seconds: Int64) -> String {
    let unit = seconds == 0 ? units.last : units.first { seconds % $0.seconds == 0 }
    return unit.map { "\(seconds / $0.seconds)\($0.name)" } ?? "\(seconds)s"
  }

  /// A whole number without zeros before it.
  static func number(_ digits: some StringProtocol) -> Int64? {
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits == "0" || !digits.hasPrefix("0") else {
      return nil
    }
    return Int64(digits)
  }
}

/// Numbers of bytes as operators write them: `512MiB`.
enum SizeText {
  private static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
  ]

  /// The form of one.
  static let pattern = "^[1-9][0-9]*(B|KiB|MiB|GiB|TiB)$"

  /// The bytes of a text; nil if it is none, or beyond all range.
  static func bytes(_ text: String) -> Int? {
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let number = DurationText.number(text.dropLast(unit.name.count)), number > 0
    else { return nil }
    let (bytes, overflow) = Int(number).multipliedReportingOverflow(by: unit.bytes)
    return overflow ? nil : bytes
  }

  /// The shortest text of a number of bytes.
  static func text(_ bytes: Int) -> String {
    let unit = bytes == 0 ? units.last : units.first { bytes % $0.bytes == 0 }
    return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)B"
  }
}
