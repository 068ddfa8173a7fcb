/// Text of which every character may be drawn, as what lies in the cells (article Security).
///
/// Whatever came from outside passes through here before it reaches a grid. Controls (C0, C1, DEL), bidirectional
/// controls, separators of lines and paragraphs, byte order marks, tags, bytes that are not UTF-8 and unassigned
/// characters come out as U+FFFD, tabs and line ends as a space. Joiners and variation selectors are left out, so that
/// a joined emoji comes out as its parts. Of several marks on one character the first stays; a mark without a
/// character is left out. For the glyph set `.ascii`, a character beyond ASCII comes out as `?`, a wide one as `??`.
package struct SafeText: Hashable, Sendable {
  /// A character with its mark: one cell, or two if it is wide.
  package struct Glyph: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    package var mark: Unicode.Scalar?
    /// 1 or 2.
    package var width: Int
  }

  package private(set) var glyphs: [Glyph] = []
  /// The columns that all glyphs fill.
  package private(set) var width = 0

  /// What may be drawn of a text.
  package init(_ text: String, in set: GlyphSet = .braille) {
    glyphs.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars { append(scalar, in: set) }
  }

  init(glyphs: [Glyph]) {
    self.glyphs = glyphs
    width = glyphs.reduce(0) { $0 + $1.width }
  }

  /// The text again.
  package var string: String {
    var text = ""
    for glyph in glyphs {
      text.unicodeScalars.append(glyph.scalar)
      if let mark = glyph.mark { text.unicodeScalars.append(mark) }
    }
    return text
  }

  /// True if a text is printable ASCII throughout, so that it can be drawn byte by byte as it is.
  package static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

  private mutating func append(_ scalar: Unicode.Scalar, in set: GlyphSet) {
    switch CharacterClass(scalar) {
    case .narrow:
      append(set == .ascii && scalar.value > 0x7E ? "?" : scalar, width: 1)
    case .wide where set == .ascii:
      append("?", width: 1)
      append("?", width: 1)
    case .wide:
      append(scalar, width: 2)
    case .mark:
      if set != .ascii, let last = glyphs.indices.last, glyphs[last].mark == nil { glyphs[last].mark = scalar }
    case .ignored:
      break
    case .unsafe:
      append(scalar == "\t" || scalar == "\n" || scalar == "\r" ? " " : set.replacement, width: 1)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, width: Int) {
    glyphs.append(Glyph(scalar: scalar, mark: nil, width: width))
    self.width += width
  }
}

/// Which end of a text gives way, if it is too long for its place.
package enum Truncation: Hashable, Sendable {
  /// `summarise-the-lo…`
  case tail
  /// `summari…nger-one`
  case middle
  /// `…se-the-longer-one`
  case head
  /// `summarise-the-long`: cut at the end, without an ellipsis
  case clip
}

/// Where a text stands in a place that is wider than the text.
package enum Alignment: Hashable, Sendable {
  case leading
  case centre
  case trailing
}

extension SafeText {
  /// The text cut to at most `limit` columns, with an ellipsis where something is missing. A wide character is
  /// never cut in half, so that the result may be a column short.
  package func truncated(to limit: Int, _ truncation: Truncation, in set: GlyphSet = .braille) -> SafeText {
    guard width > limit else { return self }
    let ellipsis = SafeText(set.ellipsis, in: set)
    guard limit > ellipsis.width, truncation != .clip else { return SafeText(glyphs: prefix(max(0, limit))) }
    let room = limit - ellipsis.width
    switch truncation {
    case .tail: return SafeText(glyphs: prefix(room) + ellipsis.glyphs)
    case .head: return SafeText(glyphs: ellipsis.glyphs + suffix(room))
    case .clip: return self
    case .middle: return SafeText(glyphs: prefix(room - room / 2) + ellipsis.glyphs + suffix(room / 2))
    }
  }

  private func prefix(_ limit: Int) -> [Glyph] {
    var used = 0
    return Array(
      glyphs.prefix {
        used += $0.width; return used <= limit
      })
  }

  private func suffix(_ limit: Int) -> [Glyph] {
    var used = 0
    return Array(
      glyphs.reversed().prefix {
        used += $0.width; return used <= limit
      }.reversed())
  }
}
