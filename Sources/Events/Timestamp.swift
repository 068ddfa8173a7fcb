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
