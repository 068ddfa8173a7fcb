import Canvas
import Events
import Snapshots

/// What the dashboard is told from outside with every action and every frame.
package struct UpdateContext: Sendable {
  /// The newest snapshot of the core; nil before the first.
  package var snapshot: Snapshot?
  /// Tells snapshots apart: it is another number with each that comes.
  package var edition: Int
  /// The size of the terminal.
  package var size: Size
  /// The time that the screen shows: in a replay, that of the recording.
  package var now: Timestamp
  /// The time by the wall clock, by which messages go; nil where the screen shows that.
  package var wallTime: Timestamp?
  /// What drawing has come to; nil where nothing counts it.
  package var screen: ScreenCounters?

  package init(
    snapshot: Snapshot?, edition: Int = 0, size: Size, now: Timestamp, wallTime: Timestamp? = nil,
    screen: ScreenCounters? = nil
  ) {
    self.edition = edition
    self.snapshot = snapshot
    self.size = size
    self.now = now
    self.wallTime = wallTime
    self.screen = screen
  }

  /// The time by the wall clock.
  var time: Timestamp { wallTime ?? now }
}

/// Counts what drawing has come to since the dashboard began.
package struct ScreenCounters: Sendable, Equatable {
  /// How long a frame takes, from the state to what is handed to the terminal.
  package var drawing = CoreCounters.Timing()
  /// Bytes sent to the terminal.
  package var bytes: UInt64 = 0

  package init() {}
}
