/// Sums that belong to a name, of which only so many are told apart.
protocol NamedSums: Sendable, Equatable {
  /// How many names are kept when there are too many.
  static var limit: Int { get }
  /// How many names may be kept before they are cut down to `limit`.
  static var most: Int { get }
  var name: BoundedName { get set }
  /// The heavier stay when there are too many.
  var weight: Int128 { get }
  mutating func merge(_ other: Self)
}

extension NamedSums {
  static var most: Int { limit }
}

/// A name with a hash by which names are ordered: cheaper to compare than texts, and the same in every process.
struct BoundedName: Sendable, Hashable, Comparable {
  let hash: UInt64
  let text: String

  /// The longest that is kept, in bytes.
  static let longest = 1024

  /// What stands for all that are not told apart.
  static let other = BoundedName("(other)")

  init(_ text: String) {
    self.text = text
    hash = Checksum.of(text.utf8)
  }

  static func < (a: BoundedName, b: BoundedName) -> Bool {
    a.hash != b.hash ? a.hash < b.hash : a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
  }

  static func == (a: BoundedName, b: BoundedName) -> Bool { a.hash == b.hash && a.text == b.text }

  func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// Named sums, each name once, and one sum of all that have no place of their own. As long as there are no more than
/// `Element.most` names, merging is exact, whatever the order. Beyond that, the lighter ones give way into `other`: a name's
/// sums are then at most its true ones, and the sum of all, `other` included, is always the true one.
struct Bounded<Element: NamedSums>: Sendable, Equatable {
  /// By name.
  private(set) var entries: [Element] = []
  private(set) var other: Element?

  init() {}

  /// Takes elements in any order; those of the same name are merged.
  init(_ elements: [Element], other: Element? = nil, most: Int = Element.most) {
    self.other = other
    entries.reserveCapacity(elements.count)
    for element in elements.sorted(by: { $0.name < $1.name }) { append(element) }
    cut(most: most)
  }

  var isEmpty: Bool { entries.isEmpty && other == nil }

  /// Adds what another holds. No more than `most` names are kept; if there were more, `Element.limit` or, if that is less,
  /// `most`.
  mutating func merge(_ more: Bounded, most: Int = Element.most) {
    if let theirs = more.other { give(theirs) }
    if entries.isEmpty {
      entries = more.entries
    } else if !mergeKnown(more.entries) {
      mergeSorted(more.entries)
    }
    cut(most: most)
  }

  // Where every name is known already, as is usual but for users and sessions, nothing has to move.
  private mutating func mergeKnown(_ more: [Element]) -> Bool {
    var places: [Int] = []
    places.reserveCapacity(more.count)
    var at = 0
    for element in more {
      while at < entries.count, entries[at].name < element.name { at += 1 }
      guard at < entries.count, entries[at].name == element.name else { return false }
      places.append(at)
    }
    for (place, element) in zip(places, more) { entries[place].merge(element) }
    return true
  }

  private mutating func mergeSorted(_ more: [Element]) {
    let mine = entries
    entries = []
    entries.reserveCapacity(mine.count + more.count)
    var at = 0
    for element in more {
      while at < mine.count, mine[at].name < element.name {
        entries.append(mine[at])
        at += 1
      }
      if at < mine.count, mine[at].name == element.name {
        entries.append(mine[at])
        at += 1
      }
      append(element)
    }
    entries.append(contentsOf: mine[at...])
  }

  private mutating func append(_ element: Element) {
    if let last = entries.last, last.name == element.name {
      entries[entries.count - 1].merge(element)
    } else {
      entries.append(element)
    }
  }

  /// Keeps the heaviest if there are more names than `most`.
  mutating func cut(most: Int = Element.most) {
    guard entries.count > most else { return }
    let weights = entries.map(\.weight)
    let heaviest = weights.indices.sorted { weights[$0] != weights[$1] ? weights[$0] > weights[$1] : $0 < $1 }
    let kept = min(most, Element.limit)
    for place in heaviest[kept...] { give(entries[place]) }
    entries = heaviest[..<kept].sorted().map { entries[$0] }
  }

  private mutating func give(_ element: Element) {
    if other == nil {
      other = element
      other?.name = .other
    } else {
      other?.merge(element)
    }
  }
}
