import Events
import Monitoring
import Snapshots

// Actions on time: which range is looked at, from which instant, and what it is compared with.
extension SharedState {
  /// The time by the core's clock: that of the last live snapshot, carried on by the wall clock.
  func presentTime(_ now: Timestamp) -> Timestamp {
    guard let present else { return now }
    return present.snapshot.advanced(microseconds: max(0, now.microseconds - present.time.microseconds))
  }

  /// True unless what is on the screen is the present.
  func isStill(_ newest: Snapshot?) -> Bool { pause != nil || past != nil || newest?.isPast == true }

  mutating func togglePause(_ context: PaneContext) -> [PaneEffect] {
    if isStill(context.live) { return goLive(context) }
    guard let newest = context.live else {
      tell("Nothing to hold yet: the first snapshot has not come", context)
      return [.beep]
    }
    pause = PinnedSnapshot(newest)
    return []
  }

  mutating func goLive(_ context: PaneContext) -> [PaneEffect] {
    guard isStill(context.live) else {
      tell("The screen is live already", context)
      return []
    }
    pause = nil
    past = nil
    listing.refresh(context.live, now: context.now)
    return []
  }

  mutating func changeRange(isLonger: Bool, _ context: PaneContext) -> [PaneEffect] {
    guard let next = TimeRange(rawValue: range.rawValue + (isLonger ? 1 : -1)) else {
      tell("\(range.name) is the \(isLonger ? "longest" : "shortest") time range", context)
      return [.beep]
    }
    if pause != nil {
      tell("A held picture keeps its time range; Space goes on", context)
      return [.beep]
    }
    range = next
    var text = "Time range: last \(range.name)"
    if let marked = mark?.snapshot.monitor.timeRange, marked != range {
      text += "; changes since the mark are told for \(marked.name)"
    }
    tell(text, context)
    return []
  }

  // From the picture that is on the screen, a held one too, to the next whole point of the time series.
  mutating func scrub(_ points: Int, _ context: PaneContext) -> [PaneEffect] {
    guard let shown = context.snapshot else {
      tell("Nothing to look back at yet: the first snapshot has not come", context)
      return [.beep]
    }
    guard let earliest = shown.earliest ?? context.live?.earliest else {
      tell("Nothing to look back at yet: no operation was taken in", context)
      return [.beep]
    }
    let base = past ?? shown.at
    let target = Self.point(points, from: base, step: range.step)
    if target >= presentTime(context.now) {
      if isStill(context.live) { return goLive(context) }
      tell("The screen is live: there is nothing later yet", context)
      return [.beep]
    }
    guard target > earliest || base > earliest else {
      tell("Nothing earlier is kept than \(earliest.clockWithDate(at: shown.at))", context)
      return [.beep]
    }
    past = max(target, earliest)
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

  mutating func setMark(_ context: PaneContext) -> [PaneEffect] {
    guard let shown = context.snapshot else {
      tell("Nothing to mark yet: the first snapshot has not come", context)
      return [.beep]
    }
    let verb = mark == nil ? "set" : "moved"
    mark = PinnedSnapshot(shown)
    tell("Mark \(verb) at \(shown.at.clock)Z; M clears it", context)
    return []
  }

  mutating func clearMark(_ context: PaneContext) -> [PaneEffect] {
    guard mark != nil else {
      tell("There is no mark; m sets one", context)
      return [.beep]
    }
    mark = nil
    tell("Mark cleared", context)
    return []
  }
}
