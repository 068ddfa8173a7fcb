import Events
import Monitoring
import Snapshots

/// What all panes share: the chosen wrapper, the time that is looked at, and what the operator is told.
package struct SharedState: Sendable, Equatable {
  /// The wrappers as they are listed: filter, order, and the chosen one.
  package internal(set) var listing = Listing()
  /// The alerts on the screen, by state and by wrapper.
  var alerts = AlertIndex()
  /// How far back charts, rates and breakdowns are to look; what is on the screen says itself how far it looks.
  package internal(set) var range = TimeRange.hour
  /// Set while the screen stands still; events are taken in all the same.
  package internal(set) var pause: PinnedSnapshot?
  /// The instant that is looked back at; nil for the present. What is on the screen follows as it comes in.
  package internal(set) var past: Timestamp?
  /// With what all figures are compared; nil without a mark.
  package internal(set) var mark: PinnedSnapshot?
  /// A line for the operator that goes away with the next key or after a while.
  package internal(set) var message: Message?
  /// Which snapshot came last, and when: ages go on between two snapshots, whatever the core's clock says.
  package internal(set) var arrival: Arrival?
  /// Which live snapshot came last, and when: it tells the present while the past is on the screen.
  package internal(set) var present: Arrival?
  /// Themes to choose from.
  package internal(set) var themes: ThemeChoice
  /// True if Ctrl-C was pressed once; a second one quits while the message stands.
  var isInterrupted = false
  /// By which scores were reckoned: gauges mark its limits, and a score is explained by it.
  package private(set) var policy = HealthPolicy()

  /// The state in which the dashboard starts.
  init(themes: ThemeChoice) { self.themes = themes }

  /// What is on the screen: the frozen snapshot while paused, else the newest one.
  package func shown(_ newest: Snapshot?) -> Snapshot? { pause?.snapshot ?? newest }

  /// Takes over what has changed in the world outside.
  mutating func refresh(_ surroundings: UpdateContext) {
    if let message, surroundings.time >= message.until { dismissMessage() }
    if let snapshot = surroundings.snapshot {
      if snapshot.at != arrival?.snapshot { arrival = Arrival(snapshot: snapshot.at, time: surroundings.now) }
      if !snapshot.isPast, snapshot.at != present?.snapshot { present = arrival }
    }
    pause?.complete(with: surroundings.snapshot)
    mark?.complete(with: surroundings.snapshot)
    // A held picture stays until that of the past that was asked for is there.
    if past != nil, surroundings.snapshot?.isPast == true { pause = nil }
    policy = shown(surroundings.snapshot)?.monitor.policy ?? policy
    listing.refresh(shown(surroundings.snapshot), now: surroundings.now)
    alerts.refresh(shown(surroundings.snapshot))
  }

  /// Shows a message for some seconds.
  mutating func tell(_ text: String, at now: Timestamp, seconds: Int64 = Message.duration) {
    message = Message(text: text, until: now.advanced(seconds: seconds))
  }

  /// Takes the message away; `isInterrupting` keeps in mind that Ctrl-C was pressed.
  mutating func dismissMessage(isInterrupting: Bool = false) {
    message = nil
    if !isInterrupting { isInterrupted = false }
  }

  /// What the operations of a wrapper were made of at the mark, if that was worked out for a time range as long.
  func markedBreakdown(_ wrapper: WrapperSnapshot, _ snapshot: Snapshot?) -> BreakdownSummary? {
    guard let mark = mark?.snapshot.monitor, mark.timeRange == snapshot?.monitor.timeRange else { return nil }
    return mark.wrapper(wrapper.name)?.detail?.breakdown
  }
}

/// When a snapshot came.
package struct Arrival: Sendable, Equatable {
  /// The instant that the snapshot shows.
  package internal(set) var snapshot: Timestamp
  /// The time by the wall clock when it came.
  package internal(set) var time: Timestamp
}

/// A line that goes away by itself.
package struct Message: Sendable, Equatable {
  package internal(set) var text: String
  /// When it goes, by `UpdateContext.time`.
  package internal(set) var until: Timestamp

  /// How long a message stands, in seconds.
  static let duration: Int64 = 4
  /// How long Ctrl-C waits to be pressed again, in seconds.
  static let interruptDuration: Int64 = 2
}

/// The themes there are and the one in force.
package struct ThemeChoice: Sendable, Equatable {
  package internal(set) var names: [String]
  package internal(set) var index: Int

  /// The theme in force; nil if there is none to choose.
  package var current: String? { names.indices.contains(index) ? names[index] : nil }
}

