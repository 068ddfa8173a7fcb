import Monitoring

/// What was summed up of hours: of those no longer at hand in parts of at most a day, so that it is read and summed up once
/// and not for each snapshot. A part is good for as long as nothing comes late to its day.
struct CostCache {
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
  /// How many parts were made, or made anew.
  private var made: UInt64 = 0
  /// What was put together last, and on what that rests.
  private var atHand: (basis: [Int64], sums: HourCosts)?
  private var all: (key: AllKey, sums: HourCosts)?

  private struct AllKey: Equatable {
    var wrapper: String?
    var hours: ClosedRange<Int32>
    var adviceHours: ClosedRange<Int32>
    var basis: [Int64]
    var made: UInt64
  }

  /// How many parts are kept: a month of all wrappers and one of a single one.
  private static let most = 80

  /// How far back is looked at all, in hours.
  private static let longest: Int32 = 400 * 24

  /// The sums of all hours of some material, and whether they are all there is to them: if not, the oldest are missing.
  ///
  /// - Parameters:
  ///   - late: what came late to stored hours until now.
  ///   - read: the cold hours of a member; nil if they cannot be read.
  ///   - hasTime: false once no more should be read.
  mutating func hours(
    of material: CostInputs, late: StaleHours,
    read: (CostInputs.Member, ClosedRange<Int32>) -> [Breakdown]?, hasTime: () -> Bool
  ) -> (sums: HourCosts, isComplete: Bool) {
    let range = parts(of: material, from: material.hours.lowerBound, late, read, hasTime)
    let advice = parts(of: material, from: material.adviceHours.lowerBound, late, read, hasTime)
    let isComplete = range.isComplete && advice.isComplete
    let key = AllKey(
      wrapper: material.scope.wrapper, hours: material.hours, adviceHours: material.adviceHours,
      basis: material.hoursBasis, made: made)
    if isComplete, let all, all.key == key { return (all.sums, true) }
    var sums = hoursAtHand(of: material, key.basis)
    for part in range.sums { sums.range.merge(part) }
    for part in advice.sums { sums.advice.merge(part) }
    if isComplete { all = (key, sums) }
    return (sums, isComplete)
  }

  // The cold hours from one on, in parts, the newest first.
  private mutating func parts(
    of material: CostInputs, from first: Int32, _ late: StaleHours,
    _ read: (CostInputs.Member, ClosedRange<Int32>) -> [Breakdown]?, _ hasTime: () -> Bool
  ) -> (sums: [CostSums], isComplete: Bool) {
    var found: [CostSums] = []
    var last = min(material.hours.upperBound, material.members.map(\.coldThrough).max() ?? .min)
    let first = max(first, material.hours.upperBound - Self.longest)
    while last >= first {
      let hours = max(first, last.day * 24)...last
      guard let sums = part(hours, of: material, late, read, hasTime) else { return (found, false) }
      found.append(sums)
      last = hours.lowerBound - 1
    }
    return (found, true)
  }

  private mutating func part(
    _ hours: ClosedRange<Int32>, of material: CostInputs, _ late: StaleHours,
    _ read: (CostInputs.Member, ClosedRange<Int32>) -> [Breakdown]?, _ hasTime: () -> Bool
  ) -> CostSums? {
    let day = hours.lowerBound.day
    let bases = material.members.map { member in
      Basis(
        number: member.number, through: min(member.coldThrough, hours.upperBound),
        changes: member.lateChanges(on: day) &+ late.count(of: member.number, on: day))
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
      guard let cold = read(member, hours.lowerBound...basis.through) else { return nil }
      sums.add(cold, of: member.number)
    }
    if hours.count == 24 { sums.settle() }
    made += 1
    parts[key] = Part(bases: bases, sums: sums, lastUse: uses)
    shed()
    return sums
  }

  // Made anew if any of them changed, as one does every five minutes.
  private mutating func hoursAtHand(of material: CostInputs, _ basis: [Int64]) -> HourCosts {
    if let atHand, atHand.basis == basis { return atHand.sums }
    let sums = material.hoursAtHand()
    atHand = (basis, sums)
    return sums
  }

  private mutating func shed() {
    guard parts.count > Self.most else { return }
    if let oldest = parts.min(by: { $0.value.lastUse < $1.value.lastUse })?.key { parts[oldest] = nil }
  }
}

/// How often something came late to stored hours, by wrapper and day since the epoch.
struct StaleHours {
  private var counts: [Int: [Int32: UInt32]] = [:]

  /// Something was added to hours of a wrapper where they are stored.
  mutating func note(_ hours: [Int32], of wrapper: Int) {
    for day in Set(hours.map(\.day)) { counts[wrapper, default: [:]][day, default: 0] &+= 1 }
  }

  /// How often that was so on a day.
  func count(of wrapper: Int, on day: Int32) -> UInt32 { counts[wrapper]?[day] ?? 0 }
}

extension Int32 {
  /// The day since the epoch in which the hour of that number lies.
  fileprivate var day: Int32 { (self >= 0 ? self : self - 23) / 24 }
}
