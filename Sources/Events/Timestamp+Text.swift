import PlainText

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
