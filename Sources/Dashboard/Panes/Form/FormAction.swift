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
  /// Says how values are edited, to someone who types where no value is.
  case explain
  case undo, redo
  /// Checks the whole, and reads the files again if nothing is edited.
  case check
  /// Shows the changes before they are written.
  case review
  /// Writes what is reviewed without a reason; a letter of the reason if that has begun.
  case yes
  /// Writes what is reviewed although it looks as if secrets were shown to everyone.
  case writeExposed
  /// The same, out of the question what to do with changes that are not written.
  case reviewAndWrite
  case keepMine, takeTheirs
  /// Throws all edits away.
  case discard
}
