extension String {
  /// The text with U+FFFD in the place of what could do harm in a terminal or a log.
  package var withoutHarm: String {
    if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
    var safe = UnicodeScalarView()
    for scalar in unicodeScalars { safe.append(scalar.isHarmful ? "\u{FFFD}" : scalar) }
    return String(safe)
  }
}

extension Unicode.Scalar {
  /// True for what could do harm in a terminal, a log or a table (article Security; Inputs): C0, DEL, C1, separators of
  /// lines and paragraphs, bidirectional marks, embeddings, overrides and isolates; all of them lie below U+10000.
  package var isHarmful: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
