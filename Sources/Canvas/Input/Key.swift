/// A key as an operator presses it, whatever bytes the terminal sends for it.
///
/// Control characters that have a key of their own are that key: Ctrl-I is `.tab`, Ctrl-M and Ctrl-J are `.enter`,
/// Ctrl-H is `.backspace`, Ctrl-[ is `.escape`. Shift is told only with keys that do not write a character.
package struct Key: Hashable, Sendable {
  /// What is pressed, without the keys that are held down meanwhile.
  package enum Symbol: Hashable, Sendable {
    /// A printable character, never a control character; a letter with Ctrl is in lower case.
    case character(Unicode.Scalar)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case insert, delete, backspace
    case enter, escape, tab
    /// Shift-Tab.
    case backTab
    /// A function key, from 1.
    case function(Int)
  }

  /// The keys held down with it.
  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  package var symbol: Symbol
  package var modifiers: Modifiers

  package init(_ symbol: Symbol, _ modifiers: Modifiers = []) {
    self.symbol = symbol
    self.modifiers = modifiers
  }

  package static let up = Key(.up)
  package static let down = Key(.down)
  package static let left = Key(.left)
  package static let right = Key(.right)
  package static let pageUp = Key(.pageUp)
  package static let pageDown = Key(.pageDown)
  package static let home = Key(.home)
  package static let end = Key(.end)
  package static let insert = Key(.insert)
  package static let delete = Key(.delete)
  package static let backspace = Key(.backspace)
  package static let enter = Key(.enter)
  package static let escape = Key(.escape)
  package static let tab = Key(.tab)
  package static let backTab = Key(.backTab)
  package static let space = Key(.character(" "))

  /// A key that writes a character.
  package static func character(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar)) }
  /// A function key, from 1.
  package static func function(_ number: Int) -> Key { Key(.function(number)) }
  /// A character with Ctrl; letters in lower case.
  package static func control(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar), .control) }
  /// A character with Alt.
  package static func alt(_ scalar: Unicode.Scalar) -> Key { Key(.character(scalar), .alt) }

  /// The character that the key writes into a text field, or nil.
  package var text: Unicode.Scalar? {
    guard modifiers.isEmpty, case .character(let scalar) = symbol else { return nil }
    return scalar
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  /// A key that writes a character: `let pause: Key = "p"`.
  package init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }
}

/// Names of keys, as help and configuration write them: `ctrl-r`, `alt-left`, `space`, `pgdn`, `f5`, `G`.
extension Key {
  /// The name; `Key(name:)` reads it back.
  package var name: String {
    var text = ""
    for (modifier, prefix) in Key.prefixes where modifiers.contains(modifier) { text += prefix }
    return text + symbol.name
  }

  /// The key of that name, or nil. Characters are told apart by case, words are in lower case.
  package init?(name: String) {
    var rest = name[...]
    var modifiers = Modifiers()
    for (modifier, prefix) in Key.prefixes where rest.hasPrefix(prefix) && rest.count > prefix.count {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    guard let symbol = Symbol(name: rest) else { return nil }
    self.init(symbol, modifiers)
  }

  /// In the order in which a name has them.
  private static let prefixes: [(Modifiers, String)] = [(.control, "ctrl-"), (.alt, "alt-"), (.shift, "shift-")]
}

extension Key.Symbol {
  private static let named: [(name: String, symbol: Key.Symbol)] = [
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("pgup", .pageUp), ("pgdn", .pageDown),
    ("home", .home), ("end", .end), ("ins", .insert), ("del", .delete), ("backspace", .backspace), ("enter", .enter),
    ("esc", .escape), ("tab", .tab), ("backtab", .backTab), ("space", .character(" ")),
  ]

  fileprivate var name: String {
    if let entry = Self.named.first(where: { $0.symbol == self }) { return entry.name }
    switch self {
    case .character(let scalar): return String(Character(scalar))
    case .function(let number): return "f\(number)"
    default: return ""
    }
  }

  fileprivate init?(name: Substring) {
    if let entry = Self.named.first(where: { $0.name == name }) {
      self = entry.symbol
    } else if let scalar = name.unicodeScalars.first, name.unicodeScalars.count == 1 {
      guard scalar.properties.generalCategory != .control else { return nil }
      self = .character(scalar)
    } else if name.hasPrefix("f"), let number = Int(name.dropFirst()), (1...63).contains(number), name == "f\(number)" {
      self = .function(number)
    } else {
      return nil
    }
  }
}
