/// One line of text that is being typed: with a cursor, a selection, and the way back to what it was.
package struct LineEditor: Sendable, Equatable {
  private struct State: Sendable, Equatable {
    var text: String
    /// How many characters stand before the cursor.
    var cursor: Int
    /// Where the selection begins that ends at the cursor.
    var anchor: Int?
  }

  private var state: State
  private var history = EditHistory<State>()
  private let original: String
  /// The most Unicode scalars to which the line grows by typing; it may begin longer.
  package let limit: Int

  /// The limit of lines in which one looks for something.
  package static let shortLimit = 256
  /// The limit of values.
  package static let longLimit = 4096

  package init(_ text: String = "", limit: Int = shortLimit) {
    state = State(text: text, cursor: text.count)
    original = text
    self.limit = limit
  }

  package var text: String { state.text }
  /// How many characters stand before the cursor.
  package var cursor: Int { state.cursor }
  /// The characters that are selected, counted from the start; the cursor stands at one of its ends. Nil: none.
  package var selection: Range<Int>? {
    guard let anchor = state.anchor, anchor != cursor else { return nil }
    return min(anchor, cursor)..<max(anchor, cursor)
  }
  /// The text is not that with which editing began.
  package var isEdited: Bool { text != original }

  /// Makes a change. False if there is nothing to undo or redo, or if not all of a text was taken in.
  @discardableResult
  package mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .insert(let inserted): return insert(inserted)
    case .delete(let motion): delete(motion)
    case .move(let motion): move(motion)
    case .select(let motion):
      history.endRun()
      state.anchor = state.anchor ?? cursor
      state.cursor = target(of: motion)
    case .selectAll:
      history.endRun()
      state.anchor = 0
      state.cursor = text.count
    case .undo: return restore(history.undo(from: state))
    case .redo: return restore(history.redo(from: state))
    }
    return true
  }

  /// Puts another text in place of the whole line; the cursor stands at its end.
  mutating func replaceAll(with text: String, _ kind: EditKind = .single) {
    replace(0..<self.text.count, with: text, kind)
  }

  // A pasted line break becomes a blank, but for one at the end, which comes along when a line is copied. Other control
  // characters are left out.
  private mutating func insert(_ inserted: String) -> Bool {
    let characters = inserted.last?.isNewline == true ? inserted.dropLast() : inserted[...]
    let printable = characters.compactMap { character -> Character? in
      if character.isNewline || character == "\t" { return " " }
      return character.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : character
    }
    let range = selection ?? cursor..<cursor
    var room = limit - text.unicodeScalars.count + selectedText.unicodeScalars.count
    let added = printable.prefix { character in
      room -= character.unicodeScalars.count
      return room >= 0
    }
    if !added.isEmpty { replace(range, with: String(added), printable.count == 1 ? .typing : .single) }
    return added.count == printable.count
  }

  /// The text that is selected; empty if there is none.
  package var selectedText: Substring {
    guard let selection else { return "" }
    return text.dropFirst(selection.lowerBound).prefix(selection.count)
  }

  private mutating func delete(_ motion: LineMotion) {
    let isOne = selection == nil && (motion == .left || motion == .right)
    let other = target(of: motion)
    replace(selection ?? min(cursor, other)..<max(cursor, other), with: "", isOne ? .erasing : .single)
  }

  // From a selection an arrow leads to its end.
  private mutating func move(_ motion: LineMotion) {
    history.endRun()
    switch (motion, selection) {
    case (.left, let selection?): state.cursor = selection.lowerBound
    case (.right, let selection?): state.cursor = selection.upperBound
    default: state.cursor = target(of: motion)
    }
    state.anchor = nil
  }

  private func target(of motion: LineMotion) -> Int { motion.target(in: Array(text), from: cursor) }

  private mutating func replace(_ range: Range<Int>, with new: String, _ kind: EditKind) {
    let before = text.prefix(range.lowerBound) + new
    let changed = String(before + text.dropFirst(range.upperBound))
    guard changed != text || selection != nil else { return }
    history.note(state, kind)
    // Characters may have joined with their neighbours: the cursor stands behind the one that they became.
    state = State(text: changed, cursor: Self.characters(of: changed, inBytes: before.utf8.count))
  }

  /// How many characters begin within so many bytes.
  private static func characters(of text: String, inBytes bytes: Int) -> Int {
    var seen = 0
    var count = 0
    for character in text {
      guard seen < bytes else { break }
      seen += character.utf8.count
      count += 1
    }
    return count
  }

  private mutating func restore(_ earlier: State?) -> Bool {
    guard let earlier else { return false }
    state = earlier
    return true
  }
}

/// What was before each change to something that is being edited, and what was undone.
struct EditHistory<State: Sendable & Equatable>: Sendable, Equatable {
  private var past: [State] = []
  private var future: [State] = []
  private var run: EditKind?

  /// The most steps that are kept; the very first state stays, so that undoing always leads back to it.
  static var limit: Int { 500 }

  /// Notes the state before a change that is made now.
  mutating func note(_ before: State, _ kind: EditKind) {
    future.removeAll()
    defer { run = kind }
    guard kind == .single || kind != run else { return }
    past.append(before)
    if past.count > Self.limit { past.remove(at: 1) }
  }

  /// The next change does not belong to the last one, of whatever kind.
  mutating func endRun() { run = nil }

  /// The state before the last change; nil if there was none.
  mutating func undo(from now: State) -> State? {
    run = nil
    guard let state = past.popLast() else { return nil }
    future.append(now)
    return state
  }

  /// The state that was left by the last `undo`; nil if there was none since the last change.
  mutating func redo(from now: State) -> State? {
    run = nil
    guard let state = future.popLast() else { return nil }
    past.append(now)
    return state
  }
}

/// What a change is like. Changes of one kind that follow one another undo as one, but for `single`.
enum EditKind: Sendable, Equatable {
  case typing, erasing, stepping, single
}
