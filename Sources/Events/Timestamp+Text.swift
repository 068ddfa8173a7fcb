extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with six fractional digits: `2026-01-02T00:00:00.000000Z`.
  public var description: String {
    let date = civilDate
    let time = Int(seconds - date.daysSinceEpoch * 86400)
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
    let time = Int(seconds - civilDate.daysSinceEpoch * 86400)
    return Self.padded(time / 3600, 2) + ":" + Self.padded(time / 60 % 60, 2) + ":" + Self.padded(time % 60, 2)
  }

  /// The first instant of the UTC day that holds this one.
  public var startOfDay: Timestamp { Timestamp(seconds: civilDate.daysSinceEpoch * 86400) }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
  }

  // Days to civil date in the proleptic Gregorian calendar, with years that start in March so that the leap day is
  // last.
  private var civilDate: (year: Int64, month: Int, day: Int, daysSinceEpoch: Int64) {
    let days = (seconds - ((seconds % 86400) + 86400) % 86400) / 86400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    let month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day, days)
  }
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
