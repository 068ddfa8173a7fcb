import Events

/// A batch and how it was applied. Applied again, to the state that it was applied to, it leads to the same state: that is
/// how a store is kept up to date at little cost between two checkpoints.
package struct JournalEntry: Sendable {
  package var batch: EventBatch
  /// The number of the source that it came from.
  package var source: Int
  package var isCatchingUp: Bool
  package var dedupes: Bool
  /// The present when it was applied.
  package var at: Timestamp
  /// What prices said of its operations.
  package var pricings: [PricingAnswer]

  /// For the parameters see `MonitorState.apply`.
  package init(
    batch: EventBatch, source: Int, isCatchingUp: Bool, dedupes: Bool, at: Timestamp, pricings: [PricingAnswer] = []
  ) {
    self.pricings = pricings
    self.batch = batch
    self.source = source
    self.isCatchingUp = isCatchingUp
    self.dedupes = dedupes
    self.at = at
  }
}

extension MonitorState {
  /// Applies what a store has in its journal to what was restored from its last checkpoint, or to what was applied of it before.
  package mutating func replay(_ journal: [JournalEntry]) {
    for entry in journal {
      _ = apply(
        entry.batch, source: entry.source, isCatchingUp: entry.isCatchingUp, dedupes: entry.dedupes,
        pricings: entry.pricings, now: entry.at)
    }
  }
}
