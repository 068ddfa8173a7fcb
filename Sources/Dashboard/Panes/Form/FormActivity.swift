import Configuration

/// What an operator is doing in a form.
enum FormActivity: Sendable, Equatable {
  /// Going through the fields.
  case browsing
  /// Editing a value in place.
  case editing(FieldEditing)
  /// Waiting for what was sent to be written, below the dialog that sent it.
  case writing(ChangeRequest)
}

/// A value of the form while it is edited in place.
package struct FieldEditing: Sendable, Equatable {
  package var path: FieldPath
  package var editor: ValueEditor
  /// The edits as they were before, to go back to.
  var before: Draft
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

/// What can be done in the form alone.
package enum FormAction: Sendable, Equatable {
  /// Begins to edit the field under the cursor.
  case begin
  /// Searches for fields.
  case search
  /// Takes out what the runtime layer says of the field under the cursor.
  case remove
  /// Leaves the field under the cursor without a value, and hides what weaker layers say.
  case empty
  /// Asks whether an entry is to be added to the table under the cursor.
  case addEntry
  /// Goes to the first value of a new entry of a table.
  case enter(FieldPath)
  /// Says how values are edited, to someone who types where no value is.
  case explain
  /// Takes the last edit back, or makes it again.
  case undo, redo
  /// Checks the whole, and reads the files again if nothing is edited.
  case check
  /// Shows the changes before they are written.
  case review
  /// Writes what was reviewed.
  case write(reason: String, exposesSecrets: Bool)
  /// Writes it once more, with the passphrase of the credential store.
  case unlock(SecretEditor)
  /// Writes what is reviewed without a reason; a letter of the reason if that has begun.
  case yes
  /// Writes what is reviewed although it looks as if secrets were shown to everyone.
  case writeExposed
  /// The same, out of the question what to do with changes that are not written.
  case reviewAndWrite
  /// Goes on with one side of a conflict.
  case keepMine, takeTheirs
  /// Throws all edits away.
  case discard
}
