import Events
import Monitoring
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
    let byNumber = [49_999, 1, 1].map { backlog.add(entry(), operations: $0) }
    #expect(byNumber == [false, true, false])
    #expect(backlog.isUrgent)
    #expect(backlog.journal.count == 3 && !backlog.needsCheckpoint)
  }

  @Test func whatASourceCatchesUpOnWaitsForACheckpoint() {
    var backlog = StoreBacklog()
    _ = backlog.add(entry(), operations: 1)
    // It can be read again, so that there is no hurry.
    #expect(![200_000, 200_000].map { backlog.add(entry(isCatchingUp: true), operations: $0) }.contains(true))
    #expect(backlog.needsCheckpoint && !backlog.isUrgent)
    // A checkpoint covers everything.
    _ = backlog.add(entry(), operations: 1)
    #expect(backlog.journal.count == 1 && backlog.unstored == 400_002)
    backlog.take()
    #expect(backlog.journal.isEmpty && !backlog.needsCheckpoint)
  }

  private func entry(isCatchingUp: Bool = false) -> JournalEntry {
    var batch = EventBatch()
    batch.events = [Event(kind: .operation, status: .success, flags: [], time: testNow)]
    return JournalEntry(batch: batch, source: 0, isCatchingUp: isCatchingUp, dedupes: true, at: testNow)
  }
}
