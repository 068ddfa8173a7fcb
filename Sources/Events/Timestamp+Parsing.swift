extension Timestamp {
  /// Reads ISO-8601 text as events carry it (SPEC 1.1): a date, `T` or a blank, a time with 0 to 9 fractional digits,
  /// and `Z`, an offset (`+02:00`, `+0200`, `+02`) or nothing, which means UTC. Nil for anything else. Digits behind the
  /// sixth are dropped.
  public init?(_ text: String) {
    var text = text
    let read = text.withUTF8 { Timestamp(isoBytes: $0) }
    guard let read else { return nil }
    self = read
  }

  /// The same for bytes.
  package init?(isoBytes bytes: UnsafeBufferPointer<UInt8>) {
    var reader = DigitReader(bytes: bytes)
    guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), reader.take("-"),
      let day = reader.number(2), reader.take("T") || reader.take("t") || reader.take(" "),
      let hour = reader.number(2), reader.take(":"), let minute = reader.number(2), reader.take(":"),
      let second = reader.number(2)
    else { return nil }
    guard month >= 1, month <= 12, day >= 1, day <= Self.days(inMonth: month, of: year), hour <= 23, minute <= 59,
      second <= 60
    else { return nil }
    var fraction = 0
    if reader.take(".") || reader.take(",") {
      guard let read = reader.fraction() else { return nil }
      fraction = read
    }
    var offset = 0
    if !reader.take("Z") && !reader.take("z") && !reader.isAtEnd {
      guard let read = reader.offset() else { return nil }
      offset = read
    }
    guard reader.isAtEnd else { return nil }
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    let seconds = days &* 86400 &+ hour &* 3600 &+ minute &* 60 &+ second &- offset
    self.init(microseconds: Int64(seconds &* 1_000_000 &+ fraction))
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Years are taken to start in March, so that the leap day is the last of its year.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year &- 1 : year
    let era = shifted / 400
    let yearOfEra = shifted &- era &* 400
    let dayOfYear = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return era &* 146_097 &+ dayOfEra &- 719_468
  }
}

/// Reads digits and marks from bytes, front to back.
private struct DigitReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  @inline(__always)
  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(truncatingIfNeeded: mark.value) else { return false }
    at &+= 1
    return true
  }

  @inline(__always)
  mutating func number(_ digits: Int) -> Int? {
    guard at &+ digits <= bytes.count else { return nil }
    var value = 0
    for i in at..<(at &+ digits) {
      let digit = bytes[i] &- 0x30
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int(digit)
    }
    at &+= digits
    return value
  }

  /// One to nine digits as microseconds.
  mutating func fraction() -> Int? {
    var value = 0
    var digits = 0
    while at < bytes.count, bytes[at] &- 0x30 < 10 {
      if digits < 6 { value = value &* 10 &+ Int(bytes[at] &- 0x30) }
      digits &+= 1
      at &+= 1
    }
    guard digits >= 1, digits <= 9 else { return nil }
    while digits < 6 {
      value &*= 10
      digits &+= 1
    }
    return value
  }

  /// An offset from UTC in seconds.
  mutating func offset() -> Int? {
    let west = take("-")
    guard west || take("+"), let hours = number(2), hours <= 23 else { return nil }
    var minutes = 0
    if !isAtEnd {
      _ = take(":")
      guard let read = number(2), read <= 59 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return west ? -seconds : seconds
  }
}
