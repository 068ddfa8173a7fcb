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

  /// The cold hours of a wrapper, by its number; nil if they cannot be read.
  typealias Reader = @Sendable (_ wrapper: Int, _ hours: ClosedRange<Int32>) -> [Breakdown]?

  private struct Request: Equatable {
    var scope: CostScope
    var range: TimeRange
    /// The instant that is looked back at.
    var instant: Timestamp?
  }

  private struct Made {
    var request: Request
    var report: CostReport?
    var until: ContinuousClock.Instant
  }

  private let monitor: WrapperMonitor
  // Held while reports are made.
  private let cold = Mutex(CostCache())
  private let latest = Mutex<Made?>(nil)
  private let late = Mutex(StaleHours())

  private static let mostWrappers = 200
  private static let portion = Duration.milliseconds(300)
  private static let pause = Duration.seconds(1)

  init(of monitor: WrapperMonitor) { self.monitor = monitor }

  /// The costs of a scope, and whether all that belongs to them was read by now.
  ///
  /// - Parameters:
  ///   - instant: the instant that is looked back at; nil for the present.
  ///   - reader: where cold hours are stored; nil if there is no store.
  func report(
    _ scope: CostScope, of range: TimeRange, now: Timestamp, instant: Timestamp? = nil, reader: Reader?,
    _ patience: Patience
  ) -> (report: CostReport?, isComplete: Bool) {
    let request = Request(scope: scope, range: range, instant: instant)
    let begin = ContinuousClock.now
    if case .live = patience, let made = latest.withLock({ $0 }), made.request == request, made.until > begin {
      return (made.report, true)
    }
    // Before the state is looked at: what is stored in between is then read again the next time.
    let late = late.withLock { $0 }
    let at = instant ?? now
    let material = monitor.withState { state in
      state.advance(to: now)
      return state.costMaterial(scope, of: range, at: at)
    }
    guard let material else { return (nil, true) }
    var hasTime = { true }
    if case .live = patience { hasTime = { ContinuousClock.now - begin < Self.portion } }
    let (report, isComplete) = report(material, late, reader, hasTime)
    let end = ContinuousClock.now
    let until = isComplete ? end + max(Self.pause, (end - begin) * 10) : end
    latest.withLock { $0 = Made(request: request, report: report, until: until) }
    return (report, isComplete)
  }

  private func report(
    _ material: CostInputs, _ late: StaleHours, _ reader: Reader?, _ hasTime: () -> Bool
  ) -> (CostReport, isComplete: Bool) {
    if material.members.count > Self.mostWrappers { return (material.reportAtHand, true) }
    func read(_ member: CostInputs.Member, _ hours: ClosedRange<Int32>) -> [Breakdown]? {
      if let reader { return reader(member.number, hours) }
      return member.packedHours(in: hours)
    }
    let (hours, isComplete) = cold.withLock { cold in
      cold.hours(of: material, late: late, read: read, hasTime: hasTime)
    }
    return (material.report(hours), isComplete)
  }

  /// A commit has added to stored hours.
  func noteStored(_ changes: MonitorChanges) {
    for (number, changes) in changes.wrappers where !changes.coarse.isEmpty {
      late.withLock { $0.note(changes.coarse.map(\.index), of: number) }
    }
  }
}
