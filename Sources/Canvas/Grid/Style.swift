/// What a cell means; a theme says how that looks.
package enum Role: UInt8, CaseIterable, Sendable {
  /// Ordinary text on the ordinary background.
  case text
  /// Text of less weight: labels, units, hints.
  case dim
  /// Names, headings and what is to be found at a glance.
  case accent
  /// Titles of panes.
  case title
  /// Rules and frames.
  case border
  /// A key in the footer and in the help.
  case key
  case healthy
  case degraded
  case unhealthy
  case critical
  case idle
  /// The part of a gauge that is not filled.
  case track
  /// Bars and lines of traffic.
  case traffic
  /// Bars and lines of errors.
  case error
  /// Bars and lines of fallbacks.
  case fallback
  /// Bars and lines of latency.
  case latency
  /// Money.
  case cost
  /// A notice that needs attention: paused, behind, lines rejected.
  case notice
}

/// Emphasis beside colour; what a terminal cannot show is left out.
package struct Emphasis: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Emphasis(rawValue: 1)
  package static let underline = Emphasis(rawValue: 2)
  package static let reverse = Emphasis(rawValue: 4)
}

/// How a cell is to look, in words of meaning.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var emphasis: Emphasis
  /// The cell belongs to the selected row: the theme's selection lies behind it.
  package var isSelected: Bool
  /// The role whose colour lies behind the character, for a cell that two bars share; nil for the usual background.
  package var ground: Role?

  package init(_ role: Role = .text, _ emphasis: Emphasis = [], selected: Bool = false, ground: Role? = nil) {
    self.role = role
    self.emphasis = emphasis
    isSelected = selected
    self.ground = ground
  }
}

extension Style {
  /// Where `bits` can be set.
  static let mask: UInt64 = 0x3FF | 0x1F << 32

  /// Five bits for the role, four for the emphasis, one for the selection; from bit 32 on five for the ground.
  var bits: UInt64 {
    UInt64(role.rawValue) | UInt64(emphasis.rawValue & 0xF) << 5 | (isSelected ? 1 << 9 : 0)
      | (ground.map { UInt64($0.rawValue) + 1 } ?? 0) << 32
  }

  init(bits: UInt64) {
    role = Role(rawValue: UInt8(truncatingIfNeeded: bits & 0x1F)) ?? .text
    emphasis = Emphasis(rawValue: UInt8(truncatingIfNeeded: bits >> 5 & 0xF))
    isSelected = bits >> 9 & 1 == 1
    let ground = UInt8(truncatingIfNeeded: bits >> 32 & 0x1F)
    self.ground = ground == 0 ? nil : Role(rawValue: ground - 1)
  }
}

/// A piece of a line in one style.
package struct Span: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = Style()) {
    self.text = text
    self.style = style
  }

  package init(_ text: String, _ role: Role, _ emphasis: Emphasis = []) {
    self.init(text, Style(role, emphasis))
  }
}

extension [Span] {
  /// The columns that the line fills.
  package var width: Int { reduce(0) { $0 + DisplayWidth.of($1.text) } }
}

extension Span: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}
