/// What the core itself does and needs, from its start on (article Architecture).
package struct CoreCounters: Codable, Sendable, Equatable {
  /// How long something took that is done again and again.
  package struct Timing: Codable, Sendable, Equatable {
    /// How often it was done.
    package var count: UInt64 = 0
    /// How long it took the last time.
    package var last = Duration.zero
    package var longest = Duration.zero
    /// How long it took all times together.
    package var total = Duration.zero

    package init() {}

    /// Counts another time.
    package mutating func add(_ duration: Duration) {
      count &+= 1
      last = duration
      longest = max(longest, duration)
      total += duration
    }

    /// How long it takes in the mean; nil if it was never done.
    package var mean: Duration? { count == 0 ? nil : total / Int(clamping: count) }
  }

  /// Events that were applied, those that were rejected left out.
  package var events: UInt64 = 0
  /// The mean of the last 10 seconds.
  package var eventsPerSecond = 0.0
  /// Applying a batch of events, without waiting for the lock.
  package var applying = Timing()
  /// Writing a commit to the store.
  package var committing = Timing()
  /// Taking a snapshot.
  package var snapshots = Timing()
  /// Chunks that are decoded and wait for their turn to be applied.
  package var pendingChunks = 0
  /// Operations that are not stored yet; 0 without a store.
  package var unstoredOperations: UInt64 = 0
  /// Clients and sources that wait for the store.
  package var waitingForStore = 0
  /// The memory of the process that is in use, in bytes; nil if the system does not tell.
  package var residentBytes: UInt64?
  /// The time that all processors together spent on the process; nil if the system does not tell.
  package var processorTime: Duration?
  /// How long the core has been running.
  package var uptime = Duration.zero

  package init() {}
}
