import Events
import Testing

@testable import Monitoring

/// What is sent again counts once (article Events, Lifecycle events, Rejections and duplicates; Inputs).
@Suite struct DuplicateTests {
  private func record(_ id: String, cost: Double? = nil) -> String {
    let cost = cost.map { #","cost_estimate":\#($0)"# } ?? ""
    return #"{"operation_id":"\#(id)","wrapper_name":"w","end_time":"2026-01-01T23:50:00Z"\#(cost)}"#
  }
  private func cost(_ id: String, _ dollars: Double) -> String {
    #"{"event":"cost","operation_id":"\#(id)","wrapper_name":"w","cost_estimate":\#(dollars)}"#
  }

  @Test func aRecordSentTwiceCountsOnce() {
    var feed = Feed()
    feed.dedupes = true
    feed.batch([record("a"), record("a"), record("b")])
    feed.batch([record("b"), record("c")])
    #expect(feed.state.wrappers[0].totals.total == 3)
    #expect(feed.applied.accepted == 1)
    #expect(feed.applied.duplicates == 1)
  }

  @Test func recordsWithoutAnIDNeverMatch() {
    var feed = Feed()
    feed.dedupes = true
    let line = #"{"wrapper_name":"w","end_time":"2026-01-01T23:50:00Z"}"#
    feed.batch([line, line])
    #expect(feed.state.wrappers[0].totals.total == 2)
  }

  @Test func filesCountWhatTheyHoldUnlessAskedToDedupe() {
    var feed = Feed()
    feed.batch([record("a"), record("a")])
    #expect(feed.state.wrappers[0].totals.total == 2)
    // What a file told is a duplicate when it comes down a socket as well.
    feed.dedupes = true
    feed.batch([record("a")], source: 1)
    #expect(feed.state.wrappers[0].totals.total == 2)
    #expect(feed.applied.duplicates == 1)
  }

  @Test func stepsOfACompletedOperationAreDuplicates() {
    var feed = Feed()
    let steps = [
      #"{"event":"start","operation_id":"a","wrapper_name":"w","time":"2026-01-01T23:50:00Z"}"#,
      #"{"event":"success","operation_id":"a","time":"2026-01-01T23:50:01Z"}"#,
      #"{"event":"end","operation_id":"a","time":"2026-01-01T23:50:02Z"}"#,
    ]
    feed.batch(steps)
    #expect(feed.applied.accepted == 3)
    feed.batch(steps)
    #expect(feed.applied.accepted == 0)
    #expect(feed.applied.duplicates == 3)
    #expect(feed.applied.rejectedSteps == 0)
    #expect(feed.state.wrappers[0].totals.total == 1)
    feed.batch([#"{"event":"end","operation_id":"never","time":"2026-01-01T23:50:02Z"}"#])
    #expect(feed.applied.rejectedSteps == 1)
  }

  @Test func costIsReportedOnce() {
    var feed = Feed()
    feed.batch([record("paid", cost: 1), record("free"), cost("paid", 5), cost("free", 2), cost("free", 3)])
    #expect(feed.applied.duplicates == 2)
    #expect(feed.state.wrappers[0].totals.cost == Money(nanodollars: 3_000_000_000))
    // A cost for an operation that no one has heard of is counted, once; the operation may still come.
    feed.dedupes = true
    feed.batch([cost("later", 4), cost("later", 4), record("later")])
    #expect(feed.applied.duplicates == 1)
    #expect(feed.applied.accepted == 2)
    #expect(feed.state.wrappers[0].totals.cost == Money(nanodollars: 7_000_000_000))
    #expect(feed.state.wrappers[0].totals.total == 3)
  }

  private func record(_ wrapper: String, _ id: String, start: String? = nil, end: String? = nil) -> String {
    let times = [("start_time", start), ("end_time", end)].compactMap { key, time in
      time.map { #","\#(key)":"2026-01-01T\#($0)Z""# }
    }
    return #"{"operation_id":"\#(id)","wrapper_name":"\#(wrapper)"\#(times.joined())}"#
  }

  private func total(_ feed: inout Feed) -> UInt64 { feed.snapshot().system.totalOperations }

  @Test func theSameIDOfAnotherWrapperOrTimeIsAnotherOperation() {
    var feed = Feed()
    feed.dedupes = true
    let lines = [
      record("w", "1", end: "23:10:00"), record("v", "1", end: "23:10:00"), record("w", "1", end: "23:20:00"),
      record("w", "2", start: "23:10:00"), record("w", "2", start: "23:20:00"), record("w", "3"),
    ]
    feed.batch(lines)
    #expect(total(&feed) == 6 && feed.applied.duplicates == 0)
    // All of it sent again counts once, in whatever order.
    for again in [lines, lines.reversed(), lines + lines] {
      feed.batch(again)
      #expect(total(&feed) == 6 && feed.applied.accepted == 0)
    }
  }

  @Test func whatCameByASocketCountsOnceWhenAFileTellsItToo() {
    var feed = Feed()
    feed.dedupes = true
    feed.batch([record("a"), record("b")], source: 1)
    feed.dedupes = false
    feed.batch([record("a"), record("b"), record("c")])
    #expect(total(&feed) == 3)
    #expect(feed.applied.duplicates == 2)
    // Two files count apart, but neither tells again what the socket did.
    feed.batch([record("c"), record("a")], source: 2)
    #expect(total(&feed) == 4)
    #expect(feed.applied.duplicates == 1)
  }

  @Test func aStartOfAnotherWrapperOrTimeOpensANewOperation() {
    var feed = Feed()
    feed.dedupes = true
    func steps(_ wrapper: String, _ time: String?) -> [String] {
      let time = time.map { #","time":"2026-01-01T\#($0)Z""# } ?? ""
      return [
        #"{"event":"start","operation_id":"1","wrapper_name":"\#(wrapper)"\#(time)}"#,
        #"{"event":"end","operation_id":"1"}"#,
      ]
    }
    feed.batch(steps("w", "23:10:00"))
    #expect(total(&feed) == 1)
    for (wrapper, time, sum) in [
      ("w", "23:10:00", 1), ("w", nil, 1), ("v", "23:10:00", 2), ("w", "23:20:00", 3), ("v", "23:10:00", 3),
      ("w", "23:10:00", 3),
    ] as [(String, String?, UInt64)] {
      feed.batch(steps(wrapper, time))
      #expect(total(&feed) == sum, "\(wrapper) \(time ?? "")")
    }
  }

  @Test func aCostIsOfTheWrapperThatItNames() {
    var feed = Feed()
    feed.dedupes = true
    feed.batch([record("1", cost: 1), record("v", "1", end: "23:10:00")])
    feed.batch([#"{"event":"cost","operation_id":"1","wrapper_name":"v","cost_estimate":2}"#, cost("1", 4)])
    #expect(feed.applied.duplicates == 1)
    #expect(feed.snapshot().wrappers.map(\.totals.cost) == [Money("2"), Money("1")])
  }
}
