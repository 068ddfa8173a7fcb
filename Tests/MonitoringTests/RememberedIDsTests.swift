import Events
import Testing

@testable import Monitoring

/// The window of remembered ids (SPEC 1.3) against a plain model of it.
@Suite struct RememberedIDsTests {
  private func key(_ number: UInt64) -> OperationKey { OperationKey("id-\(number)", seed: 7) }

  @Test(arguments: [true, false]) func remembersTheLastOnesAndNoOthers(looksFromTheStart: Bool) {
    var ids = RememberedIDs(limit: 100)
    if looksFromTheStart { #expect(ids.marks(of: key(0)) == nil) }
    for number in 0..<1000 as Range<UInt64> { ids.insert(key(number), .completed) }
    for number in 0..<900 as Range<UInt64> { #expect(ids.marks(of: key(number)) == nil) }
    for number in 900..<1000 as Range<UInt64> { #expect(ids.marks(of: key(number)) == .completed) }
    #expect(ids.count == 100)
  }

  // Fingerprints that crowd into few homes of the table try its probing and its moving up.
  @Test func agreesWithAModelWhereHomesCollide() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      var ids = RememberedIDs(limit: 64)
      var model: [OperationKey] = []
      for _ in 0..<2000 {
        let key = OperationKey(
          high: UInt64.random(in: 0..<40, using: &generator) << 8,
          low: UInt64.random(in: 0..<4, using: &generator) * 1021)
        let known = ids.marks(of: key) != nil
        #expect(known == model.contains(key))
        guard !known else { continue }
        ids.insert(key, .completed)
        model.append(key)
        if model.count > 64 { model.removeFirst() }
      }
    }
  }

  @Test func marksOfALaterEntryCount() {
    var ids = RememberedIDs(limit: 3)
    ids.insert(key(1), .hasCost)
    #expect(ids.marks(of: key(1)) == .hasCost)
    ids.insert(key(1), [.completed, .hasCost])
    #expect(ids.marks(of: key(1)) == [.completed, .hasCost])
    // The earlier entry leaves; the later one goes on.
    ids.insert(key(2), .completed)
    ids.insert(key(3), .completed)
    #expect(ids.marks(of: key(1)) == [.completed, .hasCost])
    ids.insert(key(4), .completed)
    #expect(ids.marks(of: key(1)) == nil)
  }

  @Test func whatWasStoredIsKnownAgain() {
    var ids = RememberedIDs(limit: 10)
    let stored = [ids.insert(key(1), .completed), ids.insert(key(2), .hasCost)]
    var restored = RememberedIDs(limit: 10)
    for kept in stored { restored.restore(kept) }
    #expect(restored.marks(of: key(1)) == .completed)
    #expect(restored.marks(of: key(2)) == .hasCost)
    #expect(restored.marks(of: key(3)) == nil)
  }
}
