import Events

/// The sums of a window that moves on with the present. Settled slots are added once when they join and taken out once
/// when they leave, so that asking costs the few slots that are still open, however long the window is.
struct RunningWindow: Sendable {
  private var settled = Sums()
  private var settledDurations = ExponentialHistogram()
  private var holdsDurations = false
  // The settled slots that are in the sums go from `first` up to, not including, `end`.
  private var first = Int32.max
  private var end = Int32.min
  private var step: Int64 = 0
  private var revision: UInt32 = 0

  /// The sums of the slots of a series from one number through another.
  mutating func sums<Element: BucketElement>(
    of series: borrowing BucketSeries<Element>, from oldest: Int32, through last: Int32
  ) -> Sums {
    settle(series, from: oldest, through: last, withDurations: false)
    var sums = settled
    series.forEach(from: end, through: last) { sums.add($0.sums) }
    return sums
  }

  /// The sums and the durations of the slots of a series from one number through another.
  mutating func figures<Element: BucketElement>(
    of series: borrowing BucketSeries<Element>, from oldest: Int32, through last: Int32
  ) -> (sums: Sums, durations: ExponentialHistogram) {
    settle(series, from: oldest, through: last, withDurations: true)
    var sums = settled
    var durations = settledDurations
    series.forEach(from: end, through: last) {
      sums.add($0.sums)
      $0.addDurations(to: &durations)
    }
    // They cannot be taken out of as counts are.
    durations.extremes = DurationExtremes()
    series.forEach(from: oldest, through: last) { durations.extremes.add($0.durationExtremes) }
    return (sums, durations)
  }

  // Lets the settled slots of the window join, and those that it has left go.
  private mutating func settle<Element: BucketElement>(
    _ series: borrowing BucketSeries<Element>, from oldest: Int32, through last: Int32, withDurations: Bool
  ) {
    let end = max(oldest, min(series.firstUnsettled, last &+ 1))
    let goesOn =
      step == series.step && revision == series.revision && oldest >= first && end >= self.end
      && (holdsDurations || !withDurations) && (oldest == first || series.reaches(first))
    if goesOn {
      series.forEach(from: first, through: min(oldest, self.end) &- 1) { slot in
        settled.subtract(slot.sums)
        if holdsDurations { slot.subtractDurations(from: &settledDurations) }
      }
    } else {
      settled = Sums()
      settledDurations = ExponentialHistogram()
      holdsDurations = withDurations
      self.end = oldest
      step = series.step
      revision = series.revision
    }
    series.forEach(from: max(self.end, oldest), through: end &- 1) { slot in
      settled.add(slot.sums)
      if holdsDurations { slot.addDurations(to: &settledDurations) }
    }
    first = oldest
    self.end = end
  }
}

/// The windows of a wrapper that snapshots ask for again and again.
struct RunningWindows: Sendable {
  // The last hour, in slots of ten seconds and in those that know durations.
  private var hour = RunningWindow()
  private var hourDetailed = RunningWindow()
  private var day = RunningWindow()
  // The last week or month.
  private var longer = RunningWindow()
  /// The time range in steps.
  var steps = Steps()
  /// What was spent in the day of the zone of the budgets.
  var today = RunningSum()
  /// What was spent in the month of that zone.
  var thisMonth = RunningSum()

  /// The least length of a window that is kept up to date, in seconds.
  static let shortest = TimeRange.hour.seconds

  /// The window of a length in seconds, in slots of a resolution.
  subscript(seconds: Int64, resolution: Resolution) -> RunningWindow {
    get {
      if seconds > TimeRange.day.seconds { return longer }
      if seconds > TimeRange.hour.seconds { return day }
      return resolution == .tens ? hour : hourDetailed
    }
    // In place: what is read and written back would be copied meanwhile.
    _modify {
      if seconds > TimeRange.day.seconds {
        yield &longer
      } else if seconds > TimeRange.hour.seconds {
        yield &day
      } else if resolution == .tens {
        yield &hour
      } else {
        yield &hourDetailed
      }
    }
  }
}
