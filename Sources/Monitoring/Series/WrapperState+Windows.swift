import Events

/// Windows that snapshots ask for again and again. They are those of `window(seconds:endingAt:)` and
/// `durations(seconds:endingAt:)`, whatever instant they end at; while that moves on, they are kept up to date rather than summed
/// anew.
extension WrapperState {
  /// What ended in the window of that length.
  mutating func sums(seconds: Int64, endingAt end: Timestamp) -> Sums {
    guard seconds >= RunningWindows.shortest else { return window(seconds: seconds, endingAt: end) }
    let first = end.advanced(seconds: -seconds)
    let resolution = finest(for: seconds, endingAt: end)
    var sums =
      switch resolution {
      case .tens: running[seconds, .tens].sums(of: tens, from: first, through: end)
      case .minute: running[seconds, .minute].sums(of: minutes, from: first, through: end)
      case .hour: running[seconds, .hour].sums(of: hours, from: first, through: end)
      }
    sums.subtract(rest(of: resolution, after: end))
    return sums
  }

  /// The same with the durations.
  mutating func figures(seconds: Int64, endingAt end: Timestamp) -> (sums: Sums, durations: ExponentialHistogram) {
    guard seconds >= RunningWindows.shortest else {
      return (window(seconds: seconds, endingAt: end), durations(seconds: seconds, endingAt: end))
    }
    let first = end.advanced(seconds: -seconds)
    let resolution = finest(for: seconds, endingAt: end)
    let detailed = finestDetailed(for: seconds, endingAt: end)
    var figures =
      detailed == .minute
      ? running[seconds, .minute].figures(of: minutes, from: first, through: end)
      : running[seconds, .hour].figures(of: hours, from: first, through: end)
    if resolution == detailed {
      figures.sums.subtract(rest(of: resolution, after: end))
    } else {
      figures.sums = sums(seconds: seconds, endingAt: end)
    }
    return figures
  }
}

extension RunningWindow {
  /// The sums of the slots of a series from that which holds one instant through that which holds another.
  fileprivate mutating func sums<Element: BucketElement>(
    of series: borrowing BucketSeries<Element>, from first: Timestamp, through last: Timestamp
  ) -> Sums {
    sums(of: series, from: series.index(of: first), through: series.index(of: last))
  }

  /// The same with the durations.
  fileprivate mutating func figures<Element: BucketElement>(
    of series: borrowing BucketSeries<Element>, from first: Timestamp, through last: Timestamp
  ) -> (sums: Sums, durations: ExponentialHistogram) {
    figures(of: series, from: series.index(of: first), through: series.index(of: last))
  }
}
