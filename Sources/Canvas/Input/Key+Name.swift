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
