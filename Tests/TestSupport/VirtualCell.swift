import CVTerm

/// A cell of a virtual terminal's screen.
package struct VirtualCell: Hashable, Sendable {
  /// A colour as the terminal was told it.
  package enum Color: Hashable, Sendable {
    /// The terminal's own.
    case own
    case palette(Int)
    case rgb(UInt8, UInt8, UInt8)
  }

  /// The character with its marks; a space where nothing is drawn, empty in the right half of a wide character.
  package var text: String
  /// 2 for the left half of a wide character, else 1.
  package var width: Int
  package var isBold: Bool
  package var isUnderlined: Bool
  package var isReverse: Bool
  package var foreground: Color
  package var background: Color

  init(_ cell: emulator_cell) {
    let values = withUnsafeBytes(of: cell.scalars) { Array($0.bindMemory(to: UInt32.self)) }
    var text = ""
    for scalar in values.prefix(while: { $0 != 0 }).compactMap(Unicode.Scalar.init) {
      text.unicodeScalars.append(scalar)
    }
    // libvterm says -1 behind a wide character.
    self.text = values[0] == UInt32.max ? "" : text.isEmpty ? " " : text
    width = Int(cell.width)
    isBold = cell.is_bold
    isUnderlined = cell.is_underlined
    isReverse = cell.is_reverse
    foreground = Color(cell.foreground)
    background = Color(cell.background)
  }
}

extension VirtualCell.Color {
  fileprivate init(_ color: emulator_color) {
    switch Int(color.kind) {
    case Int(EMULATOR_PALETTE): self = .palette(Int(color.number))
    case Int(EMULATOR_RGB): self = .rgb(color.red, color.green, color.blue)
    default: self = .own
    }
  }
}
