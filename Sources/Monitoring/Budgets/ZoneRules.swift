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

/// Days and months of a zone.
///
/// A day begins when clocks of the zone show its date, or a later one, for the first time. So days follow each other without a gap
/// and without overlapping, whatever clocks do: they may be 23 or 25 hours long, may begin at 01:00 where midnight is skipped, a
/// minute that is shown again after midnight belongs to the day that had begun, and a date that is skipped whole has a
/// day without length, which holds no instant. Months likewise.
extension ZoneRules {
  /// What is in force at an instant.
  public func offset(at instant: Timestamp) -> Offset {
    let place = place(at: instant)
    return place < 0 ? first : changes[place].offset
  }

  /// What a clock of the zone shows at an instant, as the instant at which a clock of UTC shows the same. Its `clock` is the time
  /// of day in the zone.
  public func localTime(at instant: Timestamp) -> Timestamp {
    instant.advanced(seconds: offset(at: instant).seconds)
  }

  /// The date that a calendar of the zone shows at an instant, such as `2026-03-29`.
  public func date(at instant: Timestamp) -> String { String(localTime(at: instant).description.prefix(10)) }

  /// The day that holds an instant, up to where the next one begins.
  public func day(holding instant: Timestamp) -> Range<Timestamp> {
    span(holding: instant, from: localTime(at: instant).startOfDay) { $0.advanced(seconds: 86400) }
  }

  /// The month that holds an instant, up to where the next one begins.
  public func month(holding instant: Timestamp) -> Range<Timestamp> {
    span(holding: instant, from: localTime(at: instant).startOfMonth) { $0.advanced(seconds: 31 * 86400).startOfMonth }
  }

  /// The day or the month that holds an instant.
  public func span(of period: BudgetPeriod, holding instant: Timestamp) -> Range<Timestamp> {
    switch period {
    case .day: day(holding: instant)
    case .month: month(holding: instant)
    }
  }

  // `begin` and what `next` makes of it are local times. The span that begins at the local time may be over by the instant: clocks
  // that were set back show an earlier date again.
  private func span(
    holding instant: Timestamp, from begin: Timestamp, next: (Timestamp) -> Timestamp
  ) -> Range<Timestamp> {
    var end = next(begin)
    var span = firstInstant(showing: begin)..<firstInstant(showing: end)
    while span.upperBound <= instant {
      end = next(end)
      span = span.upperBound..<firstInstant(showing: end)
    }
    return span
  }

  /// The first instant at which clocks of the zone show a local time or a later one.
  private func firstInstant(showing local: Timestamp) -> Timestamp {
    // No offset is as long as a day, so that clocks show less before this.
    var place = place(at: local.advanced(seconds: -86400))
    while true {
      let offset = place < 0 ? first : changes[place].offset
      let exact = local.advanced(seconds: -offset.seconds)
      let candidate = place < 0 ? exact : max(exact, changes[place].at)
      guard place + 1 < changes.count, candidate >= changes[place + 1].at else { return candidate }
      place += 1
    }
  }

  // The place of the change that is in force at an instant; -1 before the first.
  private func place(at instant: Timestamp) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].at <= instant { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

extension Timestamp {
  /// The first instant of the UTC month that holds this one.
  fileprivate var startOfMonth: Timestamp {
    Timestamp(String(description.prefix(8)) + "01T00:00:00Z") ?? startOfDay
  }
}
