import Configuration
import Events
import Monitoring
import TestSupport
import Testing

@testable import Service

/// What a wrappers file says, as the core has it.
@Suite(.waiting) struct BudgetPlanTests {
  private func plan(_ change: (inout ResolvedConfiguration) -> Void) throws -> BudgetPlan {
    var resolved = ResolvedConfiguration()
    change(&resolved)
    return try BudgetPlan(resolved, isComplete: true)
  }

  @Test(arguments: [
    (0.1, "0.1"), (12.345678901, "12.345678901"), (0.000000001, "0.000000001"), (0.0000000014, "0.000000001"),
    (1e18, "1000000000000000000"), (50, "50"),
  ]) func dollarsAreTheNearestNanoDollars(dollars: Double, amount: String) throws {
    let plan = try plan { $0.overall.daily = dollars }
    #expect(plan.overall.daily?.description == amount)
    #expect(plan.overall.monthly == nil)
  }

  @Test func wrappersAreConfiguredTrackedAndLimited() throws {
    func given(_ value: FieldValue) -> [GivenValue] { [GivenValue(.file, .standard, value)] }
    let plan = try plan { resolved in
      resolved.wrappers["limited"] = WrapperConfiguration(
        name: "limited",
        given: [.dailyBudget: given(.number(5)), .warning: given(.number(0.5)), .disablesOnExceed: given(.flag(true))])
      resolved.wrappers["untracked"] = WrapperConfiguration(
        name: "untracked", given: [.tracksCosts: given(.flag(false))])
    }
    #expect(plan.isComplete && plan.zone == .utc)
    #expect(plan.configured == ["limited", "untracked"] && plan.untracked == ["untracked"])
    let limits = try #require(plan.wrappers["limited"])
    #expect(limits.daily == Money("5") && limits.monthly == nil && limits.disablesOnExceed)
    #expect(limits.thresholds == BudgetThresholds(warning: 0.5, critical: 0.95))
  }

  @Test(arguments: [
    ("Berlin", "did you mean Europe/Berlin?"), ("europe/berlin", "did you mean Europe/Berlin?"),
    ("new york", "did you mean America/New_York?"), ("Europa/Berln", "did you mean Europe/Berlin?"),
    ("../../etc/passwd", "is no time zone"),
  ]) func anUnknownZoneIsAFaultWithAPlace(name: String, message: String) throws {
    let place = SourceLocation(file: "w.yaml", line: 3)
    let error = try #require(throws: Finding.self) {
      try plan { $0.zone = ZoneName(name, at: place) }
    }
    #expect(error.origin == .place(place) && error.severity == .error)
    #expect(error.description.contains(message), "\(error)")
  }
}

/// Zones as Foundation knows them. The expected turns are those of the IANA database.
@Suite(.waiting) struct ZoneRulesSystemTests {
  private func offset(_ zone: String, _ instant: String) throws -> Int64 {
    let rules = try #require(ZoneRules(named: zone))
    return rules.offset(at: try #require(Timestamp(instant))).seconds
  }

  @Test(
    arguments: [
      ("Europe/Berlin", "2026-03-29T00:59:59Z", 3600), ("Europe/Berlin", "2026-03-29T01:00:00Z", 7200),
      ("Europe/Berlin", "2026-10-25T00:59:59Z", 7200), ("Europe/Berlin", "2026-10-25T01:00:00Z", 3600),
      ("America/New_York", "2026-03-08T06:59:59Z", -18000), ("America/New_York", "2026-03-08T07:00:00Z", -14400),
      ("Australia/Lord_Howe", "2026-04-04T14:59:59Z", 39600), ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 37800),
      ("Asia/Kolkata", "2026-06-01T00:00:00Z", 19800), ("Asia/Kathmandu", "2026-06-01T00:00:00Z", 20700),
      ("Pacific/Apia", "2011-12-30T09:59:59Z", -36000), ("Pacific/Apia", "2011-12-30T10:00:00Z", 50400),
      ("America/Sao_Paulo", "2026-01-01T00:00:00Z", -10800), ("Europe/Berlin", "2099-07-01T00:00:00Z", 7200),
      ("UTC", "2026-06-01T00:00:00Z", 0), ("Etc/GMT+5", "2026-06-01T00:00:00Z", -18000),
    ] as [(String, String, Int64)]) func offsetsAreThoseInForce(zone: String, instant: String, seconds: Int64) throws
  {
    #expect(try offset(zone, instant) == seconds)
  }

  @Test func offsetsHaveNamesThatSayWhatTheyAre() throws {
    let berlin = try #require(ZoneRules(named: "Europe/Berlin"))
    #expect(berlin.name == "Europe/Berlin" && berlin.first.abbreviation == "UTC+1")
    #expect(berlin.changes.count == 220 && berlin.changes[0].offset.abbreviation == "UTC+2")
    #expect(ZoneRules(named: "Asia/Kolkata")?.first.abbreviation == "UTC+5:30")
    #expect(ZoneRules(named: "America/St_Johns")?.first.abbreviation == "UTC-3:30")
    #expect(ZoneRules(named: "Etc/UTC")?.first.abbreviation == "UTC")
    #expect(ZoneRules(named: "Nowhere/Land") == nil)
  }
}
