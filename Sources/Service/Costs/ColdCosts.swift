import Monitoring

/// What was summed up of hours that are no longer at hand, in parts of at most a day, so that it is read and summed up once
/// and not for each snapshot. A part is good for as long as nothing comes late to its day.
struct ColdCosts {
  /// Which hours of whom a part holds.
  private struct Key: Hashable {
    var wrapper: String?
    var hours: ClosedRange<Int32>
  }

  /// On what the sums of a part rest: if that is otherwise, so are they.
  private struct Basis: Equatable {
    var number: Int
    var through: Int32
    var changes: UInt32
  }

  private struct Part {
    var bases: [Basis]
    var sums: CostSums
    var lastUse: UInt64
  }

  private var parts: [Key: Part] = [:]
  private var uses: UInt64 = 0
  /// What came late to stored hours, by wrapper and day.
  private var stored: [Int: [Int32: UInt32]] = [:]

  /// How many parts are kept: a month of all wrappers and one of a single one.
  private static let most = 80

  /// The sums of the cold hours of some material, newest first for as long as there is time; nil where that ended too early,
  /// and then of all hours after.
  ///
  /// - Parameters:
  ///   - read: the cold hours of a member.
  ///   - hasTime: false once no more should be read.
  mutating func sums(
    of material: CostMaterial, from first: Int32, read: (CostMaterial.Member, ClosedRange<Int32>) -> [Breakdown],
    hasTime: () -> Bool
  ) -> (parts: [(hours: ClosedRange<Int32>, sums: CostSums)], isComplete: Bool) {
    let through = min(material.hours.upperBound, material.members.map(\.coldThrough).max() ?? .min)
    var found: [(ClosedRange<Int32>, CostSums)] = []
    var last = through
    while last >= first {
      let hours = max(first, last.day * 24)...last
      guard let sums = part(hours, of: material, read: read, hasTime: hasTime) else { return (found, false) }
      found.append((hours, sums))
      last = hours.lowerBound - 1
    }
    return (found, true)
  }

  private mutating func part(
    _ hours: ClosedRange<Int32>, of material: CostMaterial,
    read: (CostMaterial.Member, ClosedRange<Int32>) -> [Breakdown], hasTime: () -> Bool
  ) -> CostSums? {
    let day = hours.lowerBound.day
    let bases = material.members.map { member in
      Basis(
        number: member.number, through: min(member.coldThrough, hours.upperBound),
        changes: member.lateChanges(on: day) &+ (stored[member.number]?[day] ?? 0))
    }
    let key = Key(wrapper: material.scope.wrapper, hours: hours)
    uses += 1
    if let known = parts[key], known.bases == bases {
      parts[key]?.lastUse = uses
      return known.sums
    }
    guard hasTime() else { return nil }
    var sums = CostSums()
    for (member, basis) in zip(material.members, bases) where basis.through >= hours.lowerBound {
      sums.add(read(member, hours.lowerBound...basis.through), of: member.number)
    }
    if hours.count == 24 { sums.settle() }
    parts[key] = Part(bases: bases, sums: sums, lastUse: uses)
    shed()
    return sums
  }

  private mutating func shed() {
    guard parts.count > Self.most else { return }
    if let oldest = parts.min(by: { $0.value.lastUse < $1.value.lastUse })?.key { parts[oldest] = nil }
  }

  /// Those hours of wrappers, by number, have changed where they are stored.
  mutating func noteStored(_ changes: [(wrapper: Int, hours: [Int32])]) {
    for (wrapper, hours) in changes {
      for day in Set(hours.map(\.day)) { stored[wrapper, default: [:]][day, default: 0] &+= 1 }
    }
  }
}

extension Int32 {
  /// The day since the epoch in which the hour of that number lies.
  fileprivate var day: Int32 { (self >= 0 ? self : self &- 23) / 24 }
}
