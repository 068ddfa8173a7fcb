import Events
import Testing

@testable import Monitoring

/// The window of remembered ids (article Events, Rejections and duplicates) against a plain model of it.
@Suite struct RememberedIDsTests {
  private func id(
    _ number: UInt64, _ marks: RememberedID.Marks = [], wrapper: UInt32 = 1, start: Int64? = nil, end: Int64? = nil
  ) -> RememberedID {
    let times = [start, end].map { $0.map(Timestamp.init(seconds:)) }
    var id = RememberedID(OperationKey("id-\(number)", seed: 7), wrapper: wrapper, start: times[0], end: times[1])
    id.marks = marks
    return id
  }

  @Test(arguments: [true, false]) func remembersTheLastOnesAndNoOthers(looksFromTheStart: Bool) {
    var ids = RememberedIDs(limit: 100)
    if looksFromTheStart { #expect(ids.marks(of: id(0)) == nil) }
    for number in 0..<1000 as Range<UInt64> { ids.insert(id(number, .completed)) }
    for number in 0..<900 as Range<UInt64> { #expect(ids.marks(of: id(number)) == nil) }
    for number in 900..<1000 as Range<UInt64> { #expect(ids.marks(of: id(number)) == .completed) }
    #expect(ids.count == 100)
  }

  // Fingerprints that crowd into few homes of the table try its probing and its moving up.
  @Test func agreesWithAModelWhereHomesCollide() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var ids = RememberedIDs(limit: 64)
      var model: [RememberedID] = []
      for _ in 0..<2000 {
        // The same id comes of several wrappers and at several times, given or not.
        let id = RememberedID(
          OperationKey(
            high: UInt64.random(in: 0..<20, using: &generator) << 12 | UInt64.random(in: 0..<2, using: &generator) << 3,
            low: 0),
          wrapper: UInt32.random(in: 1...2, using: &generator),
          end: Timestamp(seconds: Int64.random(in: 1...3, using: &generator)))
        var completed = id
        completed.marks = .completed
        let known = ids.marks(of: id) != nil
        #expect(known == model.contains(completed))
        #expect(ids.hasCompleted(id) == model.contains { $0.hasSameID(as: id) })
        guard !known else { continue }
        ids.insert(completed)
        model.append(completed)
        if model.count > 64 { model.removeFirst() }
      }
    }
  }

  @Test func marksOfALaterEntryCount() {
    var ids = RememberedIDs(limit: 3)
    ids.insert(id(1, .hasCost))
    #expect(ids.marks(of: id(1)) == .hasCost)
    ids.insert(id(1, [.completed, .hasCost]))
    #expect(ids.marks(of: id(1)) == [.completed, .hasCost])
    // The earlier entry leaves; the later one goes on.
    ids.insert(id(2, .completed))
    ids.insert(id(3, .completed))
    #expect(ids.marks(of: id(1)) == [.completed, .hasCost])
    ids.insert(id(4, .completed))
    #expect(ids.marks(of: id(1)) == nil)
  }

  @Test func whatIsGivenOnOneSideOnlyTellsNothingApart() {
    var ids = RememberedIDs(limit: 100)
    ids.insert(id(1, .completed, start: 5, end: 9))
    #expect(ids.marks(of: id(1, start: 5, end: 9)) != nil)
    #expect(ids.marks(of: id(1)) != nil && ids.marks(of: id(1, start: 5)) != nil && ids.marks(of: id(1, end: 9)) != nil)
    #expect(ids.marks(of: id(1, start: 4)) == nil && ids.marks(of: id(1, end: 8)) == nil)
    #expect(ids.marks(of: id(1, start: 5, end: 8)) == nil)
    #expect(ids.marks(of: id(1, wrapper: 2, start: 5, end: 9)) == nil)
  }

  @Test func operationsWhoseIDHasComeAgainAreStillKnown() {
    var ids = RememberedIDs(limit: 6)
    #expect(ids.marks(of: id(1)) == nil)
    ids.insert(id(1, .completed, start: 5, end: 9))
    ids.insert(id(1, .completed, wrapper: 2, start: 6))
    ids.insert(id(1, .completed, wrapper: 3))
    ids.insert(id(1, .completed, start: 50, end: 90))
    for known in [id(1, end: 9), id(1, start: 5), id(1, wrapper: 2, start: 6), id(1, wrapper: 3), id(1, end: 90)] {
      #expect(ids.marks(of: known) == .completed)
    }
    #expect(ids.marks(of: id(1, wrapper: 2, start: 7)) == nil)
    // They leave in the order in which they came.
    for number in 2..<7 as Range<UInt64> { ids.insert(id(number, .completed)) }
    #expect(ids.marks(of: id(1, end: 9)) == nil && ids.marks(of: id(1, wrapper: 3)) == nil)
    #expect(ids.marks(of: id(1, end: 90)) == .completed)
  }

  // Ten thousand operations that share an id take as long as those with ids of their own; they would take hours
  // otherwise.
  @Test func anIDThatIsNeverAnotherStaysQuick() {
    var ids = RememberedIDs(limit: 100_000)
    for second in 0..<200_000 as Range<Int64> {
      #expect(ids.marks(of: id(1, start: second, end: second + 1)) == nil)
      ids.insert(id(1, .completed, start: second, end: second + 1))
    }
    #expect(ids.marks(of: id(1, end: 150_000)) == .completed)
    #expect(ids.marks(of: id(1, end: 50_000)) == nil)
  }

  @Test func whatWasStoredIsKnownAgain() {
    var ids = RememberedIDs(limit: 10)
    ids.insert(id(1, .completed))
    ids.insert(id(2, .hasCost))
    var restored = RememberedIDs(limit: 10)
    for kept in ids.newest() { restored.insert(kept) }
    #expect(restored.marks(of: id(1)) == .completed)
    #expect(restored.marks(of: id(2)) == .hasCost)
    #expect(restored.marks(of: id(3)) == nil)
  }

  @Test func anIDOfAnOlderStoreMatchesByItselfButNotThoseOfFiles() {
    var ids = RememberedIDs(limit: 10)
    ids.insert(
      RememberedID(
        idOnly: OperationKey(high: OperationKey("id-1", seed: 7).high & ~3 | 1, low: OperationKey("id-1", seed: 7).low))
    )
    #expect(!ids.holdsOthers)
    #expect(ids.marks(of: id(1, wrapper: 9, start: 3, end: 4)) == [.completed, .fromFile])
    #expect(ids.marks(of: id(2)) == nil)
  }
}
