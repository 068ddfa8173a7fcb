/// A length of time as people write it: `90s`, `15m`, `1h`, `7d`.
package struct TimeSpan: Sendable, Equatable {
  /// The length in seconds.
  package let seconds: Int64

  /// Reads a whole number, not 0, with its unit; nil for anything else, and for more than a hundred years.
  package init?(_ text: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
    guard let last = text.last, let unit = units[last] else { return nil }
    let digits = text.dropLast()
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int64(digits), number > 0
    else {
      return nil
    }
    let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
    guard !overflow, seconds <= 100 * 366 * 86400 else { return nil }
    self.seconds = seconds
  }
}
