import PlainText

/// An instant in UTC, in whole microseconds since the Unix epoch.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
  public var microseconds: Int64

  /// The instant that lies `microseconds` after the epoch.
  public init(microseconds: Int64) { self.microseconds = microseconds }

  /// The instant that lies `seconds` after the epoch.
  public init(seconds: Int64) { microseconds = seconds &* 1_000_000 }

  /// Whole seconds since the epoch, rounded down.
  public var seconds: Int64 {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return rest < 0 ? whole - 1 : whole
  }

  /// Orders instants by time.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

  /// The instant `microseconds` later; negative values go back.
  public func advanced(microseconds: Int64) -> Timestamp {
    Timestamp(microseconds: self.microseconds &+ microseconds)
  }

  /// The instant `seconds` later; negative values go back.
  public func advanced(seconds: Int64) -> Timestamp { advanced(microseconds: seconds &* 1_000_000) }

  /// Milliseconds from `other` to this instant; negative if `other` is later.
  public func milliseconds(since other: Timestamp) -> Double {
    Double(microseconds &- other.microseconds) / 1000
  }
}

extension Timestamp {
  /// Reads ISO-8601 text as events carry it (article Events, Operation records): a date, `T` or a blank, a time with 0
  /// to 9 fractional digits, and `Z`, an offset (`+02:00`, `+0200`, `+02`) or nothing, which means UTC. Nil for
  /// anything else. Digits behind the sixth are dropped.
  public init?(_ text: String) {
    var text = text
    let read = text.withUTF8 { Timestamp(isoBytes: $0) }
    guard let read else { return nil }
    self = read
  }

  /// The same for bytes.
  package init?(isoBytes bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 19, let start = UnsafeRawPointer(bytes.baseAddress),
      let century = DigitReader.pair(bytes[0], bytes[1]), let date = DigitPairs(start + 2, mark: "-"),
      bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20, let time = DigitPairs(start + 11, mark: ":")
    else { return nil }
    let (year, month, day) = (century &* 100 &+ date.first, date.second, date.third)
    let (hour, minute, second) = (time.first, time.second, time.third)
    guard month >= 1, month <= 12, day >= 1, day <= Self.days(inMonth: month, of: year), hour <= 23, minute <= 59,
      second <= 60
    else { return nil }
    var reader = DigitReader(bytes: bytes, at: 19)
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

/// Three pairs of digits with a mark between them, as "23:59:57", read all at once.
private struct DigitPairs {
  let first: Int
  let second: Int
  let third: Int

  /// Nil if the eight bytes are something else.
  @inline(__always)
  init?(_ bytes: UnsafeRawPointer, mark: Unicode.Scalar) {
    let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    let mark = UInt64(mark.value)
    let digits = word ^ (0x3030_0030_3000_3030 | mark << 16 | mark << 40)
    // Raises the highest bit of each digit above nine, and of each mark that is another one.
    guard (digits &+ 0x7676_7F76_767F_7676 | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let pairs = digits &* 10 &+ digits >> 8
    first = Int(pairs & 0xFF)
    second = Int(pairs >> 24 & 0xFF)
    third = Int(pairs >> 48 & 0xFF)
  }
}

/// Reads digits and marks from bytes, front to back.
private struct DigitReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var at: Int

  /// The number that two digits make; nil if they are none.
  @inline(__always)
  static func pair(_ tens: UInt8, _ ones: UInt8) -> Int? {
    let (tens, ones) = (tens &- 0x30, ones &- 0x30)
    return tens < 10 && ones < 10 ? Int(tens) &* 10 &+ Int(ones) : nil
  }

  var isAtEnd: Bool { at == bytes.count }

  @inline(__always)
  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(truncatingIfNeeded: mark.value) else { return false }
    at &+= 1
    return true
  }

  @inline(__always)
  mutating func pair() -> Int? {
    guard at &+ 2 <= bytes.count, let pair = Self.pair(bytes[at], bytes[at &+ 1]) else { return nil }
    at &+= 2
    return pair
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
    guard west || take("+"), let hours = pair(), hours <= 23 else { return nil }
    var minutes = 0
    if !isAtEnd {
      _ = take(":")
      guard let read = pair(), read <= 59 else { return nil }
      minutes = read
    }
    let seconds = hours * 3600 + minutes * 60
    return west ? -seconds : seconds
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with six fractional digits: `2026-01-02T00:00:00.000000Z`.
  public var description: String {
    let days = daysSinceEpoch
    let date = CivilDate(daysSinceEpoch: days)
    let time = Int(seconds - days * 86400)
    let fraction = Int(microseconds - seconds * 1_000_000)
    var text = ""
    text.reserveCapacity(27)
    text += Self.padded(Int(date.year), 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2)
    text += "T" + Self.padded(time / 3600, 2) + ":" + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2)
    text += "." + Self.padded(fraction, 6) + "Z"
    return text
  }

  /// The time of day in UTC, `HH:MM:SS`.
  public var clock: String {
    let time = Int(seconds - daysSinceEpoch * 86400)
    return Self.padded(time / 3600, 2) + ":" + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2)
  }

  /// The first instant of the UTC day that holds this one.
  public var startOfDay: Timestamp { Timestamp(seconds: daysSinceEpoch * 86400) }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }

  private var daysSinceEpoch: Int64 { (seconds - ((seconds % 86400) + 86400) % 86400) / 86400 }
}

extension Timestamp: Codable {
  /// Reads any time text that an event may carry (article Events, Operation records).
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time: \(text)")
    }
    self = time
  }

  /// Writes `description`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
