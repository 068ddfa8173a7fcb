import Testing

@testable import Service

/// Whoever stores is woken when it is at rest and when something is urgent, and by nothing else.
@Suite struct StoreBacklogTests {
  @Test func whoIsAtRestIsWokenOnce() {
    var backlog = StoreBacklog()
    let rests = backlog.rest()
    let wakes = [backlog.add(operations: 10), backlog.add(operations: 10)]
    #expect(rests && wakes == [true, false])
    // There is something to store, so that it does not rest.
    let restsAgain = backlog.rest()
    let wakesAgain = backlog.add(operations: 10)
    #expect(!restsAgain && !wakesAgain)
    backlog.take()
    #expect(backlog.unstored == 30)
  }

  @Test func whoPausesIsWokenByWhatIsUrgentOnly() {
    var backlog = StoreBacklog()
    _ = backlog.add(operations: 1)
    backlog.take()
    let wakes = [
      backlog.add(operations: 1000), backlog.add(), backlog.add(operations: 1, isUrgent: true),
      backlog.add(isUrgent: true),
    ]
    #expect(wakes == [false, false, true, false])
    backlog.take()
    #expect(!backlog.isUrgent)
    let byNumber = [backlog.add(operations: 199_999), backlog.add(operations: 1), backlog.add(operations: 1)]
    #expect(byNumber == [false, true, false])
    #expect(backlog.isUrgent)
  }
}