extension SharedState {
  /// The time by the core's clock: that of the last live snapshot, carried on by the wall clock.
  func presentTime(_ now: Timestamp) -> Timestamp {
    guard let present else { return now }
    return present.snapshot.advanced(microseconds: max(0, now.microseconds - present.time.microseconds))
  }

  /// True unless what is on the screen is the present.
  func isStill(_ newest: Snapshot?) -> Bool { pause != nil || past != nil || newest?.isPast == true }
}

// What the core is to work out: only what is looked at.
extension SharedState {
  /// Up to this many wrappers, sparklines of all are asked for, and details of all for a screen that stands still.
  static let scopeLimit = 200

  // True if there are so few wrappers that more can be asked for than is seen.
  private var isFew: Bool { listing.total <= Self.scopeLimit }

  /// What every screen needs: the chosen wrapper, and what a held picture or the mark still lacks.
  func neededSnapshot(_ surroundings: UpdateContext) -> SnapshotRequest {
    let chosen = Set([listing.selected(in: shown(surroundings.snapshot))?.name].compactMap(\.self))
    let isCompleting = [pause, mark].contains { $0.map { !$0.isComplete } ?? false }
    let wantsBreakdowns = [pause, mark].contains { $0.map { !$0.isComplete && $0.wantsBreakdowns } ?? false }
    var scope = SnapshotScope(
      detail: isFew && isCompleting ? .all : .some(chosen), sparklines: isFew ? .all : .some(chosen),
      totalQuantiles: isFew)
    scope.lastHour = .some([])
    scope.quantiles = listing.needsQuantiles ? .all : .some([])
    scope.breakdown = isFew && wantsBreakdowns ? .all : .some([])
    scope.trends = isFew && isCompleting ? .all : .some(chosen)
    scope.timeRange = range
    scope.at = past
    return SnapshotRequest(scope: scope)
  }
}

extension SnapshotScope.Choice {
  /// Adds wrappers by their names.
  mutating func add(_ names: Set<String>) {
    if case .some(let others) = self { self = .some(others.union(names)) }
  }
}

/// A snapshot that is kept on the screen or in mind: a picture that stands still, or the mark.
///
/// The one that was on the screen explains one wrapper only; the next one, asked for with all details, takes its place
/// at once, so that the others can be looked at as well.
package struct PinnedSnapshot: Sendable, Equatable {
  /// What is held.
  package private(set) var snapshot: Snapshot
  /// True once `snapshot` carries the detail of every wrapper, with its breakdown where that is wanted, or is not going to.
  package private(set) var isComplete: Bool
  /// True if the breakdown of every wrapper is wanted as well.
  let wantsBreakdowns: Bool

  /// How long after it was taken a more complete one still passes for it, in seconds.
  private static let grace: Int64 = 3
  /// Up to this many wrappers, breakdowns of all are wanted.
  private static let breakdownLimit = 50

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    // Working them out for many wrappers, or from what only a store holds, would hold everything else up.
    wantsBreakdowns =
      snapshot.monitor.wrappers.count <= Self.breakdownLimit
      && snapshot.monitor.timeRange.seconds <= TimeRange.day.seconds
    isComplete = snapshot.carriesAllDetails && (!wantsBreakdowns || snapshot.carriesAllBreakdowns)
  }

  /// Takes `newest` instead, if that shows the same moment in full.
  mutating func complete(with newest: Snapshot?) {
    guard !isComplete, let newest else { return }
    let isSameMoment =
      newest.isPast == snapshot.isPast && newest.at >= snapshot.at
      && newest.at < snapshot.at.advanced(seconds: newest.isPast ? 1 : Self.grace)
    guard isSameMoment else {
      // What has moved on cannot complete it any more: nothing more is asked for.
      isComplete = true
      return
    }
    guard newest.carriesAllDetails, !wantsBreakdowns || newest.carriesAllBreakdowns else { return }
    let (operations, costs) = (snapshot.operations, snapshot.monitor.costs)
    snapshot = newest
    if snapshot.operations == nil { snapshot.operations = operations }
    if snapshot.monitor.costs == nil { snapshot.monitor.costs = costs }
    isComplete = true
  }
}

extension Snapshot {
  /// True if every wrapper's detail can be shown.
  var carriesAllDetails: Bool { monitor.wrappers.allSatisfy { $0.detail != nil } }
  /// True if the operations of every wrapper that has any can be taken apart.
  var carriesAllBreakdowns: Bool { monitor.wrappers.allSatisfy { !$0.seen || $0.detail?.breakdown != nil } }
}
