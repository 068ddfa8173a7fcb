/// Decimal text, appended byte by byte: exports write tens of millions of numbers.
extension [UInt8] {
  /// Appends a whole number, with leading zeroes up to `width` digits.
  package mutating func append(decimal value: UInt64, width: Int = 1) {
    var divisor: UInt64 = 1
    var digits = 1
    while digits < width || value / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }

  /// Appends the shortest decimal that reads back as the same number, which has to be finite: whole numbers up to 2^53
  /// without a fraction.
  package mutating func append(number: Double) {
    guard number.magnitude <= 9_007_199_254_740_992, number.rounded(.towardZero) == number,
      number != 0 || number.sign == .plus
    else {
      append(contentsOf: number.description.utf8)
      return
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(number.magnitude))
  }
}

/// Writes instants as RFC 3339 has them, in UTC with six fractional digits: `2026-01-02T00:00:00.000000Z`. Those that
/// follow each other mostly share their day, so that the calendar is asked once a day.
package struct TimestampText: Sendable {
  private static let secondsOfDay: Int64 = 86_400
  private var day = Int64.min
  private var date: [UInt8] = []

  package init() {}

  /// Appends an instant, in microseconds since the Unix epoch.
  package mutating func append(microseconds: Int64, to bytes: inout [UInt8]) {
    let (second, fraction) = Self.floored(microseconds, by: 1_000_000)
    let (today, clock) = Self.floored(second, by: Self.secondsOfDay)
    if today != day {
      day = today
      date = Self.date(today)
    }
    bytes.append(contentsOf: date)
    bytes.append(UInt8(ascii: "T"))
    bytes.append(decimal: clock / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: clock / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: clock % 60, width: 2)
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: fraction, width: 6)
    bytes.append(UInt8(ascii: "Z"))
  }

  private static func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int64, rest: UInt64) {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, UInt64(rest + divisor)) : (quotient, UInt64(rest))
  }

  private static func date(_ day: Int64) -> [UInt8] {
    let date = CivilDate(daysSinceEpoch: day)
    var bytes: [UInt8] = date.year < 0 ? [UInt8(ascii: "-")] : []
    bytes.append(decimal: date.year.magnitude, width: date.year < 0 ? 3 : 4)
    for part in [date.month, date.day] {
      bytes.append(UInt8(ascii: "-"))
      bytes.append(decimal: UInt64(part), width: 2)
    }
    return bytes
  }
}
