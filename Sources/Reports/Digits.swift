import Events

/// Decimal text, appended byte by byte: exports write tens of millions of numbers.
extension [UInt8] {
  /// Appends a whole number, with leading zeroes up to `width` digits.
  mutating func append(decimal value: UInt64, width: Int = 1) {
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
  mutating func append(number: Double) {
    guard number.magnitude <= 9_007_199_254_740_992, number.rounded(.towardZero) == number,
      number != 0 || number.sign == .plus
    else {
      append(contentsOf: number.description.utf8)
      return
    }
    if number < 0 { append(UInt8(ascii: "-")) }
    append(decimal: UInt64(number.magnitude))
  }

  /// Appends what `Money.description` says.
  mutating func append(_ money: Money) {
    guard let nanodollars = UInt64(exactly: money.nanodollars) else {
      append(contentsOf: money.description.utf8)
      return
    }
    append(decimal: nanodollars / 1_000_000_000)
    let fraction = nanodollars % 1_000_000_000
    guard fraction > 0 else { return }
    append(UInt8(ascii: "."))
    append(decimal: fraction, width: 9)
    while last == UInt8(ascii: "0") { removeLast() }
  }
}

/// Writes times as `Timestamp.description` does. Times that follow each other mostly share their day, so that the
/// calendar is asked once a day.
struct TimestampText: Sendable {
  private var day = Int64.min
  private var date: [UInt8] = []

  /// Appends a time.
  mutating func append(_ time: Timestamp, to bytes: inout [UInt8]) {
    let second = time.seconds
    let ofDay = second % 86400
    let begin = second - (ofDay >= 0 ? ofDay : ofDay + 86400)
    if begin != day {
      day = begin
      date = Array(Timestamp(seconds: begin).description.utf8.prefix { $0 != UInt8(ascii: "T") })
    }
    let clock = UInt64(second - begin)
    bytes.append(contentsOf: date)
    bytes.append(UInt8(ascii: "T"))
    bytes.append(decimal: clock / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: clock / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(decimal: clock % 60, width: 2)
    bytes.append(UInt8(ascii: "."))
    bytes.append(decimal: UInt64(time.microseconds - second * 1_000_000), width: 6)
    bytes.append(UInt8(ascii: "Z"))
  }
}
