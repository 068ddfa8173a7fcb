import Canvas

/// Turns the bytes of a terminal into keys and pasted text: a push machine, fed as bytes come, that gives the same
/// wherever reads cut them. Sequences that it does not know, replies and reports among them, give nothing.
///
/// An escape may be a key of its own or begin a sequence; only time tells. After each push wait no longer than
/// `patience` for more, then call `giveUp`.
package struct KeyDecoder: Hashable, Sendable {
  /// What bytes meant.
  package enum Input: Hashable, Sendable {
    case key(Key)
    /// As of `TerminalEvent.paste`.
    case paste(String)
  }

  private enum State: Hashable, Sendable {
    case ground
    /// After ESC.
    case escape
    /// After ESC and the first byte of a character that is not ASCII.
    case altCharacter
    /// After `ESC [`, up to a final byte.
    case controlSequence
    /// After `ESC O`, up to a final byte.
    case singleShift
    /// In a reply (`ESC ]`, `ESC P`, `ESC _`), up to BEL or `ESC \`.
    case reply(isAfterEscape: Bool)
    /// In a mouse report of the oldest kind: so many bytes are still to come.
    case mouse(Int)
    case paste(Paste)
  }

  /// Longer sequences are none of keys.
  private static let longestSequence = 32

  private let sequences: [[UInt8]: Key]
  private var state = State.ground
  /// The bytes of the sequence that is not over yet, from its ESC.
  private var pending: [UInt8] = []
  private var scalars = UTF8Scalars()

  /// - Parameter sequences: what the terminal sends for keys, beyond what `KeySequence` knows; each begins with ESC.
  package init(sequences: [[UInt8]: Key] = [:]) { self.sequences = sequences }

  /// How long to wait for more bytes before `giveUp`; nil if nothing is unfinished.
  package var patience: Duration? {
    switch state {
    case .ground: nil
    case .escape: .milliseconds(25)
    case .controlSequence, .singleShift, .reply: pending.count == 2 ? .milliseconds(100) : .seconds(1)
    case .altCharacter, .mouse: .seconds(1)
    case .paste: .seconds(5)
    }
  }

  /// Takes bytes and gives what they complete.
  package mutating func push(_ bytes: some Sequence<UInt8>, _ emit: (Input) -> Void) {
    for byte in bytes { push(byte, emit) }
  }

  /// Nothing came for as long as `patience`: what is unfinished will not be finished. A lone ESC is the key, two bytes
  /// are a key with Alt, a paste ends; the rest is dropped.
  package mutating func giveUp(_ emit: (Input) -> Void) {
    switch state {
    case .escape: emit(.key(.escape))
    case .controlSequence, .singleShift, .reply:
      if pending.count == 2, let byte = pending.last { emit(.key(.alt(Unicode.Scalar(byte)))) }
    case .paste(let paste): emit(.paste(paste.text))
    case .ground, .altCharacter, .mouse: break
    }
    scalars.reset()
    finish()
  }

  private mutating func push(_ byte: UInt8, _ emit: (Input) -> Void) {
    switch state {
    case .ground: pushText(byte, [], emit)
    case .escape: pushAfterEscape(byte, emit)
    case .altCharacter:
      finish()
      pushText(byte, byte >= 0x80 ? .alt : [], emit)
    case .controlSequence: pushControlSequence(byte, emit)
    case .singleShift: pushSingleShift(byte, emit)
    case .reply(let isAfterEscape): pushReply(byte, isAfterEscape: isAfterEscape, emit)
    case .mouse(let missing): state = missing > 1 ? .mouse(missing - 1) : .ground
    case .paste(var paste):
      // The state lets go of the text, so that it grows in place.
      state = .ground
      if paste.push(byte) { emit(.paste(paste.text)) } else { state = .paste(paste) }
    }
  }

  private mutating func pushText(_ byte: UInt8, _ modifiers: Key.Modifiers, _ emit: (Input) -> Void) {
    switch byte {
    case 0x1B:
      scalars.reset()
      begin()
    case 0x00..<0x20, 0x7F:
      scalars.reset()
      var key = KeySequence.key(ofControl: byte)
      key.modifiers.formUnion(modifiers)
      emit(.key(key))
    default:
      if let scalar = scalars.push(byte) {
        if scalar.properties.generalCategory != .control { emit(.key(Key(.character(scalar), modifiers))) }
      } else if modifiers.contains(.alt) && scalars.isPartial {
        state = .altCharacter
      }
    }
  }

  private mutating func pushAfterEscape(_ byte: UInt8, _ emit: (Input) -> Void) {
    if byte == 0x1B {
      emit(.key(.escape))
      return
    }
    pending.append(byte)
    if emitKnownSequence(emit) { return }
    switch byte {
    case UInt8(ascii: "["): state = .controlSequence
    case UInt8(ascii: "O"): state = .singleShift
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"): state = .reply(isAfterEscape: false)
    default:
      finish()
      pushText(byte, .alt, emit)
    }
  }

  private mutating func pushControlSequence(_ byte: UInt8, _ emit: (Input) -> Void) {
    guard keep(byte, emit) else { return }
    switch byte {
    // The Linux console's function keys have one more byte.
    case UInt8(ascii: "[") where pending.count == 3: break
    case 0x40...0x7E where pending == Array("\u{1B}[200~".utf8):
      finish()
      state = .paste(Paste())
    case UInt8(ascii: "M") where pending.count == 3:
      finish()
      state = .mouse(3)
    case 0x40...0x7E:
      if pending.count < Self.longestSequence, let key = KeySequence.key(ofControlSequence: pending) {
        emit(.key(key))
      }
      finish()
    default: break
    }
  }

  private mutating func pushSingleShift(_ byte: UInt8, _ emit: (Input) -> Void) {
    guard keep(byte, emit) else { return }
    if (0x40...0x7E).contains(byte) {
      if let key = KeySequence.key(ofSingleShift: pending) { emit(.key(key)) }
      finish()
    }
  }

  private mutating func pushReply(_ byte: UInt8, isAfterEscape: Bool, _ emit: (Input) -> Void) {
    // From its third byte on it is a reply and no key with Alt.
    pending.removeAll(keepingCapacity: true)
    switch byte {
    case UInt8(ascii: "\\") where isAfterEscape: finish()
    case _ where isAfterEscape:
      begin()
      pushAfterEscape(byte, emit)
    case 0x07, 0x18, 0x1A: finish()
    default: state = .reply(isAfterEscape: byte == 0x1B)
    }
  }

  /// Adds a byte to the sequence. False if the sequence is over: the byte completes one that the terminal's entry names,
  /// or cannot belong to any and begins something else.
  private mutating func keep(_ byte: UInt8, _ emit: (Input) -> Void) -> Bool {
    guard (0x20...0x7E).contains(byte) else {
      finish()
      if byte != 0x18 && byte != 0x1A { pushText(byte, [], emit) }
      return false
    }
    if pending.count == Self.longestSequence { pending.removeLast() }
    pending.append(byte)
    return !emitKnownSequence(emit)
  }

  private mutating func emitKnownSequence(_ emit: (Input) -> Void) -> Bool {
    guard let key = sequences[pending] else { return false }
    emit(.key(key))
    finish()
    return true
  }

  private mutating func begin() {
    pending = [0x1B]
    state = .escape
  }

  private mutating func finish() {
    pending.removeAll(keepingCapacity: true)
    state = .ground
  }
}
