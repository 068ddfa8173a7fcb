/// What fields and wrappers are called in the names of environment variables (article Configuration, Layers).
package enum VariableName {
  /// What those begin with that are made of a wrapper and a field.
  package static let prefix = "WRAPPER_"

  /// The variable that sets a value of a wrapper: `WRAPPER_SUPPORT_BOT_DAILY_BUDGET`.
  package static func name(of path: FieldPath, of wrapper: String) -> String {
    "\(prefix)\(part(wrapper))_\(part(path))"
  }

  /// A name in upper case, with `_` for whatever is no letter or digit of ASCII.
  static func part(_ name: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count)
    for scalar in name.unicodeScalars {
      switch scalar {
      case "A"..."Z", "0"..."9": bytes.append(UInt8(scalar.value))
      case "a"..."z": bytes.append(UInt8(scalar.value) - 32)
      default: bytes.append(UInt8(ascii: "_"))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The parts of a path with `_` between them.
  static func part(_ path: FieldPath) -> String { path.parts.map(part).joined(separator: "_") }

  /// True for a letter or `_` with letters, digits and `_` behind it, all of ASCII.
  static func isValid(_ name: String) -> Bool {
    let isMadeOfThose = name.unicodeScalars.allSatisfy {
      switch $0 {
      case "A"..."Z", "a"..."z", "0"..."9", "_": true
      default: false
      }
    }
    return isMadeOfThose && name.unicodeScalars.first.map { !("0"..."9").contains($0) } == true
  }
}
