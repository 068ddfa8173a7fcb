/// What can be done in the form, and from the inspector with it.
package enum FormAction: Sendable, Equatable {
  /// Begins to edit the field under the cursor.
  case begin
  /// Takes out what the runtime layer says of the field under the cursor.
  case remove
  /// Adds an entry to the table under the cursor.
  case addEntry
  case undo, redo
  /// Checks the whole, and reads the files again if nothing is edited.
  case check
  /// Shows the changes before they are written; there, writes them.
  case review
  /// The same, out of the question what to do with changes that are not written.
  case reviewAndWrite
  case keepMine, takeTheirs
  /// Throws all edits away.
  case discard
}
