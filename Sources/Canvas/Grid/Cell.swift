/// One cell of the screen, in eight bytes. It never holds what may not be drawn: such a character becomes U+FFFD.
package struct Cell: Hashable, Sendable {
  // Bits 0-20 the character, 21-25 the role, 26-30 emphasis and selection, 32-52 the mark, or 0, 53-57 the ground.
  private var bits: UInt64

  /// What stands in the right half of a wide character: nothing is drawn there.
  package static let continuation: Unicode.Scalar = "\0"
  /// An empty cell.
  package static let blank = Cell(" ")

  /// A cell with a character. A `mark` that is none is left out.
  package init(_ scalar: Unicode.Scalar, mark: Unicode.Scalar? = nil, style: Style = Style()) {
    var value = scalar.value
    switch CharacterClass(scalar) {
    case .narrow, .wide: break
    case .unsafe where scalar == Cell.continuation: break
    case .unsafe, .mark, .ignored: value = 0xFFFD
    }
    bits = UInt64(value) | style.bits << 21
    if let mark, CharacterClass(mark) == .mark { bits |= UInt64(mark.value) << 32 }
  }

  /// A cell whose contents have been looked at already.
  init(checked scalar: Unicode.Scalar, mark: Unicode.Scalar?, style: Style) {
    bits = UInt64(scalar.value) | style.bits << 21 | UInt64(mark?.value ?? 0) << 32
  }

  /// A cell with a printable character of ASCII.
  init(ascii: UInt8, styleBits: UInt64) { bits = UInt64(ascii) | styleBits << 21 }

  /// The character. A cell behind the left half of a wide character holds `Cell.continuation`.
  package var scalar: Unicode.Scalar { Unicode.Scalar(UInt32(truncatingIfNeeded: bits & 0x1F_FFFF)) ?? "\u{FFFD}" }

  /// A mark that is drawn over the character, if any; more than one is left out.
  package var mark: Unicode.Scalar? {
    let value = UInt32(truncatingIfNeeded: bits >> 32 & 0x1F_FFFF)
    return value == 0 ? nil : Unicode.Scalar(value)
  }

  package var style: Style {
    get { Style(bits: bits >> 21 & Style.mask) }
    set { bits = bits & ~(Style.mask << 21) | newValue.bits << 21 }
  }

  /// True for the right half of a wide character.
  package var isContinuation: Bool { bits & 0x1F_FFFF == 0 }

  /// 2 for the left half of a wide character, 0 for the right half, else 1.
  package var width: Int { isContinuation ? 0 : DisplayWidth.of(scalar) }
}
