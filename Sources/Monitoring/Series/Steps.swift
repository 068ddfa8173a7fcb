import Events

/// What ended within one step of a time range.
struct Step: Sendable {
  var sums = Sums()
  /// Median duration in milliseconds; nil if no operation has one, or none was asked for.
  var p50: Double?
  /// 95th percentile of the duration; likewise.
  var p95: Double?
}

/// A stretch of time in steps of equal length that moves on with the present. Steps are numbered in whole steps since the
/// epoch. Those whose slots are settled are worked out once.
struct Steps: Sendable {
  private var settled: [Step] = []
  // They are those from `first` up to, not including, `next`.
  private var first = Int64.max
  private var next = Int64.min
  private var step: Int64 = 0
  private var slot: Int64 = 0
  private var holdsQuantiles = false
  private var revision: UInt32 = 0

  /// The steps from one number up to, not including, another, those without operations included. `step` is their length in
  /// seconds, a multiple of that of the slots.
  mutating func values<Element: BucketElement>(
    of series: BucketSeries<Element>, step: Int64, from oldest: Int64, to end: Int64, withQuantiles: Bool
  ) -> [Step] {
    let firstOpen = (Int64(series.firstUnsettled) * series.step).floored(to: step)
    let open = max(oldest, min(end, firstOpen))
    let goesOn =
      self.step == step && slot == series.step && revision == series.revision && oldest >= first && oldest <= next
      && next <= open && (holdsQuantiles || !withQuantiles)
    if goesOn {
      settled.removeFirst(Int(oldest - first))
    } else {
      settled = []
      next = oldest
      self.step = step
      slot = series.step
      revision = series.revision
      holdsQuantiles = withQuantiles
    }
    first = oldest
    settled += Self.values(of: series, step: step, from: next, to: open, withQuantiles: holdsQuantiles)
    next = open
    return settled + Self.values(of: series, step: step, from: open, to: end, withQuantiles: withQuantiles)
  }

  private static func values<Element: BucketElement>(
    of series: BucketSeries<Element>, step: Int64, from first: Int64, to end: Int64, withQuantiles: Bool
  ) -> [Step] {
    guard end > first else { return [] }
    let slots = step / series.step
    var values = Array(repeating: Step(), count: Int(end - first))
    var current = -1
    var durations = ExponentialHistogram()
    func close() {
      guard withQuantiles, current >= 0 else { return }
      values[current].p50 = durations.quantile(0.5)
      values[current].p95 = durations.quantile(0.95)
    }
    series.forEach(from: Int32(clamping: first * slots), through: Int32(clamping: end * slots - 1)) { slot in
      let place = Int(Int64(slot.slotIndex).floored(to: slots) - first)
      if place != current {
        close()
        current = place
        durations = ExponentialHistogram()
      }
      values[place].sums.add(slot.sums)
      if withQuantiles { slot.addDurations(to: &durations) }
    }
    close()
    return values
  }
}
