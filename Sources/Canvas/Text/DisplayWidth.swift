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
