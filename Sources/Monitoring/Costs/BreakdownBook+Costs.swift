import Events

extension BreakdownBook {
  /// Up to this hour since the epoch, what was counted is at hand no more: it is packed, or a store has it. Far in the past if
  /// all is at hand.
  var coldThrough: Int32 { live.packedThrough }

  /// Calls `body` with each slot that is at hand, from the one that holds an instant through the one that holds another, and
  /// with when it begins: all but the hours through `coldThrough`, and of those what they do not hold yet.
  func forEachAtHand(
    from: Timestamp, through: Timestamp, names: [String], _ body: (Breakdown, Timestamp) -> Void
  ) {
    let first = firstSlot(from: from)
    func visit(_ breakdown: Breakdown, step: Int64) {
      let begin = Timestamp(seconds: Int64(breakdown.index) * step)
      if begin >= first, begin <= through { body(breakdown, begin) }
    }
    for hour in live.hours { visit(hour, step: Breakdown.coarseStep) }
    fresh.forEachHour(from: first.slot(of: Breakdown.coarseStep)) { visit($0, step: Breakdown.coarseStep) }
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
