import Events
import Testing

@testable import Monitoring

/// Which slots are kept, where late operations go, and what the store is given.
@Suite struct BreakdownBookTests {
  private func minutes(_ count: Int64) -> Int64 { count * 60 }

  @Test func takingChangesNothingThatIsShown() {
    for hasStore in [true, false] {
      for _ in 0..<5 {
        let operations = RandomOperation.make(120, names: 12).map { operation in
          var moved = operation
          moved.end = Timestamp(seconds: 1_700_000_000 + Int64.random(in: 0..<(5 * 3600)))
          return moved
        }
        var plain = BreakdownFeed(hasStore: hasStore)
        var taking = BreakdownFeed(hasStore: hasStore)
        var store = StoredBreakdowns()
        for operation in operations {
          plain.now = Timestamp(seconds: 1_700_000_000 + 5 * 3600)
          taking.now = plain.now
          operation.add(to: &plain.builder)
          operation.add(to: &taking.builder)
          plain.apply()
          taking.apply()
          if Int.random(in: 0..<4) == 0 { store.add(taking.state.takeFreshBreakdowns(of: 0)) }
        }
        for seconds in [300, 3600, 4 * 3600, 86400] as [Int64] {
          #expect(taking.summary(seconds: seconds) == plain.summary(seconds: seconds))
        }
        guard hasStore else { continue }
        // A state that goes on from the store shows the same.
        store.add(taking.state.takeFreshBreakdowns(of: 0))
        var restored = BreakdownFeed(hasStore: hasStore)
        restored.now = plain.now
        _ = restored.state.number(of: "w")
        restored.state.restoreBreakdowns(of: 0, store.slots, now: plain.now)
        #expect(restored.summary(seconds: 86400) == plain.summary(seconds: 86400))
        #expect(restored.summary(seconds: 3600) == plain.summary(seconds: 3600))
      }
    }
  }

  @Test func anHourThatTheStoreToldOfCountsOnce() {
    var feed = BreakdownFeed(now: "2026-01-02T10:03:00Z", hasStore: true)
    for ago in [1, 4] as [Int64] {
      feed.builder.operation(end: feed.now.advanced(seconds: -minutes(ago)))
      feed.apply()
    }
    var older = Breakdown(index: Timestamp("2026-01-02T09:00:00Z")?.slot(of: 3600) ?? 0)
    for var slot in feed.state.takeFreshBreakdowns(of: 0).fine.opened where slot.index.hourOfFine == older.index {
      slot.index = older.index
      older.merge(slot)
    }
    #expect(older.all.basic.operations == 1)
    let from = feed.now.advanced(seconds: -86400)
    #expect(feed.state.breakdown(of: 0, from: from, through: feed.now, older: [older]).all.operations == 2)
  }

  @Test func nothingIsTakenTwice() {
    var feed = BreakdownFeed(hasStore: true)
    feed.builder.operation(end: feed.now)
    feed.apply()
    #expect(feed.state.takeFreshBreakdowns(of: 0).fine.opened.map(\.all.basic.operations) == [1])
    #expect(feed.state.takeFreshBreakdowns(of: 0).fine.isEmpty)
    feed.builder.operation(end: feed.now)
    feed.apply()
    #expect(feed.state.takeFreshBreakdowns(of: 0).fine.opened.map(\.all.basic.operations) == [1])
    #expect(feed.summary().all.operations == 2)
  }

