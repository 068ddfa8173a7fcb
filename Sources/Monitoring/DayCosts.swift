import Events

extension MonitorState {
  /// What the operations of a wrapper cost on each day in UTC on which there were any, oldest first, by the instant at which
  /// the day begins.
  package func dailyCosts(of wrapper: String) -> [(day: Timestamp, figures: GroupFigures)] {
    guard let number = knownNumber(of: wrapper) else { return [] }
    var days: [(day: Timestamp, figures: GroupFigures)] = []
    wrappers[number].hours.forEach(from: .min, through: .max) { slot in
      let day = Timestamp(seconds: Int64(slot.sums.index) * 3600).startOfDay
      if days.last?.day != day { days.append((day, GroupFigures(name: wrapper))) }
      days[days.count - 1].figures.add(slot.sums)
    }
    return days.reversed()
  }
}

extension GroupFigures {
  fileprivate mutating func add(_ slot: Slot) {
    operations += UInt64(slot.total)
    successful += UInt64(slot.successful)
    failed += UInt64(slot.failed)
    fallback += UInt64(slot.fallback)
    cost += Money(nanodollars: slot.cost)
  }
}
