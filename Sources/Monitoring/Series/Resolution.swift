import Events

/// The three series that are kept of a wrapper, by the length of their slots in seconds (article Monitoring, Windows).
enum Resolution: Int64, CaseIterable {
  case tens = 10
  case minute = 60
  case hour = 3600

  /// The length of a slot in seconds.
  var step: Int64 { rawValue }

  /// How long a window is, in seconds, that is summed from these slots at most.
  var longestWindow: Int64 {
    switch self {
    case .tens: 3600
    case .minute: 86400
    case .hour: .max
    }
  }
}

/// Windows that are summed when they are asked for. A window goes from the slot that holds its first instant through
/// the one that holds its last (article Monitoring, Windows). Slots of ten seconds are kept for an hour only, so that a
/// window of 24 hours begins with a whole minute, one of 30 days with a whole hour: at its far edge it holds up to a
/// slot more than its length.
extension WrapperState {
  /// True if whatever ended since the slot that holds `instant` is still in the slots of that length.
  func reaches(_ instant: Timestamp, _ resolution: Resolution) -> Bool {
    switch resolution {
    case .tens: tens.reaches(tens.index(of: instant))
    case .minute: minutes.reaches(minutes.index(of: instant))
    case .hour: hours.reaches(hours.index(of: instant))
    }
  }

  /// The finest slots that cover a window; hours if none do.
  func finest(for seconds: Int64, endingAt end: Timestamp) -> Resolution {
    let first = end.advanced(seconds: -seconds)
    return Resolution.allCases.first { seconds <= $0.longestWindow && reaches(first, $0) } ?? .hour
  }

  /// The sums of the window of that length that ends at an instant, from the finest slots that cover it. What ended
  /// after the instant is left out as far as finer slots tell it apart.
  func window(seconds: Int64, endingAt end: Timestamp) -> Sums {
    sums(from: end.advanced(seconds: -seconds), through: end, finest(for: seconds, endingAt: end))
  }

  /// The sums from the slot that holds one instant through another instant. Of the last slot, what ended after that
  /// instant is left out as far as finer slots tell it apart.
  func sums(from first: Timestamp, through last: Timestamp, _ resolution: Resolution) -> Sums {
    var sums = Sums()
    switch resolution {
    case .tens:
      tens.forEach(from: tens.index(of: first), through: tens.index(of: last)) { sums.add($0) }
    case .minute:
      minutes.forEach(from: minutes.index(of: first), through: minutes.index(of: last)) { sums.add($0.sums) }
    case .hour:
      hours.forEach(from: hours.index(of: first), through: hours.index(of: last)) { sums.add($0.sums) }
    }
    sums.subtract(rest(of: resolution, after: last))
    return sums
  }

  /// What ended after the ten seconds that hold an instant but in the same minute or hour, as far as finer slots tell
  /// it apart.
  func rest(of resolution: Resolution, after instant: Timestamp) -> Sums {
    var rest = Sums()
    let next = Timestamp(seconds: (instant.seconds.floored(to: resolution.step) + 1) * resolution.step)
    if resolution == .hour, reaches(instant, .minute) {
      minutes.forEach(from: minutes.index(of: instant) + 1, through: minutes.index(of: next) - 1) { rest.add($0.sums) }
      rest.add(self.rest(of: .minute, after: instant))
    } else if resolution != .tens, reaches(instant, .tens) {
      tens.forEach(from: tens.index(of: instant) + 1, through: tens.index(of: next) - 1) { rest.add($0) }
    }
    return rest
  }

  /// The durations of a window of that length that ends at an instant. Slots of ten seconds know none, so that whole
  /// minutes are the finest.
  func durations(seconds: Int64, endingAt end: Timestamp) -> ExponentialHistogram {
    var durations = ExponentialHistogram()
    let first = end.advanced(seconds: -seconds)
    let series = finestDetailed(for: seconds, endingAt: end) == .minute ? minutes : hours
    series.forEach(from: series.index(of: first), through: series.index(of: end)) { $0.histogram.add(to: &durations) }
    return durations
  }

  /// The finest slots with durations that cover a window; hours if none do.
  func finestDetailed(for seconds: Int64, endingAt end: Timestamp) -> Resolution {
    seconds <= Resolution.minute.longestWindow && reaches(end.advanced(seconds: -seconds), .minute) ? .minute : .hour
  }
}
