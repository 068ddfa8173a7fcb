import Events

/// A time zone as a value: its offsets from UTC and since when each is in force. Whoever knows the system's zones makes it.
public struct ZoneRules: Codable, Sendable, Equatable {
  /// The name, such as `Europe/Berlin`.
  public var name: String
  /// What is in force before the first change.
  public var first: Offset
  /// Later changes, oldest first.
  public var changes: [Change]

  /// What a clock of the zone shows, as against UTC.
  public struct Offset: Codable, Sendable, Equatable {
    /// Seconds ahead of UTC.
    public var seconds: Int64
    /// Such as `CEST`.
    public var abbreviation: String

    /// An offset of so many seconds ahead of UTC.
    public init(seconds: Int64, abbreviation: String) {
      self.seconds = seconds
      self.abbreviation = abbreviation
    }
  }

  /// An offset and the instant from which on it is in force.
  public struct Change: Codable, Sendable, Equatable {
    /// When it comes into force.
    public var at: Timestamp
    /// What is in force from then on.
    public var offset: Offset

    /// A change at an instant.
    public init(at: Timestamp, offset: Offset) {
      self.at = at
      self.offset = offset
    }
  }

  /// A zone with its offsets.
  public init(name: String, first: Offset, changes: [Change] = []) {
    self.name = name
    self.first = first
    self.changes = changes
  }

  /// The zone that is always zero.
  public static let utc = ZoneRules(name: "UTC", first: Offset(seconds: 0, abbreviation: "UTC"))
}
