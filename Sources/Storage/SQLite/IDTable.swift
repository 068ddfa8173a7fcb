import GRDB
import Monitoring

/// The remembered ids. A row for each commit would be too many and one row for all too big to write again each time, so
/// that rows grow as the digits of a number do: once there are `fanIn` rows of a rank, they become one of the next. Each
/// key is written a handful of times, and there are never more than a few hundred rows.
enum IDTable {
  private static let fanIn = 16
  /// A row of this many keys grows no more.
  private static let largest = 65_536

  static func append(_ keys: [RememberedID], in database: Database) throws {
    guard !keys.isEmpty else { return }
    let insert = try IDRow.layout.insertion(in: database)
    var rest = keys.suffix(Retention.ids)[...]
    while !rest.isEmpty {
      let part = rest.prefix(largest)
      rest = rest.dropFirst(part.count)
      try IDRow.layout.write(IDRow(count: part.count, keys: RememberedIDCoding.bytes(of: part)), by: insert)
    }
    try mergeRows(in: database)
    try forgetRows(in: database)
  }

  /// The last ids, oldest first.
  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [RememberedID] {
    var keys: [RememberedID] = []
    let count = try Double.fetchOne(database, sql: "SELECT total(count) FROM ids") ?? 0
    keys.reserveCapacity(Int(min(max(0, count), Double(Retention.ids + largest))))
    let rows = try IDRow.layout.rows(orderedBy: "sequence", in: database)
    while let row = try rows.next() {
      let sequence: DatabaseValue = row["sequence"]
      try salvage.read(.ids, from: "ids", key: [("sequence", sequence)], name: { _ in nil }) { _ in
        let read = try IDRow.layout.record(of: row, from: IDRow())
        let before = keys.count
        try read.keys.withUnsafeBytes { try RememberedIDCoding.append($0, read.form, to: &keys) }
        guard keys.count - before == read.count else {
          keys.removeLast(keys.count - before)
          throw ByteReader.Damage()
        }
      }
    }
    return keys.count > Retention.ids ? Array(keys.suffix(Retention.ids)) : keys
  }

  private static let newestRows = "sequence DESC LIMIT \(fanIn)"

  private static func mergeRows(in database: Database) throws {
    while true {
      let rows = try read(IDRow.heads, orderedBy: newestRows, in: database)
      guard rows.count == fanIn, let newest = rows.first, let oldest = rows.last,
        rows.allSatisfy({ $0.form == newest.form })
      else { return }
      guard rows.allSatisfy({ (0...largest).contains($0.count) }) else { throw ByteReader.Damage() }
      let count = rows.reduce(0) { $0 + $1.count }
      guard rows.allSatisfy({ $0.rank == newest.rank }), count <= largest else { return }
      var merged = IDRow(sequence: oldest.sequence, rank: newest.rank + 1, form: newest.form, count: count)
      let parts = try read(IDRow.layout, orderedBy: newestRows, in: database)
      for part in parts.reversed() { merged.keys += part.keys }
      try database.execute(sql: "DELETE FROM ids WHERE sequence >= ?", arguments: [oldest.sequence])
      try IDRow.layout.write(merged, by: IDRow.layout.insertion(in: database))
    }
  }

  // Whole rows go, as long as enough ids stay.
  private static func forgetRows(in database: Database) throws {
    var total = try Int.fetchOne(database.cachedStatement(sql: "SELECT sum(count) FROM ids")) ?? 0
    while total > Retention.ids, let oldest = try read(IDRow.heads, orderedBy: "sequence LIMIT 1", in: database).first {
      guard total - oldest.count >= Retention.ids else { return }
      try database.execute(sql: "DELETE FROM ids WHERE sequence = ?", arguments: [oldest.sequence])
      total -= oldest.count
    }
  }

  private static func read(
    _ layout: TableLayout<IDRow>, orderedBy order: String, in database: Database
  ) throws -> [IDRow] {
    let rows = try layout.rows(orderedBy: order, in: database)
    var found: [IDRow] = []
    while let row = try rows.next() { found.append(try layout.record(of: row, from: IDRow())) }
    return found
  }
}

/// A row of the table of ids.
private struct IDRow {
  /// Its place; nil for one behind all others.
  var sequence: Int64?
  var rank = 0
  var form = RememberedIDCoding.Form.operation
  var count = 0
  var keys: [UInt8] = []

  /// All but the keys.
  static let heads = TableLayout<IDRow>(
    table: "ids",
    columns: [
      .integer("sequence", \.sequence),
      .integer("rank", \.rank),
      TableColumn("form") {
        $1.bind($0.form.rawValue, at: $2)
      } read: {
        guard let form = RememberedIDCoding.Form(rawValue: try $1.wide($2)) else { throw ByteReader.Damage() }
        $0.form = form
      },
      .integer("count", \.count),
    ])
  static let layout = TableLayout(table: "ids", columns: heads.columns + [.bytes("keys", \.keys)])
}
