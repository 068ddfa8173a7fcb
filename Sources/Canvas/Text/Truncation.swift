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
