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
