import Events

extension BreakdownHistory {
  /// Up to this hour since the epoch, what was counted is at hand no more: it is packed, or a store has it. Far in the past if
  /// all is at hand.
  var coldThrough: Int32 { live.packedThrough }

  /// Changes whenever the hours change that are at hand.
  var hoursRevision: UInt64 { live.hoursRevision }

  /// Calls `body` with each hour that is at hand and begins in a span, and with when it begins: those after `coldThrough`, but
  /// for what is still being counted.
  func forEachHour(in span: Range<Timestamp>, _ body: (Breakdown, Timestamp) -> Void) {
    for hour in live.hours {
      let begin = Timestamp(seconds: Int64(hour.index) * Breakdown.coarseStep)
      if span.contains(begin) { body(hour, begin) }
    }
  }

  /// Calls `body` with each slot that is in no hour yet, likewise: the young ones, and what is being counted or stored.
  func forEachYoung(in span: Range<Timestamp>, names: [String], _ body: (Breakdown, Timestamp) -> Void) {
    func visit(_ breakdown: Breakdown, step: Int64) {
      let begin = Timestamp(seconds: Int64(breakdown.index) * step)
      if span.contains(begin) { body(breakdown, begin) }
    }
    fresh.forEachHour(from: span.lowerBound.slot(of: Breakdown.coarseStep)) { visit($0, step: Breakdown.coarseStep) }
    for slots in [live, fresh] {
      for slot in slots.fine { visit(slot, step: Breakdown.fineStep) }
    }
    for tally in tallies {
      visit(tally.breakdown(names), step: tally.isCoarse ? Breakdown.coarseStep : Breakdown.fineStep)
    }
  }

  /// The hours that are packed among some.
  func packedHours(in hours: ClosedRange<Int32>) -> [Breakdown] { live.packedHours(in: hours) }

  /// How often something came late to packed hours of a day since the epoch.
  func lateChanges(on day: Int32) -> UInt32 { live.lateChanges[day] ?? 0 }
}
