import Canvas
import Events
import Snapshots

/// What the dashboard is told from outside with every action and every frame.
package struct UpdateContext: Sendable {
  /// The newest snapshot of the core; nil before the first.
  package var snapshot: Snapshot?
  /// The size of the terminal.
  package var size: Size
  /// The time that the screen shows: in a replay, that of the recording.
  package var now: Timestamp
  /// The time by the wall clock, by which messages go; nil where the screen shows that.
  package var wallTime: Timestamp?

  package init(snapshot: Snapshot?, size: Size, now: Timestamp, wallTime: Timestamp? = nil) {
    self.snapshot = snapshot
    self.size = size
    self.now = now
    self.wallTime = wallTime
  }

  /// The time by the wall clock.
  var time: Timestamp { wallTime ?? now }
}
