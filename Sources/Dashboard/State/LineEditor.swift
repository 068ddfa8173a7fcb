/// One line of text that is being typed, with a cursor.
package struct LineEditor: Sendable, Equatable {
  package private(set) var text: String
  /// How many characters stand before the cursor.
  package private(set) var cursor: Int

  /// No line grows longer than this many characters; what is pasted beyond is left out.
  package static let limit = 256

  package init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  package mutating func apply(_ edit: Edit) {
    switch edit {
    case .insert(let inserted): insert(inserted)
    case .deleteBackward: remove(max(0, cursor - 1)..<cursor)
    case .deleteForward: remove(cursor..<min(text.count, cursor + 1))
    case .deleteWord: remove(wordStart..<cursor)
    case .deleteToStart: remove(0..<cursor)
    case .left: cursor = max(0, cursor - 1)
    case .right: cursor = min(text.count, cursor + 1)
    case .toStart: cursor = 0
    case .toEnd: cursor = text.count
    }
  }

  // A pasted line break becomes a blank, other control characters are left out.
  private mutating func insert(_ inserted: String) {
    var characters = Array(text)
    let room = Self.limit - characters.count
    let printable = inserted.compactMap { character -> Character? in
      if character.isNewline || character == "\t" { return " " }
      return character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : character
    }
    let added = printable.prefix(max(0, room))
    characters.insert(contentsOf: added, at: cursor)
    text = String(characters)
    // Characters may have joined with their neighbours.
    cursor = min(text.count, cursor + added.count)
  }

  private mutating func remove(_ range: Range<Int>) {
    var characters = Array(text)
    characters.removeSubrange(range)
    text = String(characters)
    cursor = range.lowerBound
  }

  private var wordStart: Int {
    let characters = Array(text)
    var start = cursor
    while start > 0, characters[start - 1] == " " { start -= 1 }
    while start > 0, characters[start - 1] != " " { start -= 1 }
    return start
  }
}

/// A change to a line of text.
package enum Edit: Sendable, Equatable {
  case insert(String)
  case deleteBackward, deleteForward, deleteWord, deleteToStart
  case left, right, toStart, toEnd
}
