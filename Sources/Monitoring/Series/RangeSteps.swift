import Events

/// A time range of a wrapper in steps of equal length, oldest first, those without operations included.
struct RangeSteps {
  let range: TimeRange
  /// The length of a step in seconds.
  let step: Int64
  /// The number of the first step, in whole steps since the epoch.
  let first: Int64
  var values: [Step]

  /// The instant at which a step begins.
  func start(of place: Int) -> Timestamp { Timestamp(seconds: (first + Int64(place)) * step) }

  /// The steps as points of a series.
  var points: [SeriesPoint] {
    values.indices.map { place in
      var point = SeriesPoint(timestamp: start(of: place), sums: values[place].sums)
      guard values[place].sums.operations > 0 else { return point }
      point.p50Ms = values[place].p50
      point.p95Ms = values[place].p95
      return point
    }
  }

  /// At most 60 sums that cover the steps: each that of equally many neighbours.
  var atMostSixty: [Sums] {
    let group = (values.count + 59) / 60
    return stride(from: 0, to: values.count, by: group).map { start in
      values[start..<min(start + group, values.count)].reduce(into: Sums()) { $0.add($1.sums) }
    }
  }
}

extension WrapperState {
  /// A time range that ends at the present.
  mutating func runningSteps(of range: TimeRange, endingAt end: Timestamp, withQuantiles: Bool) -> RangeSteps {
    // Taken out meanwhile, so that it is changed in place.
    var steps = Steps()
    swap(&steps, &running.steps)
    defer { swap(&steps, &running.steps) }
    return self.steps(of: range, endingAt: end, withQuantiles: withQuantiles, &steps)
  }

  /// A time range that ends at an instant, in its steps; in steps of an hour where nothing finer is kept that covers it.
  ///
  /// The step that holds the instant has only begun, so that it would dip: in its place stand the last seconds of the length
  /// of a step, with the latency of the step before as well. Where nothing finer than the steps is kept, it is that
  /// one of the last two that has more operations.
  func steps(of range: TimeRange, endingAt end: Timestamp, withQuantiles: Bool) -> RangeSteps {
    var steps = Steps()
    return self.steps(of: range, endingAt: end, withQuantiles: withQuantiles, &steps)
  }

  private func steps(
    of range: TimeRange, endingAt end: Timestamp, withQuantiles: Bool, _ steps: inout Steps
  ) -> RangeSteps {
    let (source, step) = source(of: range, endingAt: end)
    let after = end.seconds.floored(to: step) + 1
    let first = after - max(1, range.seconds / step)
    let values =
      switch source {
      case .tens: steps.values(of: tens, step: step, from: first, to: after, withQuantiles: false)
      case .minute: steps.values(of: minutes, step: step, from: first, to: after, withQuantiles: withQuantiles)
      case .hour: steps.values(of: hours, step: step, from: first, to: after, withQuantiles: withQuantiles)
      }
    var result = RangeSteps(range: range, step: step, first: first, values: values)
    if withQuantiles, source == .tens, step >= Resolution.minute.step { result.fillQuantiles(minutes, endingAt: end) }
    let newest = result.values.count - 1
    if finest(for: step, endingAt: end).step < step {
      result.values[newest].sums = window(seconds: step, endingAt: end)
      if withQuantiles {
        result.fillQuantiles(source == .hour ? hours : minutes, of: newest, from: newest - 1, endingAt: end)
      }
    } else if newest > 0, result.values[newest].sums.operations < result.values[newest - 1].sums.operations {
      result.values[newest] = result.values[newest - 1]
    }
    return result
  }

  // The coarsest slots that fit into the steps of a range and cover it, and the length of the steps.
  private func source(of range: TimeRange, endingAt end: Timestamp) -> (Resolution, step: Int64) {
    let first = end.advanced(seconds: range.step - range.seconds)
    let fitting = Resolution.allCases.reversed().first { range.step % $0.step == 0 && reaches(first, $0) }
    return fitting.map { ($0, range.step) } ?? (.hour, max(range.step, Resolution.hour.step))
  }
}

extension RangeSteps {
  // Fills in the quantiles of each step for itself.
  fileprivate mutating func fillQuantiles(_ series: BucketSeries<DetailedBucket>, endingAt end: Timestamp) {
    for place in values.indices where values[place].sums.operations > 0 {
      fillQuantiles(series, of: place, from: place, endingAt: end)
    }
  }

  // Fills in the quantiles of one step: those of the durations since the beginning of another one, up to
  // an instant.
  fileprivate mutating func fillQuantiles(
    _ series: BucketSeries<DetailedBucket>, of place: Int, from earlier: Int, endingAt end: Timestamp
  ) {
    var durations = ExponentialHistogram()
    series.forEach(
      from: series.index(of: start(of: earlier)),
      through: min(series.index(of: start(of: place + 1)) - 1, series.index(of: end))
    ) { $0.addDurations(to: &durations) }
    values[place].p50 = durations.quantile(0.5)
    values[place].p95 = durations.quantile(0.95)
  }
}
