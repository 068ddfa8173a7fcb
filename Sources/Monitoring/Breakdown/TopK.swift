/// Sums that belong to a name, of which only so many are told apart.
protocol NamedSums: Sendable, Equatable {
  /// How many names are kept when there are too many.
  static var limit: Int { get }
  /// How many names may be kept before they are cut down to `limit`.
  static var most: Int { get }
  var name: BoundedName { get set }
  /// The heavier stay when there are too many.
  var weight: Int64 { get }
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
struct TopK<Element: NamedSums>: Sendable, Equatable {
  /// By name.
  private(set) var entries: [Element] = []
  private(set) var other: Element?

  init() {}

  /// Takes elements in any order; those of the same name are merged.
  init(_ elements: [Element], other: Element? = nil, most: Int = Element.most) {
    self.other = other
    entries.reserveCapacity(elements.count)
    // Elements are large: their hashes are sorted in their place.
    let order = elements.indices.map { (hash: elements[$0].name.hash, place: $0) }.sorted { a, b in
      a.hash != b.hash ? a.hash < b.hash : elements[a.place].name < elements[b.place].name
    }
    for (_, place) in order { append(elements[place]) }
    cut(most: most)
  }

  /// Adds up many at once.
  init(merging all: [TopK], most: Int = Element.most) {
    self.init(all.flatMap(\.entries), most: .max)
    for one in all {
      if let theirs = one.other { give(theirs) }
    }
    cut(most: most)
  }

  var isEmpty: Bool { entries.isEmpty && other == nil }

  /// Adds what another holds. No more than `most` names are kept; if there were more, `Element.limit` or, if that is less,
  /// `most`.
  mutating func merge(_ more: TopK, most: Int = Element.most) {
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

  // Makes room for the new names and fills it from the back, so that nothing is moved twice.
  private mutating func mergeSorted(_ more: [Element]) {
    var mine = entries.count - 1
    var fresh = more.count
    var at = 0
    for element in more {
      while at < entries.count, entries[at].name < element.name { at += 1 }
      if at < entries.count, entries[at].name == element.name { fresh -= 1 }
    }
    var theirs = more.count - 1
    entries.append(contentsOf: more[(more.count - fresh)...])
    var to = entries.count - 1
    while theirs >= 0 {
      if mine >= 0, !(entries[mine].name < more[theirs].name) {
        entries.swapAt(to, mine)
        if entries[to].name == more[theirs].name {
          entries[to].merge(more[theirs])
          theirs -= 1
        }
        mine -= 1
      } else {
        entries[to] = more[theirs]
        theirs -= 1
      }
      to -= 1
    }
  }

  private mutating func append(_ element: Element) {
    if let last = entries.last, last.name == element.name {
      entries[entries.count - 1].merge(element)
    } else {
      entries.append(element)
    }
  }

  /// Keeps the heaviest if there are more names than `most`; of equal ones, the first by name.
  mutating func cut(most: Int = Element.most) {
    guard entries.count > most else { return }
    let kept = min(most, Element.limit)
    let choice = TopKSelection(entries.map(\.weight), count: kept)
    var stay: [Element] = []
    stay.reserveCapacity(kept)
    for (place, entry) in entries.enumerated() {
      if choice.contains(place) { stay.append(entry) } else { give(entry) }
    }
    entries = stay
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
