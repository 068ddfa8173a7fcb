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

  /// As a terminal of that depth can show it.
  package func reduced(to depth: ColorDepth) -> Appearance {
    Appearance(
      foreground: foreground.reduced(to: depth), background: background.reduced(to: depth), emphasis: emphasis)
  }
}

/// How everything looks: an appearance per role.
package struct Theme: Hashable, Sendable {
  /// Appearances for one kind of terminal.
  package struct Looks: Hashable, Sendable {
    package var roles: [Role: Appearance] = [:]
    /// What lies behind the selected row; its foreground, if not `standard`, replaces that of the role. Nil: as for
    /// terminals with more colours.
    package var selection: Appearance?
  }

  package var name: String
  /// A role that is missing looks like `text`.
  package var appearances: [Role: Appearance]
  /// What lies behind the selected row; its foreground, if not `standard`, replaces that of the role.
  package var selection: Appearance
  /// What the theme says of terminals with 16 colours; what it does not say is worked out from the rest.
  package var sixteen: Looks
  /// What the theme takes the terminal's own two colours to be. The terminal keeps them; pictures of a screen
  /// are painted in them.
  package var ground: Appearance

  package init(
    name: String, appearances: [Role: Appearance], selection: Appearance, sixteen: Looks = Looks(),
    ground: Appearance = Appearance(foreground: .rgb(0xD0, 0xD0, 0xD0), background: .rgb(0, 0, 0))
  ) {
    self.name = name
    self.appearances = appearances
    self.selection = selection
    self.sixteen = sixteen
    self.ground = ground
  }

  /// How a cell of that style looks on a terminal of that depth; all colours are such as it can show.
  package func appearance(of style: Style, depth: ColorDepth = .direct) -> Appearance {
    var look = appearance(of: style.role, depth: depth)
    if let ground = style.ground { look.background = appearance(of: ground, depth: depth).foreground }
    if style.isSelected {
      var behind =
        depth == .palette16 ? sixteen.selection ?? selection.reduced(to: depth) : selection.reduced(to: depth)
      // Without colours nothing but reversing shows where the selection is.
      if depth == .mono { behind.emphasis.insert(.reverse) }
      look.background = behind.background
      if behind.foreground != .standard { look.foreground = behind.foreground }
      look.emphasis.formUnion(behind.emphasis)
    }
    look.emphasis.formUnion(style.emphasis)
    return look
  }

  private func appearance(of role: Role, depth: ColorDepth) -> Appearance {
    let look = (appearances[role] ?? appearances[.text] ?? Appearance()).reduced(to: depth)
    guard depth == .palette16 else { return look }
    return sixteen.roles[role] ?? (appearances[role] == nil ? sixteen.roles[.text] : nil) ?? look
  }
}
