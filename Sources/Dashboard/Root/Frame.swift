import Canvas
import Configuration
import Events
import Monitoring
import Snapshots

/// What the dashboard is told from outside with every action and every frame.
package struct UpdateContext: Sendable {
  /// The newest snapshot of the core; nil before the first.
  package var snapshot: Snapshot?
  /// Tells snapshots apart: it is another number with each that comes.
  package var edition: Int
  /// The size of the terminal.
  package var size: Size
  /// The time that the screen shows: in a replay, that of the recording.
  package var now: Timestamp
  /// The time by the wall clock, by which messages go; nil where the screen shows that.
  package var wallTime: Timestamp?
  /// What drawing has come to; nil where nothing counts it.
  package var screen: ScreenCounters?

  package init(
    snapshot: Snapshot?, edition: Int = 0, size: Size, now: Timestamp, wallTime: Timestamp? = nil,
    screen: ScreenCounters? = nil
  ) {
    self.edition = edition
    self.snapshot = snapshot
    self.size = size
    self.now = now
    self.wallTime = wallTime
    self.screen = screen
  }

  /// The time by the wall clock.
  var time: Timestamp { wallTime ?? now }
}

/// Counts what drawing has come to since the dashboard began.
package struct ScreenCounters: Sendable, Equatable {
  /// How long a frame takes, from the state to what is handed to the terminal.
  package var drawing = CoreCounters.Timing()
  /// Bytes sent to the terminal.
  package var bytes: UInt64 = 0

  package init() {}
}

/// What a pane draws from.
struct Frame {
  /// What all panes share.
  let shared: SharedState
  /// What is on the screen: the held snapshot while paused, else the newest, which may be one of the past.
  let snapshot: Snapshot?
  /// The newest snapshot, whatever is on the screen.
  let live: Snapshot?
  /// Where header, panes and footer stand.
  let layout: ScreenLayout
  /// The time by the wall clock.
  let now: Timestamp
  /// The line that is typed in the title of the pane; nil if none is.
  let line: LineEditor?
  /// True if a dialog lies over the pane.
  let hasDialog: Bool
  /// Until when what is drawn from it holds.
  let validity: Validity

  /// Takes what panes draw from out of a state.
  init(_ state: DashboardState, in surroundings: UpdateContext) {
    shared = state.shared
    snapshot = shared.shown(surroundings.snapshot)
    live = surroundings.snapshot
    layout = ScreenLayout(surroundings.size, snapshot: snapshot, alerts: live?.alerts)
    now = surroundings.now
    line = state.visible.lazy.compactMap(\.line).first
    hasDialog = state.visible.contains { type(of: $0).layer == .dialog }
    validity = Validity(at: surroundings.now)
  }

  /// The instant on the screen: that of the picture, which one that stands still keeps, and which a live one carries on
  /// from when it came.
  var at: Timestamp { moment.instant }
  /// The same, to tell ages by.
  var moment: Moment {
    guard let snapshot else { return Moment(now, validity) }
    guard shared.pause == nil, !snapshot.isPast, let arrival = shared.arrival, arrival.snapshot == snapshot.at else {
      return Moment(snapshot.at)
    }
    return Moment(
      snapshot.at.advanced(microseconds: max(0, now.microseconds - arrival.time.microseconds)), validity)
  }
  /// The instant of what is never looked back at: sources, the store, rejected lines.
  var presentAt: Timestamp { present.instant }
  /// The same, to tell ages by.
  var present: Moment {
    guard snapshot?.isPast ?? false else { return moment }
    return Moment(max(shared.presentTime(now), at), validity)
  }
  /// The wrapper under the cursor.
  var selected: WrapperSnapshot? { shared.listing.selected(in: snapshot) }
  /// How far back the figures on the screen look.
  var range: TimeRange { snapshot?.monitor.timeRange ?? .hour }
  /// The same in words, with the instant where that is not the present: `last 24 h`, `1 h to 13:05:10Z`.
  var rangeWords: String {
    guard let snapshot, snapshot.isPast else { return "last \(range.name)" }
    return "\(range.name) to \(snapshot.at.clockWithDate(at: now))"
  }

  /// What the breakdown of the chosen wrapper covers: whole slots, so that it begins before the range does, and ends after an
  /// instant that is looked back at: `since 12:05Z (1 h)`, `12:05Z to 13:10Z (1 h)`. The range as long as there is none.
  var breakdownWords: String {
    guard let snapshot, let breakdown = selected?.detail?.breakdown else { return rangeWords }
    func time(_ instant: Timestamp) -> String { instant.minuteWithDate(at: now) }
    let span =
      snapshot.isPast
      ? "\(time(breakdown.from)) to \(time(breakdown.until))" : "since \(time(breakdown.from))"
    return "\(span) (\(range.name))"
  }

  /// What the instant on the screen is called beside its figures.
  var nowWord: String { snapshot?.isPast ?? false ? "then" : "now" }

  /// The zone in which days and months of spending are meant.
  var zone: ZoneRules { snapshot?.monitor.zone ?? .utc }
  /// What the day on the screen is called: another one than the present is not today.
  var dayWord: String { zone.day(holding: presentAt).contains(at) ? "today" : "that day" }
  /// True if the mark was set on the day that is on the screen: what was spent on it can be compared.
  var isMarkOfToday: Bool { shared.mark.map { zone.day(holding: at).contains($0.snapshot.at) } ?? false }

  /// The configuration as it is now: what is in force does not stand still with the picture.
  var configuration: ConfigurationState? { live?.configuration ?? shared.pause?.snapshot.configuration }

  /// True if there is a mark to compare with.
  var isMarked: Bool { shared.mark != nil }
  /// A wrapper as it was at the mark; nil without a mark, and for a wrapper that was not known then.
  func marked(_ wrapper: WrapperSnapshot) -> WrapperSnapshot? { shared.mark?.snapshot.monitor.wrapper(wrapper.name) }
  /// The same, if its range figures cover a range as long as those on the screen.
  func markedRange(_ wrapper: WrapperSnapshot) -> WrapperSnapshot? {
    shared.mark?.snapshot.monitor.timeRange == range ? marked(wrapper) : nil
  }
}

extension MonitorSnapshot {
  /// The wrapper of that name.
  func wrapper(_ name: String) -> WrapperSnapshot? {
    // They are in the order of their bytes.
    var low = 0, high = wrappers.count
    while low < high {
      let middle = (low + high) / 2
      if wrappers[middle].name.utf8.lexicographicallyPrecedes(name.utf8) { low = middle + 1 } else { high = middle }
    }
    return low < wrappers.count && wrappers[low].name == name ? wrappers[low] : nil
  }
}
