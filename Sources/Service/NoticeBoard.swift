import Events
import Formatting
import Logging
import Monitoring
import Snapshots
import Synchronization

/// Holds what operators should know of the core itself and what stops nothing: the last few notices, each until it is
/// withdrawn. Whatever is posted is logged, too. Any thread may use it.
package final class NoticeBoard: Sendable {
  /// Tells notices apart. A notice takes the place of an earlier one with the same identity.
  package enum ID: Hashable, Sendable {
    /// No file matches the pattern.
    case unmatched(pattern: String)
    /// What an input reported; it tells itself apart by its words.
    case input(String)
    /// What lines of no known format look like; it tells itself apart by its words.
    case format(String)
    /// What became of the file of a socket.
    case socketFile(path: String)
    /// Who tried to send telemetry in vain, or where it cannot be received.
    case receiver
    /// Where rejected lines are kept.
    case rejects
    /// Why rejected lines are kept no longer.
    case rejectsFailure
    /// What is wrong with the configuration on the disk.
    case configuration
    /// What is wrong with the settings file.
    case settings
    /// What has changed in the settings file and takes effect at the next start.
    case settingsRestart
    /// Whose configuration is shown beside another core's store, or why none is.
    case configurationOrigin
    /// What became of a wrapper whose daily budget is spent.
    case spentBudget(wrapper: String)
    /// What is wrong with the end of the audit trail.
    case auditTrail
    /// What was found when the store was opened, or when a new one was begun; it tells itself apart by its words.
    case store(String)
    /// Why the store that is only looked at cannot be read.
    case storeReading
    /// Where a replay stands.
    case replay(Replay)
    /// What was assumed of the terminal or the command line; it tells itself apart by its words.
    case start(String)
    /// Why the traffic of the demo has ended.
    case demo
    /// The dead-man's switch cannot be reached.
    case heartbeat

    /// What a replay reports.
    package enum Replay: Hashable, Sendable { case begin, silence, end }
  }

  private let posted = Mutex<[(id: ID, text: String)]>([])
  private let found = Mutex<[FoundInput]>([])
  private let changes: Bells
  /// Where everything is logged that a core and those beside it have to say.
  package let log: Logger

  /// The maximum number of notices; older ones are dropped.
  package static let limit = 8

  /// A board that rings `changes` whenever there is something new to read on it.
  package init(log: Logger, changes: Bells) {
    self.log = log
    self.changes = changes
  }

  /// Posts a notice, in the place of an earlier one with that identity, and logs it.
  package func post(_ text: String, as id: ID) {
    posted.withLock { posted in
      posted.removeAll { $0.id == id }
      posted.insert((id, text), at: 0)
      if posted.count > Self.limit { posted.removeLast() }
    }
    log.notice("\(text)")
    changes.ring()
  }

  /// Logs the first rejected line of its kind; where it is of no known format, a notice says what to do.
  func report(_ line: RejectedLine) {
    log.info("\(line.report); more of this kind are only counted")
    if let hint = line.formatHint { post(hint, as: .format(hint)) }
  }

  /// Takes a notice down, if it is up, since what it says has ceased to be so.
  package func withdraw(_ id: ID) {
    posted.withLock { $0.removeAll { $0.id == id } }
    changes.ring()
  }

  /// The notices, newest first.
  package var texts: [String] { posted.withLock { $0.map(\.text) } }

  /// Suggests what could be read, for as long as there is nothing else to show.
  package func suggest(_ inputs: [FoundInput]) {
    found.withLock { $0 = inputs }
    changes.ring()
  }

  /// Puts on a snapshot what stands here, the newest notices first.
  ///
  /// - Parameter shed: what had to be left out, which is told behind them.
  func fill(_ snapshot: inout Snapshot, shed: ShedCounts) {
    snapshot.notices = texts + shed.notices
    if snapshot.monitor.wrappers.isEmpty { snapshot.found = found.withLock { $0 } }
  }
}

extension Logger {
  /// Logs nothing.
  package static let silent = Logger(label: "wraptop", factory: { _ in SwiftLogNoOpLogHandler() })
}

/// What monitoring had to leave out because of a limit.
struct ShedCounts: Sendable {
  /// The number of wrappers that are told apart.
  var wrapperLimit = MonitorState.defaultWrapperLimit
  /// Records that name a wrapper beyond the limit.
  var overflow: UInt64
  /// Operations that came in while the clock was ahead of what it says now.
  var aheadOfClock: UInt64
  /// Operations that end in the future and were not remembered.
  var future: UInt64
  /// Values of custom metrics.
  var metrics: UInt64 = 0

  /// What operators are told of it; empty if nothing was left out.
  var notices: [String] {
    var notices: [String] = []
    if overflow > 0 {
      notices.append(
        "\(overflow) \(overflow == 1 ? "record names" : "records name") a wrapper beyond the first "
          + "\(wrapperLimit); \(overflow == 1 ? "it is" : "they are") counted as "
          + "\(MonitorState.otherName)")
    }
    if aheadOfClock > 0 {
      notices.append(
        "the clock was ahead: what came in while it was (operations: \(aheadOfClock)) is in totals only until it is that "
          + "late again")
    }
    if future > 0 {
      notices.append(
        "\(future) \(future == 1 ? "operation that ends in the future is" : "operations that end in the future are") in "
          + "totals only: there are too many")
    }
    if metrics > 0 {
      notices.append(
        "\(metrics) \(metrics == 1 ? "value" : "values") in custom_metrics left out: too deep in others, or too many")
    }
    return notices
  }
}
