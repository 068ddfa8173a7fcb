import Events
import Monitoring

/// What a snapshot has that one before it had not: how the newest one goes to somebody who has that one already.
///
/// ```swift
/// let change = SnapshotChange(from: before, to: now)
/// change.applied(to: before) == now
/// ```
package struct SnapshotChange: Codable, Sendable, Equatable {
  /// A part that is left out if it is as it was.
  fileprivate enum Part: UInt8, Codable, CaseIterable {
    case sources, rejected, operations, configuration, alerts, costs, found
  }

  /// The newest snapshot without the parts that are as they were, and without its wrappers.
  private var rest: Snapshot
  private var unchanged: [Part]
  /// The wrappers that are not as they were, by name in the order of its bytes; all of them if one is gone.
  private var wrappers: [WrapperSnapshot]
  private var isComplete: Bool

  /// - Parameter base: what is known already; nil for nothing.
  package init(from base: Snapshot?, to newest: Snapshot) {
    rest = newest
    rest.monitor.wrappers = []
    unchanged = base.map { base in Part.allCases.filter { $0.isSame(base, newest) } } ?? []
    for part in unchanged { part.clear(in: &rest) }
    (wrappers, isComplete) = Self.difference(from: base?.monitor.wrappers ?? [], to: newest.monitor.wrappers)
  }

  /// The newest snapshot, for who has the one before.
  package func applied(to base: Snapshot?) -> Snapshot {
    var newest = rest
    if let base { for part in unchanged { part.copy(from: base, to: &newest) } }
    newest.monitor.wrappers = isComplete ? wrappers : Self.merged(base?.monitor.wrappers ?? [], wrappers)
    return newest
  }

  // Both are sorted; what is new in `newest` or differs. All of `newest` if something is gone.
  private static func difference(
    from base: [WrapperSnapshot], to newest: [WrapperSnapshot]
  ) -> (changed: [WrapperSnapshot], isComplete: Bool) {
    var changed: [WrapperSnapshot] = []
    var place = 0
    for wrapper in newest {
      if place < base.count, isSame(base[place], wrapper) {
        if base[place] != wrapper { changed.append(wrapper) }
        place += 1
      } else {
        changed.append(wrapper)
      }
    }
    return place == base.count ? (changed, base.isEmpty) : (newest, true)
  }

  // By bytes: texts are equal to Swift that are written in different ways.
  private static func isSame(_ a: WrapperSnapshot, _ b: WrapperSnapshot) -> Bool {
    a.name.utf8.elementsEqual(b.name.utf8)
  }

  private static func merged(_ base: [WrapperSnapshot], _ changed: [WrapperSnapshot]) -> [WrapperSnapshot] {
    var merged: [WrapperSnapshot] = []
    merged.reserveCapacity(base.count + changed.count)
    var place = 0
    for wrapper in changed {
      while place < base.count, base[place].name.utf8.lexicographicallyPrecedes(wrapper.name.utf8) {
        merged.append(base[place])
        place += 1
      }
      if place < base.count, isSame(base[place], wrapper) { place += 1 }
      merged.append(wrapper)
    }
    return merged + base[place...]
  }
}

extension SnapshotChange.Part {
  fileprivate func isSame(_ a: Snapshot, _ b: Snapshot) -> Bool {
    switch self {
    case .sources: a.sources == b.sources
    case .rejected: a.rejected == b.rejected
    case .operations: a.operations == b.operations
    case .configuration: a.configuration == b.configuration
    case .alerts: a.alerts == b.alerts
    case .costs: a.monitor.costs == b.monitor.costs
    case .found: a.found == b.found
    }
  }

  fileprivate func clear(in snapshot: inout Snapshot) {
    switch self {
    case .sources: snapshot.sources = []
    case .rejected: snapshot.rejected = []
    case .operations: snapshot.operations = nil
    case .configuration: snapshot.configuration = nil
    case .alerts: snapshot.alerts = AlertsState()
    case .costs: snapshot.monitor.costs = nil
    case .found: snapshot.found = []
    }
  }

  fileprivate func copy(from base: Snapshot, to snapshot: inout Snapshot) {
    switch self {
    case .sources: snapshot.sources = base.sources
    case .rejected: snapshot.rejected = base.rejected
    case .operations: snapshot.operations = base.operations
    case .configuration: snapshot.configuration = base.configuration
    case .alerts: snapshot.alerts = base.alerts
    case .costs: snapshot.monitor.costs = base.monitor.costs
    case .found: snapshot.found = base.found
    }
  }
}
