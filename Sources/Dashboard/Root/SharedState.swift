import Events
import Monitoring
import Snapshots

/// What all panes share: the chosen wrapper, the time that is looked at, and what the operator is told.
package struct SharedState: Sendable, Equatable {
  /// The wrappers as they are listed: filter, order, and the chosen one.
  package internal(set) var listing = Listing()
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
  package let policy: HealthPolicy

  init(themes: ThemeChoice, policy: HealthPolicy) {
    self.themes = themes
    self.policy = policy
  }

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
    listing.refresh(shown(surroundings.snapshot), now: surroundings.now)
  }

  /// Shows a message for some seconds.
  mutating func tell(_ text: String, _ context: PaneContext, seconds: Int64 = Message.duration) {
    message = Message(text: text, until: context.surroundings.time.advanced(seconds: seconds))
  }

  /// Says why something is not done.
  mutating func refuse(_ why: String, _ context: PaneContext) -> [PaneEffect] {
    tell(why, context)
    return [.beep]
  }

  /// Takes the message away; `isInterrupting` keeps in mind that Ctrl-C was pressed.
  mutating func dismissMessage(isInterrupting: Bool = false) {
    message = nil
    if !isInterrupting { isInterrupted = false }
  }

  /// Quits if Ctrl-C is pressed for the second time.
  mutating func interrupt(_ context: PaneContext) -> [PaneEffect] {
    if isInterrupted { return [.program(.quit)] }
    isInterrupted = true
    tell("Press Ctrl-C again to quit", context, seconds: Message.interruptDuration)
    return []
  }

  /// Puts the next theme in force.
  mutating func nextTheme(_ context: PaneContext) -> [PaneEffect] {
    guard themes.names.count > 1 else { return refuse("There is no other theme", context) }
    themes.index = (themes.index + 1) % themes.names.count
    guard let name = themes.current else { return [] }
    tell("Theme: \(name) (\(themes.index + 1) of \(themes.names.count))", context)
    return [.program(.theme(name))]
  }

  /// Sorts the wrappers by another column, or by the same one in the same direction.
  mutating func sort(by column: SortColumn, _ context: PaneContext) {
    if listing.order.column != column { listing.order = SortOrder(column: column) }
    listing.rebuild(context.snapshot, now: context.now)
    tell("Sorted by \(column.title), \(listing.order.direction)", context)
  }

  /// Turns the order of the wrappers round.
  mutating func reverseSort(_ context: PaneContext) {
    listing.order.isReversed.toggle()
    listing.rebuild(context.snapshot, now: context.now)
  }

  /// Lists only wrappers that meet a filter.
  mutating func filterWrappers(_ text: String, _ context: PaneContext) {
    guard text != listing.filter.text else { return }
    listing.filter = Filter(text)
    listing.rebuild(context.snapshot, now: context.now)
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
