import Events
import Monitoring
import Synchronization

/// Works out the costs that snapshots and reports show. The state is locked only to see how things stand, and what is older than
/// a day is read and summed up once.
///
/// Above 200 wrappers, costs of all together cover only what is at hand of every wrapper, about the last day: of the
/// rest there would be too much to read and to keep. `from` of the analysis tells.
final class CostReporter: Sendable {
  /// How much a caller is willing to wait.
  enum Patience {
    /// For all there is.
    case unlimited
    /// For a screen that comes again: a report is at most made once a second and in a tenth of the time, and what has to
    /// be read for it is read in portions.
    case live
  }

  private struct Request: Equatable {
    var scope: CostScope
    var range: TimeRange
    /// The instant that is looked back at.
    var instant: Timestamp?
  }

  private struct Made {
    var request: Request
    var report: CostReport?
    var until: SuspendingClock.Instant
  }

  private struct State {
    var latest: Made?
    var stale = StaleHours()
  }

  private let state = Mutex(State())
  // Held while reports are made.
  private let cache = Mutex(CostCache())

  private static let maximumWrappers = 200
  private static let portion = Duration.milliseconds(300)
  private static let pause = Duration.seconds(1)

  /// Works out the costs of a scope, and whether all that belongs to them was read by now.
  ///
  /// - Parameters:
  ///   - instant: the instant that is looked back at; nil for the present.
  ///   - past: where cold hours are stored; nil if there is no store.
  ///   - inputs: looks at the state as of an instant.
  func report(
    _ scope: CostScope, of range: TimeRange, now: Timestamp, instant: Timestamp? = nil, past: StoredBreakdowns?,
    _ patience: Patience, inputs: (Timestamp) -> CostInputs?
  ) -> (report: CostReport?, isComplete: Bool) {
    let request = Request(scope: scope, range: range, instant: instant)
    let begin = SuspendingClock.now
    // Before the state is looked at: what is stored in between is then read again the next time.
    let (latest, stale) = state.withLock { ($0.latest, $0.stale) }
    if case .live = patience, let latest, latest.request == request, latest.until > begin {
      return (latest.report, true)
    }
    guard let inputs = inputs(instant ?? now) else { return (nil, true) }
    var hasTime = { true }
    if case .live = patience { hasTime = { SuspendingClock.now - begin < Self.portion } }
    let (report, isComplete) = report(inputs, stale, past, hasTime)
    let end = SuspendingClock.now
    let until = isComplete ? end + max(Self.pause, (end - begin) * 10) : end
    state.withLock { $0.latest = Made(request: request, report: report, until: until) }
    return (report, isComplete)
  }

  private func report(
    _ inputs: CostInputs, _ stale: StaleHours, _ past: StoredBreakdowns?, _ hasTime: () -> Bool
  ) -> (CostReport, isComplete: Bool) {
    if inputs.members.count > Self.maximumWrappers { return (inputs.reportAtHand, true) }
    func read(_ member: CostInputs.Member, _ hours: ClosedRange<Int32>) -> [Breakdown]? {
      if let past { return past.read(of: member.number, hours: hours) }
      return member.coldHours(in: hours)
    }
    let (hours, isComplete) = cache.withLock { cache in
      cache.hours(of: inputs, late: stale, read: read, hasTime: hasTime)
    }
    return (inputs.report(hours), isComplete)
  }

  /// Records that a commit has added to stored hours.
  func recordStored(_ changes: MonitorChanges) {
    for (number, changes) in changes.wrappers where !changes.breakdowns.coarse.isEmpty {
      state.withLock { $0.stale.note(changes.breakdowns.coarse.map(\.index), of: number) }
    }
  }
}
