import GRDB
import Monitoring

/// Reads a store record by record: what makes no sense is left out, named and counted, and the rest is kept. What is needed to
/// take it out of the store is kept for `repair`, which only the process that writes the store may do.
struct Salvage {
  private(set) var losses: [StoreLoss] = []
  private var removals: [(sql: String, key: [DatabaseValue])] = []
  private var rewrites: [(Database) throws -> Void] = []
  /// The place of each wrapper in the content that was read, by the number it has in the store.
  private(set) var places: [Int64: Int] = [:]
  /// What is at each place.
  private var numbers: [Int64] = []

  /// How many numbers there can be: all wrappers that are told apart, and `(other)`.
  private static let numberLimit = Int64(MonitorState.defaultWrapperLimit + 1)

  /// Tables by wrapper, and what they call its number.
  private static let numbered = [
    ("wrappers", "number"), ("failures", "wrapper"), ("tens", "wrapper"), ("minutes", "wrapper"), ("hours", "wrapper"),
    ("spending", "wrapper"), ("fine", "wrapper"), ("coarse", "wrapper"), ("active", "wrapper"), ("pending", "wrapper"),
  ]

  init() {}

  /// Reads one record. If it makes no sense, it is lost; what the database itself says is thrown.
  ///
  /// - Parameters:
  ///   - name: what it is of.
  ///   - key: the columns by which it is found in the table, and what they hold.
  mutating func read(
    _ kind: StoreLoss.Kind, from table: String, key: @autoclosure () -> [(column: String, value: DatabaseValue)],
    name: (Salvage) -> String?, _ body: (inout Salvage) throws -> Void
  ) throws {
    do {
      try body(&self)
    } catch let error as DatabaseError {
      throw error
    } catch {
      lose(kind, name(self))
      remove(from: table, key())
    }
  }

  /// Notes that a record has to go from the store, since it is lost or written anew.
  mutating func remove(from table: String, _ key: [(column: String, value: DatabaseValue)]) {
    let condition = key.map { "\($0.column) IS ?" }.joined(separator: " AND ")
    removals.append(("DELETE FROM \(table) WHERE \(condition)", key.map(\.value)))
  }

  /// Notes that something could not be read.
  mutating func lose(_ kind: StoreLoss.Kind, _ name: String?) {
    let at = losses.firstIndex { $0.kind == kind } ?? losses.count
    if at == losses.count { losses.append(StoreLoss(kind: kind, count: 0, names: [])) }
    losses[at].count += 1
    if let name, losses[at].names.count < StoreLoss.namesKept { losses[at].names.append(name) }
  }

  /// Notes what has to be written to the store so that it is whole again.
  mutating func rewrite(_ body: @escaping (Database) throws -> Void) { rewrites.append(body) }

  /// Gives a wrapper of the store its place.
  mutating func place(wrapper number: Int64) throws {
    guard (0..<Self.numberLimit).contains(number), places[number] == nil else { throw ByteReader.Damage() }
    places[number] = numbers.count
    numbers.append(number)
  }

  /// The place of a wrapper that a record names. If the wrapper's own record is not there, it gets a name that says so.
  mutating func place(of number: Int64, in monitor: inout StoredMonitor) throws -> Int {
    if let place = places[number] { return place }
    try place(wrapper: number)
    let record = WrapperRecord(name: WrapperRecord.lostName(Int(number)))
    lose(.wrapperName, "shown as \(record.name)")
    monitor.wrappers.append(StoredWrapper(record: record))
    return monitor.wrappers.count - 1
  }

  /// True if the store has to be repaired before it is written.
  var needsRepair: Bool {
    !losses.isEmpty || !rewrites.isEmpty || numbers.enumerated().contains { Int64($0.offset) != $0.element }
  }

  /// Brings the store to what was read: takes out what is lost, closes gaps between the numbers of wrappers, and writes the
  /// records that were missing or damaged.
  func repair(_ database: Database, _ content: StoredContent) throws {
    try database.inTransaction(.immediate) {
      for removal in removals {
        try database.execute(sql: removal.sql, arguments: StatementArguments(removal.key))
      }
      try renumber(database)
      for body in rewrites { try body(database) }
      // Their wrappers' numbers stand within bytes.
      if !content.monitor.uncosted.isEmpty {
        try OperationTables.replace(uncosted: content.monitor.uncosted, in: database)
      }
      let stored = Set(try Int64.fetchAll(database, sql: "SELECT number FROM wrappers"))
      let table = try WrapperRecordTable(database)
      for (place, wrapper) in content.monitor.wrappers.enumerated() where !stored.contains(Int64(place)) {
        try table.store(wrapper.record, of: place, newest: NewestBuckets(of: wrapper))
      }
      return .commit
    }
  }

  private func renumber(_ database: Database) throws {
    let moved = numbers.enumerated().filter { Int64($0.offset) != $0.element }
    guard !moved.isEmpty else { return }
    try database.execute(sql: "CREATE TEMP TABLE moved (number INTEGER PRIMARY KEY, place INTEGER NOT NULL)")
    for (place, number) in moved {
      try database.execute(sql: "INSERT INTO moved (number, place) VALUES (?, ?)", arguments: [number, place])
    }
    for (table, column) in Self.numbered {
      // By way of negative numbers, so that no two are the same meanwhile.
      try database.execute(
        sql: """
          UPDATE \(table) SET \(column) = -1 - (SELECT place FROM moved WHERE moved.number = \(table).\(column))
          WHERE \(column) IN (SELECT number FROM moved)
          """)
      try database.execute(sql: "UPDATE \(table) SET \(column) = -1 - \(column) WHERE \(column) < 0")
    }
    try database.execute(sql: "DROP TABLE moved")
  }
}

extension NewestBuckets {
  /// The newest slots of what was read of a wrapper.
  init(of wrapper: StoredWrapper) {
    self.init(
      ten: wrapper.tens.last?.index, minute: wrapper.minutes.last?.sums.index,
      hour: [wrapper.hours.last?.sums.index, wrapper.minutes.last.map { Retention.hour(ofMinute: $0.sums.index) }]
        .compactMap { $0 }.max(),
      spending: wrapper.spending.last?.index, fine: wrapper.breakdowns.fine.last?.index,
      coarse: [
        wrapper.breakdowns.coarse.last?.index, wrapper.breakdowns.fine.last.map { Retention.hour(ofFine: $0.index) },
      ]
      .compactMap { $0 }.max())
  }
}
