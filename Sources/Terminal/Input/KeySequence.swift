import Canvas

/// What keys the sequences of today's terminals stand for: those of ECMA-48 and xterm, with rxvt's, the Linux console's
/// and the keyboard protocols' that programs before us may have left on.
enum KeySequence {
  /// The key of a control character, or of DEL.
  static func key(ofControl byte: UInt8) -> Key {
    switch byte {
    case 0x00: .control(" ")
    case 0x08, 0x7F: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x1B: .escape
    default: .control(Unicode.Scalar(byte < 0x1B ? byte + 0x60 : byte + 0x40))
    }
  }

  /// The key of a whole control sequence, from `ESC [` to its final byte; nil if it is none of a key.
  static func key(ofControlSequence bytes: [UInt8]) -> Key? {
    guard bytes.count >= 3, let final = bytes.last else { return nil }
    guard bytes[2] != UInt8(ascii: "[") else { return linuxFunctionKey(final) }
    guard let numbers = numbers(bytes[2..<(bytes.count - 1)]) else { return nil }
    let first = numbers.first ?? 0
    let modifiers = modifiers(numbers.count > 1 ? numbers[1] : 1)
    switch final {
    case UInt8(ascii: "~") where first == 27 && numbers.count > 2: return key(ofCode: numbers[2], modifiers)
    case UInt8(ascii: "~"): return symbol(ofNumber: first).map { Key($0, modifiers) }
    case UInt8(ascii: "^"): return symbol(ofNumber: first).map { Key($0, .control) }
    case UInt8(ascii: "@"): return symbol(ofNumber: first).map { Key($0, [.control, .shift]) }
    case UInt8(ascii: "u"): return key(ofCode: first, modifiers)
    case UInt8(ascii: "Z"): return Key(.backTab, modifiers.subtracting(.shift))
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return symbol(ofFinal: final - 0x20).map { Key($0, .shift) }
    // Any other first number makes it a report: of the cursor's place, for one.
    default: return first <= 1 ? symbol(ofFinal: final).map { Key($0, modifiers) } : nil
    }
  }

  /// The key of a whole sequence from `ESC O` to its final byte; nil if it is none of a key.
  static func key(ofSingleShift bytes: [UInt8]) -> Key? {
    guard bytes.count >= 3, let final = bytes.last, let numbers = numbers(bytes[2..<(bytes.count - 1)]) else {
      return nil
    }
    switch final {
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "a")...UInt8(ascii: "d"): return symbol(ofFinal: final - 0x20).map { Key($0, .control) }
    // The keypad while it sends sequences: operators and digits are those of ASCII, moved up by 0x40.
    case UInt8(ascii: "j")...UInt8(ascii: "y"): return .character(Unicode.Scalar(final - 0x40))
    default: return symbol(ofFinal: final).map { Key($0, modifiers(numbers.first ?? 1)) }
    }
  }

  private static func symbol(ofFinal byte: UInt8) -> Key.Symbol? {
    switch byte {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }

  private static func symbol(ofNumber number: Int) -> Key.Symbol? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  private static func linuxFunctionKey(_ byte: UInt8) -> Key? {
    let first = UInt8(ascii: "A")
    return (first...first + 4).contains(byte) ? .function(Int(byte - first) + 1) : nil
  }

  /// The key of a character's code with what is held down; nil for codes that stand for no character.
  private static func key(ofCode code: Int, _ modifiers: Key.Modifiers) -> Key? {
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
    switch scalar.properties.generalCategory {
    case .control:
      guard code < 0x80 else { return nil }
      let key = key(ofControl: UInt8(code))
      if key == .tab && modifiers.contains(.shift) { return Key(.backTab, modifiers.subtracting(.shift)) }
      return Key(key.symbol, modifiers.union(key.modifiers))
    case .privateUse, .unassigned, .surrogate: return nil
    default:
      let upper = scalar.properties.uppercaseMapping.unicodeScalars
      let isShifted = modifiers == .shift && upper.count == 1
      return Key(.character(isShifted ? upper.first ?? scalar : scalar), modifiers.subtracting(.shift))
    }
  }

  /// xterm's number: 1 and a bit per modifier. Bits of other keys, such as Num Lock, do not count.
  private static func modifiers(_ number: Int) -> Key.Modifiers {
    Key.Modifiers(rawValue: UInt8(truncatingIfNeeded: max(0, number - 1)) & 7)
  }

  /// The numbers of a sequence; 0 for one left out, the first only of those joined by colons. Nil if there is anything
  /// else among them, as in reports and replies.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
    guard !bytes.isEmpty else { return [] }
    var numbers: [Int] = []
    for part in bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
      var number = 0
      for byte in part.prefix(while: { $0 != UInt8(ascii: ":") }) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), number < 1 << 24 else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
      }
      numbers.append(number)
    }
    return numbers
  }
}
