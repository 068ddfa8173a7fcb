import Events

/// Why there is no series.
public enum SeriesError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Series are kept at 10, 60 and 3600 seconds only.
  case noSuchStep(Int64)
  /// No operation of a wrapper of that name was ever heard of.
  case unknownWrapper(String)

  /// What is wrong, and what can be asked for instead.
  public var description: String {
    switch self {
    case .noSuchStep(let step): "there is no series at \(step) s; ask for 10 (an hour), 60 (24 hours) or 3600 (30 days)"
    case .unknownWrapper(let name): "no operation of a wrapper called \"\(name)\" was ever heard of"
    }
  }
}

extension MonitorState {
  /// The slots of a wrapper from the one that holds `first` through the one that holds `last`, oldest first, those without
  /// operations included, as far as they are kept and have begun. `step` is 10, 60 or 3600 seconds. Quantiles are nil at
  /// 10 s. After its newest operation, the slots go on without operations for no longer than slots are kept.
  package func series(
    of wrapper: String, step: Int64, from first: Timestamp, through last: Timestamp
  ) throws(SeriesError) -> [SeriesPoint] {
    guard let resolution = Resolution(rawValue: step) else { throw .noSuchStep(step) }
    guard let number = knownNumber(of: wrapper) else { throw .unknownWrapper(wrapper) }
    let state = wrappers[number]
    let last = min(last, present)
    return switch resolution {
    case .tens: state.tens.points(from: first, through: last)
    case .minute: state.minutes.points(from: first, through: last)
    case .hour: state.hours.points(from: first, through: last)
    }
  }
}

extension BucketSeries {
  fileprivate func points(from first: Timestamp, through last: Timestamp) -> [SeriesPoint] {
    guard let oldest = oldestIndex, let newest = newestIndex else { return [] }
    let from = max(index(of: first), oldest)
    // A wrapper that has been silent for years has no need of years of nothing.
    let end = min(index(of: last), Int32(clamping: Int64(newest) + Int64(span)))
    guard from <= end else { return [] }
    var points = (from...end).map { SeriesPoint(timestamp: start(of: $0)) }
    forEach(from: from, through: end) { slot in
      let place = Int(slot.slotIndex - from)
      var durations = ExponentialHistogram()
      slot.addDurations(to: &durations)
      points[place].sums.add(slot.sums)
      points[place].p50Ms = durations.quantile(0.5)
      points[place].p95Ms = durations.quantile(0.95)
    }
    return points
  }
}
