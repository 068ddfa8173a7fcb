import Events
import HeapModule

// Going on from what a store holds, and telling it what changed.
extension MonitorState {
  /// From now on what changes is noted for a store.
  package mutating func trackChanges() {
    ledger = ledger ?? PendingChanges(knownWrappers: restoredWrappers)
    active.tracksChanges = true
    for number in wrappers.indices where wrappers[number].delta == nil { wrappers[number].delta = WrapperDelta() }
  }

  /// What changed since the last time, or since `trackChanges`.
  package mutating func takeChanges() -> MonitorChanges {
    var changes = MonitorChanges()
    guard let noted = ledger else { return changes }
    ledger = PendingChanges(knownWrappers: wrappers.count)
    for number in wrappers.indices {
      guard var changed = wrappers[number].takeChanges(isNew: number >= noted.knownWrappers) else { continue }
      if keepsBreakdowns { changed.breakdowns = takeFreshBreakdowns(of: number) }
      changes.wrappers[number] = changed
    }
    changes.ids = ids.newest(noted.ids)
    changes.operations = operations.newest(noted.operations)
    changes.active = active.takeChanges()
    if noted.hasPendingChanged { changes.pending = pending.unordered }
    if uncosted.hasChanged { changes.uncosted = uncosted.all }
    uncosted.hasChanged = false
    return changes
  }

  /// All that there is, as changes to a store that holds nothing. What changed before is in it.
  package mutating func takeEverything() -> MonitorChanges {
    _ = takeChanges()
    var changes = MonitorChanges()
    for number in wrappers.indices {
      var everything = wrappers[number].everything(ahead[number])
      if keepsBreakdowns { everything.breakdowns = wrappers[number].breakdowns.kept }
      changes.wrappers[number] = everything
    }
    changes.ids = ids.newest()
    changes.operations = operations.newest(RecentOperations.kept)
    changes.active = active.everything
    changes.pending = pending.unordered
    changes.uncosted = uncosted.all
    return changes
  }

  /// Goes on from what was stored. Nothing may have been applied before.
  ///
  /// - Parameters:
  ///   - journal: what was applied after that.
  ///   - sourceTimes: the newest event of each source, by its number.
  package mutating func restore(
    _ stored: StoredMonitor, journal: [JournalEntry] = [], sourceTimes: [Int: Timestamp] = [:], now: Timestamp
  ) {
    // As things stood when the journal began, so that each of its entries is applied to what it was applied to.
    restoreCheckpoint(stored, sourceTimes: sourceTimes, now: min(now, journal.first?.at ?? now))
    guard !journal.isEmpty else { return }
    // The next checkpoint has to bring it.
    trackChanges()
    replay(journal)
  }

  private mutating func restoreCheckpoint(
    _ stored: StoredMonitor, sourceTimes: [Int: Timestamp], now: Timestamp
  ) {
    for wrapper in stored.wrappers {
      // A clock that was ahead when it was stored is not now.
      let number = add(WrapperState(wrapper.through(now)))
      setAside(WrapperAhead(of: wrapper, after: now), of: number)
      restoreBreakdowns(of: number, wrapper.breakdowns, now: now)
    }
    restoredWrappers = wrappers.count
    for id in stored.ids { ids.insert(id) }
    for record in stored.operations { operations.append(record) }
    for (key, operation) in stored.active where wrappers.indices.contains(operation.wrapper) {
      _ = active.begin(key, operation)
      // Operations without an id are told apart by a number, which has to go on from theirs.
      if operation.id.isEmpty { anonymous = max(anonymous, key.high) }
    }
    pending = Heap(stored.pending.filter { wrappers.indices.contains($0.wrapper) })
    for next in pending.unordered { waiting[next.source, default: 0] &+= 1 }
    uncosted = UncostedOperations(stored.uncosted.filter { wrappers.indices.contains($0.wrapper) })
    setAsideAhead(of: now)
    for (source, time) in sourceTimes { self.sourceTimes[source] = time }
  }
}

/// What is noted for a store beside the changes of the wrappers.
struct PendingChanges: Sendable {
  /// How many wrappers the store knows. Those with higher numbers are new: each is a change of its own, so that the numbers
  /// in a store never have a gap.
  let knownWrappers: Int
  /// How many ids were remembered.
  var ids = 0
  /// How many operations were taken in.
  var operations = 0
  var hasPendingChanged = false

  init(knownWrappers: Int) { self.knownWrappers = knownWrappers }
}

extension MonitorChanges {
  /// Adds what changed after this.
  package mutating func absorb(_ newer: MonitorChanges) {
    for (number, changes) in newer.wrappers {
      wrappers[number, default: WrapperChanges(record: changes.record)].absorb(changes)
    }
    ids += newer.ids
    if ids.count > RememberedIDs.limit { ids.removeFirst(ids.count - RememberedIDs.limit) }
    operations = (operations + newer.operations).suffix(RecentOperations.kept)
    active.merge(newer.active) { $1 }
    pending = newer.pending ?? pending
    uncosted = newer.uncosted ?? uncosted
  }
}

extension WrapperChanges {
  fileprivate mutating func absorb(_ newer: WrapperChanges) {
    record = newer.record
    failures = newer.failures ?? failures
    tens = Self.sum(tens, newer.tens, step: 10) { $0.add($1) }
    minutes = Self.sum(minutes, newer.minutes, step: 60) { $0.add($1) }
    hours = Self.sum(hours, newer.hours, step: 3600) { $0.add($1) }
    spending = Self.sum(spending, newer.spending, step: 900) { $0.add($1) }
    breakdowns.fine += newer.breakdowns.fine
    breakdowns.coarse += newer.breakdowns.coarse
  }

  private static func sum<Element: BucketElement>(
    _ a: [Element], _ b: [Element], step: Int64, _ add: (inout Element, Element) -> Void
  ) -> [Element] {
    guard !a.isEmpty else { return b }
    var series = BucketSeries<Element>(step: step, span: .max)
    for slot in a + b { _ = series.update(slot.slotIndex) { add(&$0, slot) } }
    return series.elements
  }
}
