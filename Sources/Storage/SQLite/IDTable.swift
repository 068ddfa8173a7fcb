import Events
import Foundation
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
    let insert = try database.cachedStatement(sql: "INSERT INTO ids (rank, form, count, keys) VALUES (0, ?, ?, ?)")
    var rest = keys.suffix(Retention.ids)[...]
    while !rest.isEmpty {
      let part = rest.prefix(largest)
      rest = rest.dropFirst(part.count)
      try insert.execute(arguments: [
        RememberedIDCoding.Form.operation.rawValue, part.count, Column.blob(RememberedIDCoding.bytes(of: part)),
      ])
    }
    try mergeRows(in: database)
    try forgetRows(in: database)
  }

  /// The last ids, oldest first.
  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [RememberedID] {
    var keys: [RememberedID] = []
    let count = try Double.fetchOne(database, sql: "SELECT total(count) FROM ids") ?? 0
    keys.reserveCapacity(Int(min(max(0, count), Double(Retention.ids + largest))))
    let columns = try AddedColumn.selection(["keys", "form", "rank", "count", "sequence"], of: "ids", in: database)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM ids ORDER BY sequence")
    while let row = try rows.next() {
      try salvage.read(.ids, from: "ids", key: [("sequence", row[4])], name: { _ in nil }) { _ in
        let before = keys.count
        guard let form = RememberedIDCoding.Form(rawValue: try row.wide(1)),
          case .blob = (row[0] as DatabaseValue).storage
        else { throw ByteReader.Damage() }
        _ = try row.wide(2) as Int
        try row.withUnsafeData(atIndex: 0) { data in
          try (data ?? Data()).withUnsafeBytes { bytes in try RememberedIDCoding.append(bytes, form, to: &keys) }
        }
        guard keys.count - before == (try row.wide(3) as Int) else {
          keys.removeLast(keys.count - before)
          throw ByteReader.Damage()
        }
      }
    }
    return keys.count > Retention.ids ? Array(keys.suffix(Retention.ids)) : keys
  }

  private static func mergeRows(in database: Database) throws {
    let last = try database.cachedStatement(
      sql: "SELECT sequence, rank, count, form FROM ids ORDER BY sequence DESC LIMIT ?")
    while true {
      let rows = try Row.fetchAll(last, arguments: [fanIn])
      guard rows.count == fanIn, let newest = rows.first, let oldest = rows.last else { return }
      let rank: Int = try newest.wide(1)
      let form: Int = try newest.wide(3)
      guard try rows.allSatisfy({ row in try row.wide(3) == form }) else { return }
      let counts: [Int] = try rows.map { row in try row.wide(2) }
      guard counts.allSatisfy((0...largest).contains) else { throw ByteReader.Damage() }
      guard try rows.allSatisfy({ row in try row.wide(1) == rank }), counts.reduce(0, +) <= largest else { return }
      let first: Int64 = try oldest.wide(0)
      var bytes = Data()
      let parts = try Row.fetchCursor(
        database, sql: "SELECT keys FROM ids WHERE sequence >= ? ORDER BY sequence", arguments: [first])
      while let part = try parts.next() {
        try part.withUnsafeData(atIndex: 0) { data in bytes.append(data ?? Data()) }
      }
      try database.execute(sql: "DELETE FROM ids WHERE sequence >= ?", arguments: [first])
      try database.execute(
        sql: "INSERT INTO ids (sequence, rank, form, count, keys) VALUES (?, ?, ?, ?, ?)",
        arguments: [first, rank + 1, form, counts.reduce(0, +), bytes])
    }
  }

  // Whole rows go, as long as enough ids stay.
  private static func forgetRows(in database: Database) throws {
    let sum = try database.cachedStatement(sql: "SELECT sum(count) FROM ids")
    let first = try database.cachedStatement(sql: "SELECT sequence, count FROM ids ORDER BY sequence LIMIT 1")
    var total = try Int.fetchOne(sum) ?? 0
    while total > Retention.ids, let row = try Row.fetchOne(first) {
      let count: Int = try row.wide(1)
      guard total - count >= Retention.ids else { return }
      let sequence: Int64 = try row.wide(0)
      try database.execute(sql: "DELETE FROM ids WHERE sequence = ?", arguments: [sequence])
      total -= count
    }
  }
}
