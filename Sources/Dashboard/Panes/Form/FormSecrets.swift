import Configuration

/// The passphrase of the credential store as it is typed: once, or twice for a store that is going to be made.
package struct PassphraseEntry: Sendable, Equatable {
  package var isNew: Bool
  /// What was typed before did not open the store, or was not the same twice.
  package var fault: String?
  package var editor = SecretEditor()
  /// What was typed first, if it is typed twice.
  package var first: SecretEditor?

  /// True if both were typed alike.
  var isRepeated: Bool {
    guard let first else { return false }
    return first.secret.withBytes { a in editor.secret.withBytes { b in a.elementsEqual(b) } }
  }
}

/// Secrets as they were typed, by where they go.
struct TypedSecrets: Sendable {
  private(set) var byPath: [FieldPath: Secret] = [:]
  // Tells one secret from another of the same length.
  private var generation = 0

  mutating func keep(_ secret: Secret, at path: FieldPath) {
    byPath[path] = secret
    generation += 1
  }
}

/// Equal if they came about by as many steps at the same places: texts are never compared.
extension TypedSecrets: Equatable {
  static func == (a: TypedSecrets, b: TypedSecrets) -> Bool {
    a.generation == b.generation && Set(a.byPath.keys) == Set(b.byPath.keys)
  }
}
