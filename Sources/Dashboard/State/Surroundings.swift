import Canvas
import Events
import Snapshots

/// What the dashboard is told from outside with every action and every frame.
package struct Surroundings: Sendable {
  /// The newest snapshot of the core; nil before the first.
  package var snapshot: Snapshot?
  /// The size of the terminal.
  package var size: Size
  /// The time by the wall clock.
  package var now: Timestamp

  package init(snapshot: Snapshot?, size: Size, now: Timestamp) {
    self.snapshot = snapshot
    self.size = size
    self.now = now
  }
}
