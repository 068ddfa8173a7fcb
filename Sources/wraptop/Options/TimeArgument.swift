import ArgumentParser
import Events
import Service

/// An instant on the command line: a time, a day, or how long ago.
enum TimeArgument: ExpressibleByArgument {
  case instant(Timestamp)
  case ago(TimeSpan)

  init?(argument: String) {
    if let time = Timestamp(argument) ?? Timestamp(argument + "T00:00:00Z") {
      self = .instant(time)
    } else if let span = TimeSpan(argument) {
      self = .ago(span)
    } else {
      return nil
    }
  }

  /// The instant, as seen from the present.
  func instant(at now: Timestamp) -> Timestamp {
    switch self {
    case .instant(let time): time
    case .ago(let span): now.advanced(seconds: -span.seconds)
    }
  }
}
