/// How many columns characters fill on a terminal, as glibc's `wcwidth` counts in the locale C.UTF-8.
package enum DisplayWidth {
  /// 0 for marks and for what is never drawn, 2 for wide East Asian characters and emoji, else 1.
  package static func of(_ scalar: Unicode.Scalar) -> Int {
    switch CharacterClass(scalar) {
    case .unsafe, .mark, .ignored: 0
    case .narrow: 1
    case .wide: 2
    }
  }

  /// The columns that a text fills once it is drawn, that is, after `SafeText` has replaced what may not be drawn.
  package static func of(_ text: String) -> Int { SafeText.isPlain(text) ? text.utf8.count : SafeText(text).width }
}

/// What can be done with a character on a screen of cells.
enum CharacterClass: UInt32, Sendable {
  /// Never drawn: controls, bidirectional controls, separators of lines and paragraphs, the byte order mark, tags,
  /// and whatever Unicode has not assigned. `SafeText` puts a replacement in its place.
  case unsafe = 0
  /// Fills one cell.
  case narrow = 1
  /// Fills two cells.
  case wide = 2
  /// Drawn over the character before it: accents, vowel signs, conjoining Jamo.
  case mark = 3
  /// Invisible and left out: joiners, variation selectors.
  case ignored = 4

  /// The class of a character.
  @inlinable
  init(_ scalar: Unicode.Scalar) {
    let value = scalar.value
    if value < 0x7F {
      self = value < 0x20 ? .unsafe : .narrow
    } else if value & ~0xFF == 0x2500 || value & ~0xFF == 0x2800 {
      // Rules, blocks and braille dots, which fill most of a screen beside ASCII; two of the geometric shapes of
      // that page are wide.
      self = value == 0x25FD || value == 0x25FE ? .wide : .narrow
    } else {
      self = Self.search(value)
    }
  }

  /// Finds the run that holds `value`.
  @usableFromInline
  static func search(_ value: UInt32) -> CharacterClass {
    let key = value << 3 | 7
    var low = 0
    var high = CharacterRuns.starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if CharacterRuns.starts[middle] <= key { low = middle } else { high = middle }
    }
    return CharacterClass(rawValue: CharacterRuns.starts[low] & 7) ?? .unsafe
  }
}
