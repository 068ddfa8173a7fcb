import Canvas
import Events
import Monitoring
import Snapshots

/// The wrappers in the order in which they are listed, and the cursor among them.
///
/// The cursor holds a wrapper, not a row: when rows change places it goes along and the list scrolls after it. Until
/// the operator moves it, it stands on the first row, so that an unattended screen explains the worst wrapper.
/// Rows change places at most once in two seconds, and not within two seconds of a move.
package struct Listing: Sendable, Equatable {
  package internal(set) var order = SortOrder()
  package internal(set) var filter = Filter()
  /// Places in the snapshot's wrappers, in the order of the rows.
  package private(set) var rows: [Int] = []
  /// The cursor among the rows, by the names of wrappers.
  private var position = ListCursor<String>(holdsFirst: true)
  /// How many wrappers there are, and in which states.
  package private(set) var total = 0
  package private(set) var counts = StatusCounts()
  package private(set) var budgets = BudgetCounts()
  /// The width of the longest name in cells.
  package private(set) var longestName = 0

  private var names: [String] = []
  private var snapshotTime: Timestamp?
  private var snapshotRange: TimeRange?
  private var sorted: Timestamp?
  /// Sorted or filtered by quantiles that were not worked out for all wrappers yet.
  private var awaitsQuantiles = false
  private var moved: Timestamp?

  /// How long rows keep their places after a move and after they were sorted, in seconds.
  package static let calm: Int64 = 2

  package init() {}

  /// The wrapper that holds the cursor; nil while it follows the first row.
  package var selection: String? { position.selection }
  /// The row of the cursor.
  package var cursor: Int { position.row }
  /// The first row on the screen.
  package var top: Int { position.top }

  /// Takes over a snapshot, if it is another than before.
  mutating func refresh(_ snapshot: Snapshot?, now: Timestamp) {
    let wrappers = snapshot?.monitor.wrappers ?? []
    let range = snapshot?.monitor.timeRange
    guard snapshot?.at != snapshotTime || range != snapshotRange || wrappers.count != total else { return }
    snapshotTime = snapshot?.at
    snapshotRange = range
    counts = StatusCounts(wrappers)
    budgets = BudgetCounts(wrappers)
    let isKnown = names.count == wrappers.count && zip(names, wrappers).allSatisfy { $0 == $1.name }
    if !isKnown { takeNames(wrappers) }
    // What the operator asked to be sorted or filtered by does not wait once it is there.
    let isAwaited = awaitsQuantiles && Self.haveQuantiles(wrappers)
    if isWithin(Self.calm, of: moved, now) || isKnown && !isAwaited && isWithin(Self.calm, of: sorted, now) {
      if !isKnown { addNewcomers(wrappers) }
    } else {
      sort(wrappers, now: now, keeping: selection)
    }
    placeCursor()
  }

  /// Sorts and filters anew, at once: the operator asked for it.
  mutating func rebuild(_ snapshot: Snapshot?, now: Timestamp) {
    sort(snapshot?.monitor.wrappers ?? [], now: now, keeping: nil)
    placeCursor()
    if selection != nil { pin() }
  }

  /// Moves the cursor; `page` is how many rows are on the screen.
  mutating func move(_ movement: Movement, page: Int, now: Timestamp) {
    guard !rows.isEmpty else { return }
    position.move(movement, page: page, count: rows.count) { names[rows[$0]] }
    moved = now
  }

  /// From now on the cursor stays with the wrapper that it stands on.
  mutating func pin() {
    if rows.indices.contains(cursor), names.indices.contains(rows[cursor]) { position.hold(names[rows[cursor]]) }
  }

  /// Puts the cursor on the wrapper of that name; false if it is not listed.
  mutating func select(_ name: String) -> Bool {
    guard let row = rows.firstIndex(where: { names.indices.contains($0) && names[$0] == name }) else { return false }
    position.hold(name, at: row)
    return true
  }

  /// From now on the cursor follows the first row.
  mutating func unpin() {
    position.release()
    moved = nil
  }

  /// Scrolls so that the cursor is among the `page` rows on the screen, and as few rows as can be lie behind the end.
  mutating func scroll(page: Int) {
    position.scroll(page: page, count: rows.count)
  }

  /// The wrapper under the cursor.
  package func selected(in snapshot: Snapshot?) -> WrapperSnapshot? {
    guard let wrappers = snapshot?.monitor.wrappers, rows.indices.contains(cursor) else { return nil }
    return wrappers.indices.contains(rows[cursor]) ? wrappers[rows[cursor]] : nil
  }

  /// True if wrappers are sorted or filtered by a quantile, so that those of all of them are needed.
  var needsQuantiles: Bool { order.column == .p95 || filter.needsQuantiles }

  /// The names of the rows on the screen.
  func visibleNames(page: Int) -> Set<String> {
    Set(rows.dropFirst(top).prefix(page).compactMap { names.indices.contains($0) ? names[$0] : nil })
  }

  // A clock that was set back holds nothing up.
  private func isWithin(_ seconds: Int64, of instant: Timestamp?, _ now: Timestamp) -> Bool {
    guard let instant else { return false }
    return now >= instant && now < instant.advanced(seconds: seconds)
  }

  // Takes over another set of wrappers; rows that are gone go, the others keep their order.
  private mutating func takeNames(_ wrappers: [WrapperSnapshot]) {
    let places = Dictionary(wrappers.indices.map { (wrappers[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
    rows = rows.compactMap { places[names[$0]] }
    names = wrappers.map(\.name)
    total = wrappers.count
    longestName = names.reduce(0) { max($0, DisplayWidth.of($1)) }
  }

  private mutating func addNewcomers(_ wrappers: [WrapperSnapshot]) {
    let listed = Set(rows)
    rows += wrappers.indices.filter { !listed.contains($0) && filter.matches(wrappers[$0]) }
  }

  // The row under the cursor stays even when it no longer meets the filter: it must not vanish while it is read.
  private mutating func sort(_ wrappers: [WrapperSnapshot], now: Timestamp, keeping kept: String?) {
    let places =
      filter.isEmpty
      ? Array(wrappers.indices)
      : wrappers.indices.filter { filter.matches(wrappers[$0]) || wrappers[$0].name == kept }
    rows = order.sorted(places, of: wrappers)
    sorted = wrappers.isEmpty ? nil : now
    awaitsQuantiles = needsQuantiles && !Self.haveQuantiles(wrappers)
  }

  private static func haveQuantiles(_ wrappers: [WrapperSnapshot]) -> Bool {
    wrappers.allSatisfy { $0.range.p95Ms != nil || $0.range.sums.averageDurationMs == nil }
  }

  private mutating func placeCursor() {
    position.locate(count: rows.count) { names[rows[$0]] }
  }
}

/// How many wrappers are in each state.
package struct StatusCounts: Sendable, Hashable {
  private var counts = Array(repeating: 0, count: Grade.worstFirst.count)
  /// Those of the idle ones that are known from the configuration only.
  package private(set) var unseen = 0

  package init(_ wrappers: [WrapperSnapshot] = []) {
    for wrapper in wrappers {
      counts[Grade(wrapper).rank] += 1
      if !wrapper.seen { unseen += 1 }
    }
  }

  package subscript(grade: Grade) -> Int { counts[grade.rank] }
}
