import Events
import Monitoring
import Snapshots

// What the keys that belong to no pane do.
extension PaneContext {
  /// Quits if Ctrl-C is pressed for the second time.
  mutating func interrupt() -> [PaneEffect] {
    if shared.isInterrupted { return [.program(.quit)] }
    shared.isInterrupted = true
    shared.tell("Press Ctrl-C again to quit", at: surroundings.time, seconds: Message.interruptDuration)
    return []
  }

  /// Puts the next theme in force.
  mutating func nextTheme() -> [PaneEffect] {
    guard shared.themes.names.count > 1 else { return refuse("There is no other theme") }
    shared.themes.index = (shared.themes.index + 1) % shared.themes.names.count
    guard let name = shared.themes.current else { return [] }
    tell("Theme: \(name) (\(shared.themes.index + 1) of \(shared.themes.names.count))")
    return [.program(.theme(name))]
  }

  /// Sorts the wrappers by another column, or by the same one in the same direction.
  mutating func sort(by column: SortColumn) {
    if shared.listing.order.column != column { shared.listing.order = SortOrder(column: column) }
    shared.listing.rebuild(snapshot, now: now)
    tell("Sorted by \(column.title), \(shared.listing.order.direction)")
  }

  /// Turns the order of the wrappers round.
  mutating func reverseSort() {
    shared.listing.order.isReversed.toggle()
    shared.listing.rebuild(snapshot, now: now)
  }

  /// Lists only wrappers that meet a filter.
  mutating func filterWrappers(_ text: String) {
    guard text != shared.listing.filter.text else { return }
    shared.listing.filter = Filter(text)
    shared.listing.rebuild(snapshot, now: now)
  }

  // MARK: Time

  /// Holds the picture; goes on, or back to the present, if it stands still.
  mutating func togglePause() -> [PaneEffect] {
    if shared.isStill(live) { return goLive() }
    guard let newest = live else {
      return refuse("Nothing to hold yet: the first snapshot has not come")
    }
    shared.pause = PinnedSnapshot(newest)
    return []
  }

  /// Goes back to the present.
  mutating func goLive() -> [PaneEffect] {
    guard shared.isStill(live) else {
      tell("The screen is live already")
      return []
    }
    shared.pause = nil
    shared.past = nil
    shared.listing.refresh(live, now: now)
    shared.alerts.refresh(live)
    return []
  }

  /// Takes the next longer time range, or the next shorter one.
  mutating func changeRange(isLonger: Bool) -> [PaneEffect] {
    guard let next = TimeRange(rawValue: shared.range.rawValue + (isLonger ? 1 : -1)) else {
      return refuse("\(shared.range.name) is the \(isLonger ? "longest" : "shortest") time range")
    }
    if shared.pause != nil {
      return refuse("A held picture keeps its time range; Space goes on")
    }
    shared.range = next
    var text = "Time range: last \(shared.range.name)"
    if let marked = shared.mark?.snapshot.monitor.timeRange, marked != shared.range {
      text += "; changes since the mark are told for \(marked.name)"
    }
    tell(text)
    return []
  }

  /// Goes some points of the time series forward, or back, from the picture that is on the screen, a held one too.
  mutating func scrub(_ points: Int) -> [PaneEffect] {
    guard let shown = snapshot else {
      return refuse("Nothing to look back at yet: the first snapshot has not come")
    }
    guard let earliest = shown.earliest ?? live?.earliest else {
      return refuse("Nothing to look back at yet: no operation was taken in")
    }
    let base = shared.past ?? shown.at
    let target = Self.point(points, from: base, step: shared.range.step)
    if target >= shared.presentTime(now) {
      if shared.isStill(live) { return goLive() }
      return refuse("The screen is live: there is nothing later yet")
    }
    guard target > earliest || base > earliest else {
      return refuse("Nothing earlier is kept than \(earliest.clockWithDate(at: shown.at))")
    }
    shared.past = max(target, earliest)
    return []
  }

  // Instants lie on whole steps since the epoch, so that going there and back leads to the same ones.
  private static func point(_ points: Int, from base: Timestamp, step: Int64) -> Timestamp {
    let length = step * 1_000_000
    let into = ((base.microseconds % length) + length) % length
    let whole = base.microseconds - into
    // On the way back, the beginning of the point that was begun is the first one.
    let count = points < 0 && into > 0 ? Int64(points) + 1 : Int64(points)
    return Timestamp(microseconds: whole + count * length)
  }

  /// Sets the mark, or moves it.
  mutating func setMark() -> [PaneEffect] {
    guard let shown = snapshot else {
      return refuse("Nothing to mark yet: the first snapshot has not come")
    }
    let verb = shared.mark == nil ? "set" : "moved"
    shared.mark = PinnedSnapshot(shown)
    tell("Mark \(verb) at \(shown.at.clock)Z; M clears it")
    return []
  }

  /// Clears the mark.
  mutating func clearMark() -> [PaneEffect] {
    guard shared.mark != nil else {
      return refuse("There is no mark; m sets one")
    }
    shared.mark = nil
    tell("Mark cleared")
    return []
  }
}
