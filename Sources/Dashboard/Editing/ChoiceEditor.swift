/// One of a list of values.
package struct ChoiceEditor: Sendable, Equatable {
  /// What there is to choose from, in order.
  package let values: [String]
  /// The number of the value that is chosen, from 0; nil if the text is none of them.
  package private(set) var cursor: Int?
  // The text before anything was chosen.
  private let original: String
  /// The number of the value with which editing began; nil if its text is none of them.
  package let first: Int?
  private var history = EditHistory<Int?>()

  /// - Parameter text: the value so far; it need not be one of the list, and is empty if there is none.
  package init(_ values: [String], text: String) {
    self.values = values
    original = text
    first = values.firstIndex(of: text)
    cursor = first
  }

  package var text: String { cursor.map { values[$0] } ?? original }
  package var isEdited: Bool { cursor != first }

  /// Makes a change: a blank or an arrow goes to the next value or the one before, round and round; a letter to the
  /// next one that begins with it. False if there is nothing to undo, or if no value begins so.
  package mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .insert(" "), .move(.right): step(by: 1)
    case .move(.left): step(by: -1)
    case .move(.start): choose(0)
    case .move(.end): choose(values.count - 1)
    case .insert(let typed): return jump(to: typed)
    case .undo: return restore(history.undo(from: cursor))
    case .redo: return restore(history.redo(from: cursor))
    default: return false
    }
    return true
  }

  /// Goes so many values on, or back if negative; from the last one to the first.
  package mutating func step(by count: Int) {
    guard !values.isEmpty else { return }
    let start = cursor ?? (count > 0 ? -1 : values.count)
    let target = (start + count) % values.count
    choose(target < 0 ? target + values.count : target)
  }

  /// Moves through the list, which has an end at either side; a page is so many values.
  package mutating func move(_ movement: Movement, page: Int) {
    guard !values.isEmpty else { return }
    switch movement {
    case .up: step(by: -1)
    case .down: step(by: 1)
    default: choose(movement.row(from: cursor ?? 0, page: page, count: values.count))
    }
  }

  private mutating func jump(to typed: String) -> Bool {
    let wanted = typed.lowercased()
    let start = (cursor ?? -1) + 1
    let order = values.indices.map { (start + $0) % values.count }
    guard let found = order.first(where: { values[$0].lowercased().hasPrefix(wanted) }) else { return false }
    choose(found)
    return true
  }

  private mutating func choose(_ index: Int) {
    guard index != cursor, values.indices.contains(index) else { return }
    history.note(cursor, .stepping)
    cursor = index
  }

  private mutating func restore(_ earlier: Int??) -> Bool {
    guard let earlier else { return false }
    cursor = earlier
    return true
  }
}

/// A value that is on or off.
package struct ToggleEditor: Sendable, Equatable {
  /// Nil as long as there is no value.
  package private(set) var isOn: Bool?
  private let original: Bool?
  private var history = EditHistory<Bool?>()

  package init(_ isOn: Bool?) {
    self.isOn = isOn
    original = isOn
  }

  package var isEdited: Bool { isOn != original }
  /// As files and variables write it; empty if there is no value.
  package var text: String { isOn.map { $0 ? "true" : "false" } ?? "" }

  /// Makes a change: a blank or an arrow turns it round, a letter of yes, no, true or false or a digit says which. False
  /// if there is nothing to undo, or if the change is none of a value like this.
  package mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .insert(" "), .move(.left), .move(.right): set(isOn != true)
    case .insert("y"), .insert("t"), .insert("1"), .insert("+"): set(true)
    case .insert("n"), .insert("f"), .insert("0"), .insert("-"): set(false)
    case .undo: return restore(history.undo(from: isOn))
    case .redo: return restore(history.redo(from: isOn))
    default: return false
    }
    return true
  }

  private mutating func set(_ value: Bool) {
    guard value != isOn else { return }
    history.note(isOn, .single)
    isOn = value
  }

  private mutating func restore(_ earlier: Bool??) -> Bool {
    guard let earlier else { return false }
    isOn = earlier
    return true
  }
}
