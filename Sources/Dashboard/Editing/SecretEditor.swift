import Configuration

/// A secret that is typed anew: it takes the place of the old one, and of neither is more known than how long it is.
package struct SecretEditor: Sendable {
  /// What is typed so far.
  package private(set) var secret = Secret()
  // Tells one text from another of the same length.
  private var generation = 0

  package init() {}

  /// How many characters are typed; as many dots may be shown.
  package var count: Int { secret.count }
  package var isEdited: Bool { !secret.isEmpty }

  /// Makes a change: text is added at the end, taken back from there, or all is taken back, which undoing does as well.
  /// False if there is nothing to take back, or if a text is refused: it is too long, or has more lines than one.
  package mutating func apply(_ edit: Edit) -> Bool {
    switch edit {
    case .insert(let typed): return insert(typed)
    case .delete(.left) where !secret.isEmpty: secret.removeLast()
    case .delete, .undo:
      guard !secret.isEmpty else { return false }
      secret.removeAll()
    case .move, .select, .selectAll, .redo: return false
    }
    generation += 1
    return true
  }

  // The line feed that comes along when a line is copied is none of the secret.
  private mutating func insert(_ typed: String) -> Bool {
    let line = typed.last?.isNewline == true ? String(typed.dropLast()) : typed
    guard !line.isEmpty, !line.unicodeScalars.contains(where: Self.controls), secret.append(line) else { return false }
    generation += 1
    return true
  }

  private static func controls(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}

/// Equal if made by as many changes and of one length: texts are never compared.
extension SecretEditor: Equatable {
  package static func == (a: SecretEditor, b: SecretEditor) -> Bool {
    a.count == b.count && a.generation == b.generation
  }
}
