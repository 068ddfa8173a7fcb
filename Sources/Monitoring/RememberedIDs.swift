/// The last operations with ids that completed, and those that cost was reported for, so that what is sent again counts
/// once (article Events, Lifecycle events, Rejections and duplicates).
///
/// Taking one in is cheap: it goes into a ring. The tables that find it are made when one is first looked for, which
/// never happens for files of whole operations, where the position guarantees that each counts once.
package struct RememberedIDs: Sendable {
  package typealias Marks = RememberedID.Marks

  /// How many are remembered.
  package static let limit = MonitoringLimits.ids

  // Oldest first from `next` on once the ring is full.
  private var ring: [RememberedID] = []
  private var next = 0
  private let limit: Int
  // The newest operation of each id.
  private var byID = PlaceTable()
  // Operations whose id has come again as that of another one, by their end, by their start, and the newest of each
  // wrapper; few have any.
  private var byEnd = PlaceTable()
  private var byStart = PlaceTable()
  private var byWrapper = PlaceTable()
  // How many of the ring came by another way than a tailed file.
  private var others = 0

  /// Remembers nothing yet; at most `limit` operations later on.
  package init(limit: Int = Self.limit) { self.limit = limit }

  /// How many are remembered; one that was taken in twice without being looked for counts twice.
  package var count: Int { ring.count }

  /// True if one was looked for, so that looking for more costs little.
  var isIndexed: Bool { !byID.isEmpty }

  /// True if any came by another way than a tailed file.
  var holdsOthers: Bool { others > 0 }

  /// What is known of the same operation; nil if it is not remembered.
  package mutating func marks(of id: RememberedID) -> Marks? {
    if byID.isEmpty { makeTable() }
    let ring = ring
    guard let newest = byID.find(id.idHash, where: { ring[$0].hasSameID(as: id) }) else { return nil }
    if ring[newest].isSameOperation(as: id) { return ring[newest].marks }
    guard !byWrapper.isEmpty else { return nil }
    func isSame(_ place: Int) -> Bool { ring[place].isSameOperation(as: id) }
    let place =
      byEnd.find(Self.hash(id, id.end), where: isSame) ?? byStart.find(Self.hash(id, id.start), where: isSame)
      ?? byWrapper.find(Self.hash(id, 0), where: isSame)
    return place.map { ring[$0].marks }
  }

  /// True if an operation with the same id has completed, of whatever wrapper and at whatever time.
  package mutating func hasCompleted(_ id: RememberedID) -> Bool {
    if byID.isEmpty { makeTable() }
    let newest = byID.find(id.idHash) { ring[$0].hasSameID(as: id) }
    return newest.map { ring[$0].marks.contains(.completed) } ?? false
  }

  /// Remembers an operation as the newest one.
  package mutating func insert(_ id: RememberedID) {
    if !id.marks.contains(.fromFile) { others += 1 }
    let place: Int
    if ring.count < limit {
      if ring.count == 4096 { ring.reserveCapacity(limit) }
      place = ring.count
      ring.append(id)
    } else {
      place = next
      next = next + 1 < limit ? next + 1 : 0
      if !ring[place].marks.contains(.fromFile) { others -= 1 }
      if !byID.isEmpty { forget(place) }
      ring[place] = id
    }
    if !byID.isEmpty { index(place) }
  }

  /// The newest ones, oldest first, as `insert` takes them; all of them if there are no more than `count`.
  package func newest(_ count: Int = .max) -> [RememberedID] {
    let count = min(count, ring.count)
    guard count > next else { return Array(ring[next - count..<next]) }
    return Array(ring[(ring.count - (count - next))...] + ring[..<next])
  }

  private mutating func makeTable() {
    byID.makeRoom(for: limit)
    for place in 0..<ring.count { index((next + place) % ring.count) }
  }

  // Of an operation of a wrapper at a time.
  private static func hash(_ id: RememberedID, _ time: UInt32) -> UInt64 {
    Checksum.mix(id.idHash ^ UInt64(id.wrapper) << 32 ^ UInt64(time))
  }

  // A later operation of the same id takes over from an earlier one, which is found by its times from then on.
  private mutating func index(_ place: Int) {
    let ring = ring
    let id = ring[place]
    let earlier = byID.put(place, id.idHash) { ring[$0].hasSameID(as: id) }
    guard let earlier, !ring[earlier].isSameOperation(as: id) else { return }
    if byWrapper.isEmpty {
      byEnd.makeRoom(for: limit)
      byStart.makeRoom(for: limit)
      byWrapper.makeRoom(for: limit)
    }
    let before = ring[earlier]
    func isSame(_ other: RememberedID) -> Bool { other.hasSameID(as: before) && other.wrapper == before.wrapper }
    _ = byWrapper.put(earlier, Self.hash(before, 0)) { isSame(ring[$0]) }
    if before.end != 0 {
      _ = byEnd.put(earlier, Self.hash(before, before.end)) { isSame(ring[$0]) && ring[$0].end == before.end }
    }
    if before.start != 0 {
      _ = byStart.put(earlier, Self.hash(before, before.start)) { isSame(ring[$0]) && ring[$0].start == before.start }
    }
  }

  private mutating func forget(_ place: Int) {
    let ring = ring
    let id = ring[place]
    byID.remove(place, id.idHash) { ring[$0].idHash }
    byEnd.remove(place, Self.hash(id, id.end)) { Self.hash(ring[$0], ring[$0].end) }
    byStart.remove(place, Self.hash(id, id.start)) { Self.hash(ring[$0], ring[$0].start) }
    byWrapper.remove(place, Self.hash(id, 0)) { Self.hash(ring[$0], 0) }
  }
}
