import Events

/// An instant as people write it: a time, a day, or how long ago.
package enum TimeArgument: Sendable {
  case instant(Timestamp)
  case ago(TimeSpan)

  package init?(argument: String) {
    if let time = Timestamp(argument) ?? Timestamp(argument + "T00:00:00Z") {
      self = .instant(time)
    } else if let span = TimeSpan(argument) {
      self = .ago(span)
    } else {
      return nil
    }
  }

  /// The instant, as seen from the present.
  package func instant(at now: Timestamp) -> Timestamp {
    switch self {
    case .instant(let time): max(time, .earliestAskedFor)
    case .ago(let span): max(now.advanced(seconds: -span.seconds), .earliestAskedFor)
    }
  }
}

extension Timestamp {
  /// Nothing is kept from before 1971, and windows that end there begin after 1970.
  static let earliestAskedFor = Timestamp(seconds: 365 * 86400)
}
