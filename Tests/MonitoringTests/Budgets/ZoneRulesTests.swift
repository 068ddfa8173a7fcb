import Events
import Foundation
import Testing

@testable import Monitoring

/// Days and months of zones (article Cost, Budgets).
@Suite struct ZoneRulesTests {
  private func hours(_ span: Range<Timestamp>) -> Double {
    span.upperBound.milliseconds(since: span.lowerBound) / 3_600_000
  }

  @Test(arguments: [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu",
    "America/Havana",
    "Asia/Beirut", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Chatham", "Asia/Tehran",
    "America/Asuncion",
  ])
  func daysAndMonthsAreThoseOfTheSystem(name: String) throws {
    let zone = try ZoneRules(system: name)
    var calendar = Calendar(identifier: .gregorian)
    let system = try #require(TimeZone(identifier: name))
    calendar.timeZone = system
    // 46 years in steps that are no multiple of a day, and around every change.
    var instants = stride(from: Int64(946_684_800), to: 2_398_291_200, by: 11 * 86400 + 8 * 3600 + 47)
      .map { Timestamp(seconds: $0) }
    for change in zone.changes where change.at > Timestamp(seconds: 946_684_800) {
      for hours: Int64 in [-25, -2, -1, 0, 1, 2, 25] { instants.append(change.at.advanced(seconds: hours * 3600)) }
      instants.append(change.at.advanced(microseconds: -1))
    }
    for instant in instants {
      let date = instant.date
      let fromUTC = Int64(system.secondsFromGMT(for: date))
      guard zone.offset(at: instant).seconds == fromUTC else {
        Issue.record("\(name) \(instant): \(zone.offset(at: instant)) but \(fromUTC)")
        return
      }
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      #expect(
        zone.date(at: instant)
          == String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0))
      let day = zone.day(holding: instant)
      #expect(day.contains(instant))
      #expect(zone.day(holding: day.lowerBound) == day)
      #expect(zone.day(holding: day.upperBound).lowerBound == day.upperBound)
      #expect(zone.day(holding: day.upperBound.advanced(microseconds: -1)) == day)
      #expect(day.lowerBound == Timestamp(calendar.startOfDay(for: date)), "\(name) \(instant)")
      let month = zone.month(holding: instant)
      #expect(month.contains(instant))
      #expect(zone.month(holding: month.upperBound).lowerBound == month.upperBound)
      let interval = try #require(calendar.dateInterval(of: .month, for: date))
      #expect(month.lowerBound == Timestamp(interval.start) && month.upperBound == Timestamp(interval.end))
    }
  }

  @Test(arguments: [
    ("Europe/Berlin", "2026-03-29T12:00:00Z", 23.0, "2026-03-28T23:00:00Z"),
    ("Europe/Berlin", "2026-10-25T12:00:00Z", 25, "2026-10-24T22:00:00Z"),
    ("Europe/Berlin", "2026-07-01T12:00:00Z", 24, "2026-06-30T22:00:00Z"),
    ("America/New_York", "2026-03-08T12:00:00Z", 23, "2026-03-08T05:00:00Z"),
    ("America/New_York", "2026-11-01T12:00:00Z", 25, "2026-11-01T04:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T20:00:00Z", 24.5, "2026-04-04T13:00:00Z"),
    ("Australia/Lord_Howe", "2026-10-04T00:00:00Z", 23.5, "2026-10-03T13:30:00Z"),
    ("Asia/Kolkata", "2026-10-04T00:00:00Z", 24, "2026-10-03T18:30:00Z"),
    ("Asia/Kathmandu", "2026-10-04T00:00:00Z", 24, "2026-10-03T18:15:00Z"),
    // There is no midnight: the day begins at 01:00.
    ("America/Havana", "2026-03-08T12:00:00Z", 23, "2026-03-08T05:00:00Z"),
    ("Asia/Beirut", "2026-03-29T12:00:00Z", 23, "2026-03-28T22:00:00Z"),
    // Clocks go from midnight back to 23:00, so that the day ends when they show it again.
    ("Asia/Beirut", "2026-10-24T12:00:00Z", 25, "2026-10-23T21:00:00Z"),
  ])
  func daysByHand(name: String, instant: String, length: Double, begin: String) throws {
    let day = try ZoneRules(system: name).day(holding: time(instant))
    #expect(day.lowerBound == time(begin))
    #expect(hours(day) == length)
  }

  @Test func aDayWithoutMidnightBeginsAtOne() throws {
    let zone = try ZoneRules(system: "America/Havana")
    let day = zone.day(holding: time("2026-03-08T12:00:00Z"))
    #expect(zone.localTime(at: day.lowerBound).clock == "01:00:00")
    #expect(zone.date(at: day.lowerBound) == "2026-03-08")
  }

  @Test func aSkippedDateHoldsNothing() throws {
    let zone = try ZoneRules(system: "Pacific/Apia")
    let day = zone.day(holding: time("2011-12-30T09:59:59Z"))
    #expect(zone.date(at: day.lowerBound) == "2011-12-29")
    #expect(hours(day) == 24)
    #expect(zone.date(at: day.upperBound) == "2011-12-31")
    #expect(hours(zone.month(holding: day.lowerBound)) == 30 * 24)
  }

  @Test func aDateThatIsShownAgainBelongsToTheDayThatHadBegun() {
    // At one minute past midnight clocks go back by an hour.
    let zone = ZoneRules(
      name: "X", first: .init(seconds: 3600, abbreviation: "S"),
      changes: [.init(at: time("2026-10-31T23:01:00Z"), offset: .init(seconds: 0, abbreviation: "W"))])
    let begin = time("2026-10-31T23:00:00Z")
    for instant in ["2026-10-31T23:00:00Z", "2026-10-31T23:01:00Z", "2026-10-31T23:59:59Z", "2026-11-01T12:00:00Z"] {
      #expect(zone.day(holding: time(instant)) == begin..<time("2026-11-02T00:00:00Z"))
      #expect(zone.month(holding: time(instant)) == begin..<time("2026-12-01T00:00:00Z"))
    }
    #expect(zone.date(at: time("2026-10-31T23:30:00Z")) == "2026-10-31")
    #expect(zone.day(holding: time("2026-10-31T22:59:59Z")).upperBound == begin)
  }

  @Test func monthsByHand() throws {
    let zone = try ZoneRules(system: "Europe/Berlin")
    #expect(
      zone.month(holding: time("2026-03-31T21:59:59Z")) == time("2026-02-28T23:00:00Z")..<time("2026-03-31T22:00:00Z"))
    #expect(hours(zone.month(holding: time("2026-03-15T00:00:00Z"))) == 743)
    #expect(hours(zone.month(holding: time("2026-10-15T00:00:00Z"))) == 745)
    #expect(ZoneRules.utc.month(holding: time("2028-02-29T23:59:59Z")).upperBound == time("2028-03-01T00:00:00Z"))
    #expect(ZoneRules.utc.month(holding: time("2026-12-31T23:59:59Z")).upperBound == time("2027-01-01T00:00:00Z"))
    #expect(zone.offset(at: time("2026-07-01T00:00:00Z")).seconds == 7200)
  }

  @Test func whatIsInForceLastStaysInForce() {
    let zone = ZoneRules(
      name: "X", first: .init(seconds: 0, abbreviation: "A"),
      changes: [.init(at: time("2026-01-01T00:00:00Z"), offset: .init(seconds: 20_700, abbreviation: "B"))])
    #expect(zone.offset(at: time("2025-12-31T23:59:59Z")).abbreviation == "A")
    #expect(zone.offset(at: time("2026-01-01T00:00:00Z")).abbreviation == "B")
    #expect(zone.date(at: time("2099-03-28T18:15:00Z")) == "2099-03-29")
    #expect(zone.day(holding: time("2099-03-28T18:15:00Z")).lowerBound == time("2099-03-28T18:15:00Z"))
  }
}
