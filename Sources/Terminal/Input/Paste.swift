/// Collects text that is pasted between brackets: `ESC [ 200 ~` text `ESC [ 201 ~`.
struct Paste: Hashable, Sendable {
  /// The most that is kept, in bytes of UTF-8; the rest is left out.
  static let limit = 1 << 20
  private static let end = Array("\u{1B}[201~".utf8)

  private(set) var text = ""
  private var scalars = UTF8Scalars()
  private var length = 0
  /// How much of `end` the last bytes are.
  private var matched = 0
  private var followsReturn = false

  /// Takes a byte that follows the opening bracket; true if it ends the closing one.
  mutating func push(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    for held in Self.end.prefix(matched) { keep(held) }
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    length += 1
    guard length <= Self.limit, let scalar = scalars.push(byte) else { return }
    switch scalar {
    case "\r": text.unicodeScalars.append("\n")
    case "\n" where followsReturn: break
    case "\n", "\t": text.unicodeScalars.append(scalar)
    default: if scalar.properties.generalCategory != .control { text.unicodeScalars.append(scalar) }
    }
    followsReturn = scalar == "\r"
  }
}
