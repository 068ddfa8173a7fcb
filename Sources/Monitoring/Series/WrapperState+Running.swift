import Events

/// Figures of windows that end at the present, kept up to date rather than summed anew.
extension WrapperState {
  /// The health window.
  mutating func hour(endingAt end: Timestamp) -> WindowSums {
    running.hour.sums(
      of: tens, from: tens.index(of: end.advanced(seconds: -MonitorState.healthSeconds)), through: tens.index(of: end))
  }

  /// The durations of the last hour; see `durations(seconds:endingAt:)`.
  mutating func hourDurations(endingAt end: Timestamp) -> ExponentialHistogram {
    let first = end.advanced(seconds: -TimeRange.hour.seconds)
    guard reaches(first, .minute) else { return durations(seconds: TimeRange.hour.seconds, endingAt: end) }
    return running.hourInMinutes.figures(of: minutes, from: minutes.index(of: first), through: minutes.index(of: end))
      .durations
  }

  /// The last 24 hours, in minutes; in hours where so many wrappers are known that only the last minutes are kept.
  /// Since slots of ten seconds are kept for an hour only, the window begins with a whole minute or hour (article
  /// Monitoring, Windows).
  mutating func day(endingAt end: Timestamp) -> (sums: WindowSums, durations: ExponentialHistogram) {
    let first = end.advanced(seconds: -TimeRange.day.seconds)
    return reaches(first, .minute)
      ? running.day.figures(of: minutes, from: minutes.index(of: first), through: minutes.index(of: end))
      : running.day.figures(of: hours, from: hours.index(of: first), through: hours.index(of: end))
  }

  /// The figures of a time range; `hour` are the sums of the last hour.
  mutating func figures(
    of range: TimeRange, endingAt end: Timestamp, hour: WindowSums, withQuantiles: Bool
  ) -> RangeFigures {
    var durations: ExponentialHistogram?
    var figures: RangeFigures
    switch range {
    case .fiveMinutes:
      figures = RangeFigures(window(seconds: range.seconds, endingAt: end))
      if withQuantiles { durations = self.durations(seconds: range.seconds, endingAt: end) }
    case .hour:
      figures = RangeFigures(hour)
      if withQuantiles { durations = hourDurations(endingAt: end) }
    case .day where withQuantiles:
      let day = day(endingAt: end)
      figures = RangeFigures(day.sums)
      durations = day.durations
    case .day:
      figures = RangeFigures(daySums(endingAt: end))
    case .week, .month:
      let first = hours.index(of: end.advanced(seconds: -range.seconds))
      let last = hours.index(of: end)
      if withQuantiles {
        let longer = running.longer.figures(of: hours, from: first, through: last)
        figures = RangeFigures(longer.sums)
        durations = longer.durations
      } else {
        figures = RangeFigures(running.longer.sums(of: hours, from: first, through: last))
      }
    }
    if let durations { figures.fill(durations) }
    return figures
  }

  private mutating func daySums(endingAt end: Timestamp) -> WindowSums {
    let first = end.advanced(seconds: -TimeRange.day.seconds)
    return reaches(first, .minute)
      ? running.day.sums(of: minutes, from: minutes.index(of: first), through: minutes.index(of: end))
      : running.day.sums(of: hours, from: hours.index(of: first), through: hours.index(of: end))
  }
}
