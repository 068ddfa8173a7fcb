import Events

extension BreakdownHistory {
  /// Up to this hour since the epoch, hours are cold: they have to be read one by one, here or from a store. Far in the past
  /// if none is.
  var coldThrough: Int32 { live.coldThrough }

  /// Changes whenever the hours change that are not cold.
  var hoursRevision: UInt64 { live.hoursRevision }

  /// Calls `body` with each part of the hours that are not cold and begin in a span, and with when it begins, but for what is
  /// still being counted.
  func forEachHour(in span: Range<Timestamp>, _ body: (Breakdown, Timestamp) -> Void) {
    Self.visit(live.warmHours, step: Breakdown.coarseStep, in: span, body)
  }

  /// Calls `body` with each part that is in no hour yet, likewise: the young slots, and what is being counted or stored.
  func forEachYoung(in span: Range<Timestamp>, names: [String], _ body: (Breakdown, Timestamp) -> Void) {
    Self.visit(fresh.hours.parts, step: Breakdown.coarseStep, in: span, body)
    for slots in [live, fresh] { Self.visit(slots.fine.parts, step: Breakdown.fineStep, in: span, body) }
    visitTallies(in: span, names: names, hours: true, body)
  }

  /// The cold hours of a range.
  func coldHours(in hours: ClosedRange<Int32>) -> [Breakdown] { live.coldHours(in: hours) }

  /// How often something came late to cold hours of a day since the epoch.
  func lateChanges(on day: Int32) -> UInt32 { live.lateChanges[day] ?? 0 }
}
