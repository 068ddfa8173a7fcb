import Canvas

/// A terminal that is not there: tests say what happens and look at what was drawn.
package final class MemoryTerminal: Screen {
  package private(set) var size: Size
  package let capabilities: TerminalCapabilities
  package var theme: Theme
  package let waker: Waker

  /// The grids drawn so far.
  package private(set) var frames: [CellGrid] = []
  /// Where the cursor stands in the last of them.
  package private(set) var cursor: CellPosition?
  /// How often the bell rang.
  package private(set) var beeps = 0
  /// How often it was suspended.
  package private(set) var suspensions = 0
  package private(set) var isClosed = false
  /// A terminal that is not there takes no bytes.
  package let bytesSent: UInt64 = 0

  private var events: [TerminalEvent] = []

  package init(
    _ size: Size,
    theme: Theme = Theme(name: "none", appearances: [:], selection: Appearance()),
    capabilities: TerminalCapabilities = .init(term: "memory", colorDepth: .direct, isUnicode: true)
  ) throws(TerminalError) {
    self.size = size
    self.theme = theme
    self.capabilities = capabilities
    waker = try Waker()
  }

  /// Lets these events happen, for the next `wait`.
  package func send(_ events: TerminalEvent...) { self.events += events }

  package func draw(_ grid: CellGrid, cursor: CellPosition?) {
    frames.append(grid)
    self.cursor = cursor
  }

  /// Everything that was sent, then the wake-up, else `.timeout` at once, or `.hangup` where there is none: a test
  /// never hangs in it.
  package func wait(timeout: Duration?) -> [TerminalEvent] {
    var happened = events
    events = []
    for case .resize(let new) in happened { size = new }
    if waker.take() { happened.append(.wake) }
    if happened.isEmpty { happened.append(timeout == nil ? .hangup : .timeout) }
    return happened
  }

  package func beep() { beeps += 1 }
  package func redraw() {}

  package func suspend() { suspensions += 1 }
  package func close() { isClosed = true }
}
