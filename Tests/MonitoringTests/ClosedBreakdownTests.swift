import Testing

@testable import Monitoring

/// Closed slots are bytes, in one part or in several; whoever reads adds the parts up.
struct ClosedBreakdownTests {
  private static func part(_ index: Int32, _ operations: UInt64) -> ClosedBreakdown {
    var breakdown = Breakdown(index: index)
    breakdown.all.basic.operations = operations
    var model = Group(BoundedName("model \(operations % 3)"))
    model.sums.basic.operations = operations
    breakdown[.model] = TopK([model])
    return ClosedBreakdown(breakdown)
  }

  @Test func partsInAnyOrderAddUpToTheSame() {
    for _ in 0..<50 {
      let parts = (0..<60).map { Self.part(.random(in: -3...4), UInt64($0)) }
      var closed = ClosedBreakdowns()
      for part in parts.shuffled() {
        closed.add(part)
        if Int.random(in: 0..<9) == 0 { closed.settle(0...2) }
      }
      #expect(closed.parts.opened == parts.opened)
      #expect(closed.parts.map(\.index) == closed.parts.map(\.index).sorted())
      #expect(Dictionary(grouping: closed.parts, by: \.index).values.allSatisfy { $0.count <= 8 })
      #expect(closed.parts(in: -1...1).opened == parts.opened.filter { (-1...1).contains($0.index) })

      closed.settle(.min ... .max)
      #expect(closed.parts.map(\.opened) == parts.opened)
      var removed: [ClosedBreakdown] = []
      closed.remove(through: 1) { removed.append($0) }
      #expect((removed + closed.parts).opened == parts.opened)
      #expect(removed.allSatisfy { $0.index <= 1 } && closed.parts.allSatisfy { $0.index > 1 })
    }
  }

  @Test func onlySlotsOfTheRangeAreChanged() {
    var closed = ClosedBreakdowns()
    for index in 0..<4 as Range<Int32> { closed.add(Self.part(index, 1)) }
    closed.settle(1...2, all: true) { $0.all.basic.failed = 1 }
    #expect(closed.parts.map(\.opened.all.basic.failed) == [0, 1, 1, 0])
  }

  @Test func whatIsKeptOfDurationsIsStored() throws {
    var breakdown = Breakdown(index: 7)
    breakdown.all.durations.add(bucket: Int16(HistogramBucket.index(of: 3e-3)), nanoseconds: 3_000_017)
    let read = try #require(ClosedBreakdown(index: 7, stored: ClosedBreakdown(breakdown).bytes)).opened
    #expect(read.all.durations.extremes == DurationExtremes(least: 3_000_017, most: 3_000_017))
    #expect(ClosedBreakdown(index: 7, stored: [3, 1, 2]) == nil)
  }
}
