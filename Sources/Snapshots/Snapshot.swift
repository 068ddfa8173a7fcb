import Configuration
import Events
import Monitoring

/// All that a screen, `status --json` or a report shows, at one instant.
package struct Snapshot: Codable, Sendable, Equatable {
  package var monitor: MonitorSnapshot
  /// In the order of the command line.
  package var sources: [SourceStatus]
  /// The last 200 rejected lines, newest first.
  package var rejected: [RejectedLine]
  /// How far reading what was there at the start has come; nil once everything is live.
  package var catchUp: CatchUp?
  /// The last operations that were asked for, newest first; nil if none were.
  package var operations: [OperationRecord]?
  /// The configuration of the wrappers, masked; nil if none is kept, or if it is not known.
  package var configuration: ConfigurationState?
  /// Why the configuration is not known here, though there may be one, and what to do; nil if it is.
  package var configurationUnknown: String?
  /// Alerts and silences, and how channels fare.
  package var alerts = AlertsState()
  /// How the store fares; nil without one.
  package var storage: StorageStatus?
  /// How fast a recording is played; nil where what comes in is live.
  package var replay: ReplaySpeed?
  /// What the core itself does; nil if it was not asked for.
  package var counters: CoreCounters?
  /// True if `monitor` shows an instant in the past that was asked for.
  package var isPast = false
  /// The earliest instant that can be looked back at; nil if nothing was taken in.
  package var earliest: Timestamp?
  /// What the operator should know about the core itself, most urgent first: a limit that sheds, a folder at fault.
  package var notices: [String]
  /// How the core is reached, where that is another process; nil where it is this one.
  package var link: CoreLink?
  /// What could be read on this machine, while there is no wrapper to show.
  package var found: [FoundInput] = []

  /// The instant that the snapshot shows.
  package var at: Timestamp { monitor.at }

  package init(
    monitor: MonitorSnapshot, sources: [SourceStatus], rejected: [RejectedLine] = [], catchUp: CatchUp? = nil,
    notices: [String] = []
  ) {
    self.monitor = monitor
    self.sources = sources
    self.rejected = rejected
    self.catchUp = catchUp
    self.notices = notices
  }
}

/// How a core in another process is reached.
package struct CoreLink: Codable, Sendable, Equatable {
  /// The core does not answer.
  package struct Loss: Codable, Sendable, Equatable {
    /// When it was last heard of.
    package var since: Timestamp
    /// Why, in words.
    package var reason: String

    package init(since: Timestamp, reason: String) {
      self.since = since
      self.reason = reason
    }
  }

  /// The socket.
  package var path: String
  /// Nil while the core answers. It is tried again until then.
  package var loss: Loss?

  package init(path: String, loss: Loss? = nil) {
    self.path = path
    self.loss = loss
  }
}

/// How fast a recording is played.
package enum ReplaySpeed: Codable, Sendable, Equatable {
  /// That many times as fast as it was; above 0.
  case times(Double)
  /// As fast as it can be read.
  case unlimited
}

/// Progress through what was there before wraptop started.
package struct CatchUp: Codable, Sendable, Equatable {
  package var bytesRead: UInt64
  package var bytesTotal: UInt64
  package var eventsPerSecond: Double
  /// Nil until there is a rate to tell it from.
  package var secondsLeft: Double?

  package init(bytesRead: UInt64, bytesTotal: UInt64, eventsPerSecond: Double, secondsLeft: Double?) {
    self.bytesRead = bytesRead
    self.bytesTotal = bytesTotal
    self.eventsPerSecond = eventsPerSecond
    self.secondsLeft = secondsLeft
  }
}

/// What a store is doing.
package struct StorageStatus: Codable, Sendable, Equatable {
  /// Whether figures can be stored.
  package enum State: Codable, Sendable, Equatable {
    /// What came in is committed within seconds.
    case storing
    /// Commits fail; why, and what to do. What came in is kept in memory and stored once it works again.
    case failing(String)
    /// Another process writes the store, or it cannot be written; why.
    case readOnly(String)
  }

  package var path: String
  package var state: State
  /// When the last commit was.
  package var lastCommit: Timestamp?
  /// Bytes on the disk.
  package var bytes: UInt64 = 0
  /// Operations that were taken in since the last commit.
  package var uncommitted: UInt64 = 0
  /// Why what it holds of the past could not be read when it was last asked for, and what to do; nil if it could. What is
  /// shown of the past lacks it, and it is tried again.
  package var readProblem: String?

  package init(path: String, state: State) {
    self.path = path
    self.state = state
  }
}

/// What a viewer wants to see.
package struct SnapshotRequest: Codable, Sendable, Hashable {
  /// How much of monitoring.
  package var scope: SnapshotScope
  /// Which of the last operations; nil for none.
  package var operations: OperationsQuery?
  /// Whether the counters of the core itself are wanted.
  package var counters: Bool

  package init(scope: SnapshotScope = SnapshotScope(), operations: OperationsQuery? = nil, counters: Bool = false) {
    self.scope = scope
    self.operations = operations
    self.counters = counters
  }
}

/// Which of the last operations are wanted.
package struct OperationsQuery: Codable, Sendable, Hashable {
  /// Of this wrapper only; nil for all.
  package var wrapper: String?
  /// Those of which some text (id, type, status, error, metrics) contains this, whatever its case; empty for all.
  package var text: String
  /// Only those that did not succeed.
  package var failuresOnly: Bool
  /// At most so many, the newest.
  package var limit: Int

  package init(wrapper: String? = nil, text: String = "", failuresOnly: Bool = false, limit: Int = 1000) {
    self.wrapper = wrapper
    self.text = text
    self.failuresOnly = failuresOnly
    self.limit = limit
  }
}
