import Events

/// The sums of a window that moves on with the present. Settled slots are added once when they join and taken out once
/// when they leave, so that asking costs the few slots that are still open, however long the window is.
struct RunningWindow: Sendable {
  private var settled = WindowSums()
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
  ) -> WindowSums {
    settle(series, from: oldest, through: last, withDurations: false)
    var sums = settled
    series.forEach(from: end, through: last) { sums.add($0.sums) }
    return sums
  }

  /// The sums and the durations of the slots of a series from one number through another.
  mutating func figures<Element: BucketElement>(
    of series: borrowing BucketSeries<Element>, from oldest: Int32, through last: Int32
  ) -> (sums: WindowSums, durations: ExponentialHistogram) {
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
      settled = WindowSums()
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
  /// The health window, in slots of ten seconds.
  var hour = RunningWindow()
  /// The same hour in minutes, for its durations.
  var hourInMinutes = RunningWindow()
  /// The last 24 hours.
  var day = RunningWindow()
  /// The last week or month.
  var longer = RunningWindow()
  /// The time range in steps.
  var steps = Steps()
  /// What was spent in the day of the zone of the budgets.
  var today = RunningSum()
  /// What was spent in the month of that zone.
  var thisMonth = RunningSum()
}
