import Canvas

/// A terminal as the dashboard's loop uses it: events in, grids out. `CursesTerminal` is the real one, `MemoryTerminal`
/// its twin in tests. One thread uses it; only its `waker` may go to others.
package protocol Screen: AnyObject {
  /// The size of the next grid to draw.
  var size: Size { get }

  /// What the terminal can show, and what had to be assumed about it.
  var capabilities: TerminalCapabilities { get }

  /// How roles look. A change shows with the next `draw`.
  var theme: Theme { get set }

  /// Ends a `wait` from any thread.
  var waker: Waker { get }

  /// How many bytes the terminal has taken.
  var bytesSent: UInt64 { get }

  /// Shows a grid. Only what differs from the last one goes out, in one write; while the terminal is too slow to take
  /// the last frame, the newest grid waits and older ones are left out, so this never blocks.
  /// - Parameter cursor: where the cursor stands in a text input; nil hides it.
  func draw(_ grid: CellGrid, cursor: CellPosition?)

  /// Waits until something happens and returns what did, in order; never empty. Uses no processor time meanwhile.
  /// - Parameter timeout: how long to wait at most; nil for as long as it takes. Then the answer is `[.timeout]`.
  func wait(timeout: Duration?) -> [TerminalEvent]

  /// Sends everything anew with the next `draw`, for a terminal on which something else has written.
  func redraw()

  /// Gives the terminal back to the shell, stops the process, and once it is continued takes the terminal again and
  /// shows the last grid anew. Where no shell can continue it, it does not stop. Look at `size` afterwards.
  func suspend()

  /// Rings the bell.
  func beep()

  /// Gives the terminal back as it was. A second call does nothing.
  func close()
}

extension Screen {
  /// Shows a grid without a cursor.
  package func draw(_ grid: CellGrid) { draw(grid, cursor: nil) }
}

/// A cell's place; `x` and `y` count from the upper left corner, from 0.
package struct CellPosition: Hashable, Sendable {
  package var x: Int
  package var y: Int

  package init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}
