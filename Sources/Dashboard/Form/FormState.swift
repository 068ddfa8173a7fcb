import Configuration

/// An operator's edits of one wrapper's configuration, from the first key until they are written or thrown away.
package struct FormState: Sendable, Equatable {
  /// The edits, and the configuration on which they are made.
  package internal(set) var draft: Draft
  /// The value that is being edited; nil while the cursor goes through the fields.
  package internal(set) var editing: FieldEditing?
  /// What lies over the fields.
  package internal(set) var dialog: FormDialog?
  /// What was sent to be written and is not answered yet.
  package internal(set) var sent: ChangeRequest?
  /// How far what is in a dialog is scrolled, in lines.
  package internal(set) var dialogScroll = 0
  /// By path, what layers said of contested values when the operator began.
  package internal(set) var began: [FieldPath: [GivenValue]] = [:]
  /// Why, as it was typed last.
  var reason = ""
  /// The operator wants values written that look like secrets.
  var exposesSecrets = false
  /// Secrets that were typed, until they are written.
  var secrets = TypedSecrets()

  init(_ draft: Draft) { self.draft = draft }

  /// What is to be written, if nothing is wrong and no secret is missing.
  func request(reason: String, passphrase: Secret? = nil) -> ChangeRequest? {
    var request = draft.request(reason: reason, secrets: secrets.byPath, exposesSecrets: exposesSecrets)
    request?.passphrase = passphrase
    return request
  }
}

/// A value of the form while it is edited in place.
package struct FieldEditing: Sendable, Equatable {
  package var path: FieldPath
  package var editor: ValueEditor
  /// The edits as they were before, to go back to.
  var before: Draft
}

/// What lies over the fields of a form.
package enum FormDialog: Sendable, Equatable {
  /// The changes, before they are written, with the reason as it is typed.
  case review(reason: LineEditor)
  /// Others changed the same values: both sides, to choose from.
  case conflict
  /// The credential store is locked.
  case passphrase(PassphraseEntry)
  /// The form is to be left, and not all is written.
  case leave
  /// Whether an entry is to be added to a table.
  case askEntry(table: FieldPath)
  /// The key of a new entry of a table.
  case entry(table: FieldPath, key: LineEditor)
}

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
