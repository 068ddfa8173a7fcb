import Events

/// Users or sessions while operations are counted: there can be as many as operations, so that they are found through a hash
/// table, their names lie one behind the other, and the least costly half goes when there are too many.
struct AccountsAccumulator: Sendable {
  private struct Entry {
    var hash: UInt64
    var name: TextRange
    var sums = Sums()
  }

  private var entries: [Entry] = []
  private var names: [UInt8] = []
  // Places of entries by hash, -1 where free; at least half of them are.
  private var table: [Int16] = []
  private var other = Sums()

  init() {}

  /// Counts an operation of the account of that hash.
  @inline(__always)
  mutating func add(_ operation: borrowing MeasuredOperation, _ text: HashedText, in texts: [UInt8]) {
    if entries.count * 2 >= table.count { makeRoom() }
    let mask = table.count - 1
    var at = Int(truncatingIfNeeded: text.hash) & mask
    while table[at] >= 0 {
      let place = Int(table[at])
      if entries[place].hash == text.hash {
        entries[place].sums.add(operation)
        return
      }
      at = (at + 1) & mask
    }
    table[at] = Int16(entries.count)
    let name = TextRange(offset: UInt32(names.count), length: text.range.length)
    names.append(contentsOf: texts[Int(text.range.offset)..<Int(text.range.offset + text.range.length)])
    var entry = Entry(hash: text.hash, name: name)
    entry.sums.add(operation)
    entries.append(entry)
  }

  private mutating func makeRoom() {
    if entries.count >= Account.most { shed() }
    let wanted = max(16, entries.count * 4)
    if table.count < wanted { table = Array(repeating: -1, count: table.isEmpty ? 16 : table.count * 2) }
    enter()
  }

  private mutating func enter() {
    for at in table.indices { table[at] = -1 }
    let mask = table.count - 1
    for (place, entry) in entries.enumerated() {
      var at = Int(truncatingIfNeeded: entry.hash) & mask
      while table[at] >= 0 { at = (at + 1) & mask }
      table[at] = Int16(place)
    }
  }

  private mutating func shed() {
    let choice = TopKSelection(entries.map(\.sums.accountWeight), count: Account.limit)
    var kept: [Entry] = []
    var keptNames: [UInt8] = []
    for (place, entry) in entries.enumerated() {
      guard choice.contains(place) else {
        other.add(entry.sums)
        continue
      }
      var moved = entry
      moved.name.offset = UInt32(keptNames.count)
      keptNames.append(contentsOf: bytes(of: entry))
      kept.append(moved)
    }
    entries = kept
    names = keptNames
  }

  private func bytes(of entry: Entry) -> ArraySlice<UInt8> {
    names[Int(entry.name.offset)..<Int(entry.name.offset + entry.name.length)]
  }

  /// What was counted.
  var sums: TopK<Account> {
    var accounts: [Account] = []
    accounts.reserveCapacity(entries.count)
    for entry in entries {
      var account = Account(BoundedName(String(decoding: bytes(of: entry), as: UTF8.self)))
      account.sums = entry.sums
      accounts.append(account)
    }
    guard other.operations > 0 || other.costs != .zero else { return TopK(accounts) }
    var rest = Account(.other)
    rest.sums = other
    return TopK(accounts, other: rest)
  }

  /// Forgets all, but not the room for it.
  mutating func clear() {
    guard !entries.isEmpty else { return }
    entries.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    for at in table.indices { table[at] = -1 }
    other = Sums()
  }
}
