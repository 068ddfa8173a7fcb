/// A state of a pane in which each key has one meaning.
package struct KeyMode: Sendable, Hashable {
  /// What the help calls it; no two modes have the same title.
  package let title: String
  private let traits: Traits

  /// What a mode has in common with others: the keys that do not belong to one pane go by that.
  struct Traits: OptionSet, Hashable {
    let rawValue: Int

    /// A view proper, from which all others can be reached.
    static let view = Traits(rawValue: 1)
    /// Something over a view in which the same keys move and quit.
    static let browsing = Traits(rawValue: 2)
    /// A view of one wrapper, in which the same keys go to the next one.
    static let ofWrapper = Traits(rawValue: 4)
    /// A view with a chosen wrapper.
    static let choosesWrapper = Traits(rawValue: 8)
    /// A list whose rows can be opened.
    static let opens = Traits(rawValue: 16)
    /// The help can be opened although it is no view.
    static let helped = Traits(rawValue: 32)
    /// Text is typed: keys that write characters do nothing else.
    static let typing = Traits(rawValue: 64)
  }

  /// - Parameters:
  ///   - title: what the help calls it, like no other mode.
  ///   - traits: what it has in common with others.
  init(_ title: String, _ traits: Traits) {
    self.title = title
    self.traits = traits
  }

  /// True for a view proper: what works in one of them mostly works in all.
  package var isView: Bool { traits.contains(.view) }
  /// True where the general keys move and quit.
  package var isBrowsing: Bool { isView || traits.contains(.browsing) }
  /// True where the keys for the next row go to the next wrapper.
  package var isOfWrapper: Bool { traits.contains(.ofWrapper) }
  /// True where a wrapper is chosen.
  package var choosesWrapper: Bool { traits.contains(.choosesWrapper) }
  /// True where Enter opens what is under the cursor.
  package var opens: Bool { traits.contains(.opens) }
  /// True where the help can be opened.
  package var isHelped: Bool { isView || traits.contains(.helped) }
  /// True where text is typed.
  package var isTyping: Bool { traits.contains(.typing) }
}
