import Configuration
import Snapshots

/// Something that happens to the dashboard: a key, as the table of bindings reads it, or the world moving on.
package enum Action: Sendable, Equatable {
  /// A new snapshot, another size of the terminal, or a second that has passed: `UpdateContext` say which.
  case refresh
  /// Moves the cursor, or scrolls where there is none.
  case move(Movement)
  /// Opens what is under the cursor in full; takes the choice in a chooser or the filter as typed.
  case accept
  /// Closes what was opened last: overlay, detail, view, filter.
  case back
  /// Holds the picture; goes on, or back to the present, if it stands still.
  case togglePause
  /// Takes a longer time range, or a shorter one.
  case changeRange(isLonger: Bool)
  /// Goes so many points of the time series forward in time; negative numbers go back.
  case scrub(Int)
  /// Return to the present.
  case goLive
  /// Sets the mark, or moves it.
  case setMark
  case clearMark
  /// Opens a pane as a view, or uncovers it.
  case open(PaneID, Opening)
  /// Opens a pane over the one on top, or closes it.
  case toggle(PaneID)
  /// Something that only one pane knows.
  case pane(PaneAction)
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
  /// What came of a `ConfigurationRequest`.
  case configurationReply(ConfigurationReply)
  /// What came of an `AlertRequest`: why it could not be done, or nil.
  case alertReply(AlertRequest, problem: String?)

  /// What a pane is opened for.
  package enum Opening: Sendable, Equatable {
    /// The view as it was left.
    case plain
    /// The wrapper that is chosen where the operator is.
    case forWrapper
    /// The same, on top of the view where the operator is, so that Esc leads back there.
    case forWrapperOnTop
  }

  /// An action of one pane.
  static func own(_ action: some Sendable & Equatable) -> Action { .pane(PaneAction(value: action)) }

  /// False for what happens by itself: it leaves alone what the operator is told.
  var isOfOperator: Bool {
    switch self {
    case .refresh, .configurationReply, .alertReply: false
    default: true
    }
  }
}

/// A way for a cursor to move.
package enum Movement: Sendable, Equatable {
  case up, down, pageUp, pageDown, first, last

  /// Where it leads from a row of a list of `count` rows, of which there are some, with `page` of them on the screen.
  func row(from row: Int, page: Int, count: Int) -> Int {
    let target =
      switch self {
      case .up: row - 1
      case .down: row + 1
      case .pageUp: row - max(1, page - 1)
      case .pageDown: row + max(1, page - 1)
      case .first: 0
      case .last: count - 1
      }
    return min(max(0, target), count - 1)
  }
}

/// What the core or the program is to do after an action.
package enum Effect: Sendable, Equatable {
  case quit
  case beep
  case suspend
  /// From now on such snapshots are wanted.
  case request(SnapshotRequest)
  /// The theme with this name is to be put in force.
  case theme(String)
  case redraw
  /// Something is asked of whoever keeps the configuration; `configurationReply` tells what came of it.
  case configure(ConfigurationRequest)
  /// Something is asked of whoever keeps the alerts; `alertReply` tells what came of it.
  case alert(AlertRequest)
}
