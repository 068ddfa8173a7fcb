import Monitoring

/// Something that happens to the dashboard: a key, as the table of bindings reads it, or the world moving on.
package enum Action: Sendable, Equatable {
  /// A new snapshot, another size of the terminal, or a second that has passed: `Surroundings` say which.
  case refresh
  /// Moves the cursor, or scrolls where there is none.
  case move(Movement)
  /// Opens the detail of the wrapper under the cursor; takes the choice in a chooser or the filter as typed.
  case accept
  /// Closes what was opened last: overlay, detail, view, filter.
  case back
  case startFilter
  case chooseSort
  /// Sorts by the column that has this digit in the chooser.
  case pickSort(Int)
  case reverseSort
  case togglePause
  case toggleHelp
  case show(ViewName)
  case nextView
  case previousView
  case nextTheme
  /// Changes the text that is being typed.
  case edit(Edit)
  case quit
  /// Ctrl-C: asks at first, quits at once when pressed again.
  case interrupt
  case suspend
  /// Draws the whole screen afresh.
  case redraw
}

/// A way for a cursor to move.
package enum Movement: Sendable, Equatable {
  case up, down, pageUp, pageDown, first, last
}

/// What the core or the program is to do after an action.
package enum Effect: Sendable, Equatable {
  case quit
  case beep
  case suspend
  /// From now on snapshots with this scope are wanted.
  case scope(SnapshotScope)
  /// The theme with this name is to be put in force.
  case theme(String)
  case redraw
}
