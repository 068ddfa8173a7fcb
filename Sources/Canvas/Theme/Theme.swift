/// A colour as a theme names it.
package enum Color: Hashable, Sendable {
  /// What the terminal uses where nothing is said.
  case standard
  /// One of the sixteen of the terminal's own palette, 0 to 15.
  case palette(UInt8)
  /// Red, green, blue.
  case rgb(UInt8, UInt8, UInt8)
}

/// How one role looks.
package struct Appearance: Hashable, Sendable {
  package var foreground: Color
  package var background: Color
  package var emphasis: Emphasis

  package init(foreground: Color = .standard, background: Color = .standard, emphasis: Emphasis = []) {
    self.foreground = foreground
    self.background = background
    self.emphasis = emphasis
  }
}

/// How everything looks: an appearance per role.
package struct Theme: Hashable, Sendable {
  package var name: String
  package var appearances: [Role: Appearance]
  /// What lies behind the selected row; its foreground, if not `standard`, replaces that of the role.
  package var selection: Appearance

  package init(name: String, appearances: [Role: Appearance], selection: Appearance) {
    self.name = name
    self.appearances = appearances
    self.selection = selection
  }

  /// How a cell of that style looks.
  package func appearance(of style: Style) -> Appearance {
    var look = appearances[style.role] ?? appearances[.text] ?? Appearance()
    if style.isSelected {
      look.background = selection.background
      if selection.foreground != .standard { look.foreground = selection.foreground }
      look.emphasis.formUnion(selection.emphasis)
    }
    look.emphasis.formUnion(style.emphasis)
    return look
  }
}
