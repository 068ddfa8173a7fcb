import Events

/// A time range of a wrapper as sums over steps of equal length, those without operations included.
struct Bins {
  /// The length of a step in seconds.
  let step: Int64
  /// The number of the first step, in whole steps since the epoch.
  let first: Int64
  /// Oldest first.
  var sums: [WindowSums]

  /// The instant at which a step begins.
  func start(of place: Int) -> Timestamp { Timestamp(seconds: (first + Int64(place)) * step) }

  /// One of so many equal parts of the steps, at most 60: the sums of neighbours put together.
  var atMostSixty: [WindowSums] {
    let group = (sums.count + 59) / 60
    return stride(from: 0, to: sums.count, by: group).map { start in
      sums[start..<min(start + group, sums.count)].reduce(into: WindowSums()) { $0.add($1) }
    }
  }
}

extension WrapperState {
  /// A time range that ends at an instant, in its steps; in steps of an hour where nothing finer is kept that covers it.
  ///
  /// The step that holds the instant has only begun, so that it would dip: in its place stand the last seconds of the length
  /// of a step. Where nothing finer than the steps is kept, it is that one of the last two that has more operations.
  func bins(of range: TimeRange, endingAt end: Timestamp) -> Bins {
    let (source, step) = source(of: range, endingAt: end)
    let last = end.seconds.floored(to: step)
    let count = range.seconds / step
    var bins = Bins(step: step, first: last - count + 1, sums: Array(repeating: WindowSums(), count: Int(count)))
    let first = bins.start(of: 0), through = bins.start(of: Int(count)).advanced(microseconds: -1)
    switch source {
    case .tens: bins.add(tens, from: first, through: through)
    case .minute: bins.add(minutes, from: first, through: through)
    case .hour: bins.add(hours, from: first, through: through)
    }
    let newest = Int(count) - 1
    if finest(for: step, endingAt: end).step < step {
      bins.sums[newest] = window(seconds: step, endingAt: end)
    } else if newest > 0, bins.sums[newest].total < bins.sums[newest - 1].total {
      bins.sums[newest] = bins.sums[newest - 1]
    }
    return bins
  }

  /// The points of a time range that ends at an instant, oldest first; see `bins`. The newest has the latency of the step
  /// before it as well.
  func points(of range: TimeRange, endingAt end: Timestamp) -> [SeriesPoint] {
    let bins = bins(of: range, endingAt: end)
    var points = bins.sums.indices.map { SeriesPoint(bins.sums[$0], at: bins.start(of: $0)) }
    guard bins.step >= Resolution.minute.step else { return points }
    var durations = Array(repeating: ExponentialHistogram(), count: points.count)
    let series = bins.step % Resolution.hour.step == 0 ? hours : minutes
    let perStep = Int32(bins.step / series.step)
    let first = series.index(of: bins.start(of: 0))
    series.forEach(from: first, through: first + Int32(points.count) * perStep - 1) { slot in
      let place = Int((slot.sums.index - first) / perStep)
      slot.histogram.add(to: &durations[place])
      if place == points.count - 2 { slot.histogram.add(to: &durations[place + 1]) }
    }
    for place in points.indices where points[place].totalOperations > 0 {
      points[place].p50Ms = durations[place].quantile(0.5)
      points[place].p95Ms = durations[place].quantile(0.95)
    }
    return points
  }

  // The coarsest slots that fit into the steps of a range and cover it, and the length of the steps.
  private func source(of range: TimeRange, endingAt end: Timestamp) -> (Resolution, step: Int64) {
    let first = end.advanced(seconds: range.step - range.seconds)
    let fitting = Resolution.allCases.reversed().first { range.step % $0.step == 0 && reaches(first, $0) }
    return fitting.map { ($0, range.step) } ?? (.hour, max(range.step, Resolution.hour.step))
  }
}

extension Bins {
  fileprivate mutating func add<Element: SlotElement>(
    _ series: SlotSeries<Element>, from first: Timestamp, through last: Timestamp
  ) {
    let base = series.index(of: first)
    let perStep = Int32(step / series.step)
    series.forEach(from: base, through: series.index(of: last)) {
      sums[Int(($0.slotIndex - base) / perStep)].add($0.sums)
    }
  }
}
