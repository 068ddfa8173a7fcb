/// A change to a line of text, or to where its cursor stands.
package enum Edit: Sendable, Equatable {
  /// Typed or pasted text takes the place of the selection, if there is one.
  case insert(String)
  /// Deletes the selection or, without one, all from the cursor to there.
  case delete(LineMotion)
  /// Moves the cursor; there is no selection afterwards.
  case move(LineMotion)
  /// Moves the cursor and takes the selection along.
  case select(LineMotion)
  case selectAll
  case undo, redo
}

/// A way from the cursor to another place in its line.
package enum LineMotion: Sendable, Equatable {
  /// One character.
  case left, right
  /// To the start or the end of a word: of letters, digits and `_`.
  case wordLeft, wordRight
  /// To the start of what stands between blanks.
  case termLeft
  case start, end

  /// Where it leads in a line.
  func target(in characters: [Character], from cursor: Int) -> Int {
    var place = cursor
    func goLeft(while isPassed: (Character) -> Bool) {
      while place > 0, isPassed(characters[place - 1]) { place -= 1 }
    }
    func goRight(while isPassed: (Character) -> Bool) {
      while place < characters.count, isPassed(characters[place]) { place += 1 }
    }
    switch self {
    case .left: place = max(0, cursor - 1)
    case .right: place = min(characters.count, cursor + 1)
    case .wordLeft:
      goLeft { !$0.isOfWord }
      goLeft { $0.isOfWord }
    case .wordRight:
      goRight { !$0.isOfWord }
      goRight { $0.isOfWord }
    case .termLeft:
      goLeft { $0 == " " }
      goLeft { $0 != " " }
    case .start: place = 0
    case .end: place = characters.count
    }
    return place
  }
}

extension Character {
  fileprivate var isOfWord: Bool { isLetter || isNumber || self == "_" }
}

/// What a key does to the value that is edited.
package enum ValueEdit: Sendable, Equatable {
  /// A change to its text, as far as it has one.
  case edit(Edit)
  /// To another value of a list, or by steps: up and down, by pages, to the ends.
  case move(Movement)
}
