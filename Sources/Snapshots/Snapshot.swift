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
  /// What the operator should know about the core itself, most urgent first: a limit that sheds, a folder at fault.
  package var notices: [String]

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
