import Snapshots

/// Where snapshots come from: a core in this process, or one elsewhere.
package protocol SnapshotSource: Sendable {
  /// A feed that calls `deliver`, from any thread, whenever there is a new snapshot.
  func feed(deliver: @escaping @Sendable () -> Void) -> any SnapshotFeed
  /// Has snapshots carry a notice from now on.
  func post(_ notice: String)
}

/// Snapshots as a screen asks for them; only the newest one is kept.
package protocol SnapshotFeed: Sendable {
  func start()
  /// Takes the newest snapshot; nil if there is none since the last time.
  func takeNewest() -> Snapshot?
  /// Sets what snapshots should hold from now on.
  func setRequest(_ request: SnapshotRequest)
  /// Ends the feed.
  func close()
}

extension Core: SnapshotSource {
  package func feed(deliver: @escaping @Sendable () -> Void) -> any SnapshotFeed {
    SnapshotPublisher(core: self, deliver: deliver)
  }

  package func post(_ notice: String) { notices.post(notice, as: .start(notice)) }
}

extension SnapshotPublisher: SnapshotFeed {}