  @Test func slotsBeginOnFiveMinutesWithinTheHourAndOnHoursBefore() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z")
    for ago in [1, 8, 61, 64, 95, 130, 185] as [Int64] {
      feed.builder.operation(end: feed.now.advanced(seconds: -minutes(ago)))
      feed.apply()
    }
    // The slot from 09:30 on is the oldest young one.
    let hour = feed.summary(seconds: 3600)
    #expect(hour.from == time("2026-01-02T09:30:00Z"))
    #expect(hour.all.operations == 3)
    #expect(feed.summary(seconds: 300).from == time("2026-01-02T10:25:00Z"))
    #expect(feed.summary(seconds: 300).all.operations == 1)
    let more = feed.summary(seconds: minutes(63))
    #expect(more.from == time("2026-01-02T09:00:00Z"))
    #expect(more.all.operations == 4)
    #expect(feed.summary(seconds: minutes(120)).all.operations == 6)
    #expect(feed.summary(seconds: minutes(180)).all.operations == 7)
  }

  @Test func lateOperationsGoWhereTheyBelong() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z", hasStore: true)
    feed.builder.operation(end: feed.now)
    feed.builder.operation(end: feed.now.advanced(seconds: -minutes(40)))
    feed.builder.operation(end: feed.now.advanced(seconds: -minutes(200)))
    feed.apply()
    let taken = feed.state.takeFreshBreakdowns(of: 0)
    #expect(
      taken.fine.opened.map { Int64($0.index) * 300 }
        == ["09:50", "10:30"].map { time("2026-01-02T\($0):00Z").seconds })
    #expect(taken.coarse.opened.map { Int64($0.index) * 3600 } == [time("2026-01-02T07:00:00Z").seconds])
  }

  @Test func hoursBeyondTheLimitAreForgottenAndCanComeFromTheStore() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z", hours: 3, hasStore: true)
    feed.builder.operation(end: feed.now.advanced(seconds: -5 * 3600), cost: 3)
    feed.builder.operation(end: feed.now.advanced(seconds: -2 * 3600), cost: 4)
    feed.builder.operation(end: feed.now, cost: 5)
    feed.apply()
    let taken = feed.state.takeFreshBreakdowns(of: 0)
    #expect(taken.coarse.opened.map(\.all.basic.cost) == [3, 4])
    #expect(feed.summary(seconds: 6 * 3600).all.cost.nanodollars == 9)
    let older = feed.summary(seconds: 6 * 3600, older: [taken.coarse.opened[0]])
    #expect(older.all.cost.nanodollars == 12)
    #expect(older.from == time("2026-01-02T04:00:00Z"))
    // A range that begins later leaves it out.
    #expect(feed.summary(seconds: 4 * 3600, older: [taken.coarse.opened[0]]).all.cost.nanodollars == 9)
  }

  @Test func hoursAloneCanBeRestored() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z", hasStore: true)
    var hour = Breakdown(index: feed.now.slot(of: Breakdown.coarseStep) - 1)
    hour.all.basic.operations = 3
    let number = feed.state.number(of: "w")
    feed.state.restoreBreakdowns(of: number, ClosedSlots(), now: feed.now)
    #expect(feed.summary(seconds: 3600).all.operations == 0)
    feed.state.restoreBreakdowns(of: number, ClosedSlots(coarse: [ClosedBreakdown(hour)]), now: feed.now)
    #expect(feed.summary(seconds: 3600).all.operations == 0)
    #expect(feed.summary(seconds: 2 * 3600).all.operations == 3)
    feed.builder.operation(end: feed.now)
    feed.apply()
    #expect(feed.summary(seconds: 2 * 3600).all.operations == 4)
  }

  @Test func aBacklogIsCountedByTheHour() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z", hasStore: true)
    for minute in 0..<600 as Range<Int64> {
      feed.builder.operation(end: feed.now.advanced(seconds: minutes(minute - 599)))
      feed.apply()
    }
    #expect(feed.summary(seconds: 3600).all.operations == 63)
    #expect(feed.summary(seconds: 2 * 3600).all.operations == 153)
    #expect(feed.summary(seconds: 86400).all.operations == 600)
    let taken = feed.state.takeFreshBreakdowns(of: 0)
    #expect(taken.fine.opened.count == 13)
    #expect(taken.coarse.opened.map(\.all.basic.operations) == [27] + Array(repeating: 60, count: 8) + [30])
  }

  @Test(arguments: [true, false]) func oldHoursAreKeptInLittleRoom(hasStore: Bool) {
    var feed = BreakdownFeed(now: "2026-01-30T10:32:00Z", hasStore: hasStore)
    for hour in 0..<720 as Range<Int64> {
      for user in 0..<3 {
        feed.builder.operation(
          end: feed.now.advanced(seconds: -3600 * hour), cost: 2, fields: [("user_id", .text("user\(user)"))])
      }
    }
    feed.apply()
    // Once more, in another order: what is packed is added to.
    for hour in (0..<720 as Range<Int64>).reversed() {
      feed.builder.operation(end: feed.now.advanced(seconds: -3600 * hour), cost: 1)
    }
    feed.apply()
    let month = feed.summary(seconds: 30 * 86400)
    #expect(month.all.operations == 2880)
    #expect(month.all.cost.nanodollars == 5040)
    #expect(month.users.map(\.operations) == [720, 720, 720])
    #expect(feed.summary(seconds: 7 * 86400).all.operations == 4 * 169)
    #expect(feed.state.takeFreshBreakdowns(of: 0).coarse.opened.count == (hasStore ? 718 : 1))
    #expect(feed.summary(seconds: 30 * 86400) == month)
  }

  @Test func whatEndsLaterIsShownWhenItsTimeComes() {
    var feed = BreakdownFeed()
    feed.builder.operation(end: feed.now.advanced(seconds: 60))
    feed.builder.operation(end: feed.now.advanced(seconds: 7200))
    feed.builder.operation(end: feed.now.advanced(seconds: -60))
    feed.builder.operation(end: feed.now.advanced(seconds: -3500))
    feed.apply()
    #expect(feed.summary(seconds: 3600).all.operations == 3)
    feed.now = feed.now.advanced(seconds: 7200)
    #expect(feed.summary(seconds: 300).all.operations == 1)
    #expect(feed.summary(seconds: 3 * 3600).all.operations == 4)
    var standing = BreakdownFeed(standsStill: true)
    standing.builder.operation(end: standing.now.advanced(seconds: 7200))
    standing.apply()
    #expect(standing.state.wrappers[0].breakdowns.isEmpty)
  }

  @Test func aCrowdKeepsTenMinutes() {
    var feed = BreakdownFeed(now: "2026-01-02T10:32:00Z", hasStore: true)
    for number in 0...MonitorState.crowd {
      for ago in [0, 6, 12, 120] as [Int64] {
        feed.builder.operation("w\(number)", end: feed.now.advanced(seconds: -minutes(ago)))
      }
    }
    feed.apply()
    let taken = feed.state.takeFreshBreakdowns(of: 7)
    #expect(taken.fine.opened.count + taken.coarse.opened.count == 4)
    #expect(feed.summary("w7", seconds: 86400).all.operations == 2)
  }

  @Test func severalWrappersAreSummed() {
    var feed = BreakdownFeed()
    feed.builder.operation("a", end: feed.now, cost: 1, custom: [("model_used", "gpt")])
    feed.builder.operation("b", end: feed.now, cost: 2, custom: [("model_used", "gpt")])
    feed.builder.operation("c", end: feed.now, cost: 4, custom: [("model_used", "gpt")])
    feed.apply()
    let summary = feed.state.breakdown(of: [0, 2], from: feed.now.advanced(seconds: -300), through: feed.now)
    #expect(summary.all.cost.nanodollars == 5)
    #expect(summary.models.map(\.operations) == [2])
  }
}

/// What a store would hold: slots added up as they come.
struct StoredBreakdowns {
  private(set) var slots = ClosedSlots()

  mutating func add(_ taken: ClosedSlots) {
    slots.fine = (slots.fine + taken.fine).opened.map(ClosedBreakdown.init)
    slots.coarse = (slots.coarse + taken.coarse).opened.map(ClosedBreakdown.init)
  }
}
