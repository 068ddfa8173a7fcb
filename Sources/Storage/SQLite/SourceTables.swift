import Events
import Foundation
import GRDB
import Monitoring

/// What is known of the sources, and the lines of theirs that were rejected.
enum SourceTables {
  private static let columns = """
    name, kind, format, state, problem, bytes, lines, records, accepted, skipped, duplicates, rejected, reasons, \
    inconsistent, too_late, last_event, last_arrival, lag, stored, connections, refused_connections, numbers_lines, \
    positions
    """

  static func store(_ sources: [StoredSource], in database: Database) throws {
    guard !sources.isEmpty else { return }
    let changes = columns.split(separator: ", ").map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let places = columns.split(separator: ", ").map { _ in "?" }.joined(separator: ", ")
    let write = try database.cachedStatement(
      sql: """
        INSERT INTO sources (\(columns)) VALUES (\(places)) ON CONFLICT (name, kind) DO UPDATE SET \(changes)
        """)
    for source in sources { try write.execute(arguments: StatementArguments(try values(of: source))) }
  }

  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [StoredSource] {
    var sources: [StoredSource] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT \(columns), number FROM sources ORDER BY number")
    while let row = try rows.next() {
      let number: DatabaseValue = row["number"]
      try salvage.read(.source, from: "sources", key: [("number", number)], name: { _ in try? row.text(0) }) {
        salvage in
        let read = try LenientSource(row)
        sources.append(read.source)
        guard !read.lost.isEmpty else { return }
        for part in read.lost { salvage.lose(.source, "\(part) of \(read.source.status.name)") }
        salvage.rewrite { try store([read.source], in: $0) }
      }
    }
    return sources
  }

  private static func values(of source: StoredSource) throws -> [DatabaseValue] {
    let status = source.status
    let reasons = Dictionary(uniqueKeysWithValues: status.rejectedByReason.map { ($0.key.rawValue, $0.value) })
    let (state, problem) = status.state.stored
    return [
      Column.text(status.name), status.kind.rawValue.databaseValue, Column.text(status.format), state.databaseValue,
      Column.text(problem), Column.wide(status.bytes), Column.wide(status.lines), Column.wide(status.records),
      Column.wide(status.accepted), Column.wide(status.skipped), Column.wide(status.duplicates),
      Column.wide(status.rejected), String(decoding: try JSONEncoder().encode(reasons), as: UTF8.self).databaseValue,
      Column.wide(status.inconsistent), Column.wide(status.tooLate), Column.time(status.lastEvent),
      Column.time(status.lastArrival), status.lagBytes.map { Column.wide($0) } ?? .null,
      status.storedBytes.map { Column.wide($0) } ?? .null, status.connections?.databaseValue ?? .null,
      Column.wide(status.refusedConnections), status.numbersLines.databaseValue,
      Column.blob(PositionsCoding.bytes(of: source.positions.suffix(Retention.positions))),
    ]
  }

  private static let rejectedColumns = [
    "rank", "source", "line", "offset", "reason", "field", "sample", "time", "found",
  ]

  static func store(_ rejected: [RejectedLine], in database: Database) throws {
    try database.execute(sql: "DELETE FROM rejected")
    let insert = try database.cachedStatement(
      sql: """
        INSERT INTO rejected (\(rejectedColumns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (rank, line) in rejected.prefix(Retention.rejected).enumerated() {
      try insert.execute(arguments: [
        rank, Column.text(line.source), line.lineNumber.map { Column.wide($0) } ?? .null, Column.wide(line.byteOffset),
        line.reason.rawValue, Column.text(line.field), Column.text(line.sample), line.time.microseconds,
        Column.text(line.found),
      ])
    }
  }

  static func loadRejected(_ database: Database, _ salvage: inout Salvage) throws -> [RejectedLine] {
    var lines: [RejectedLine] = []
    let selection = try AddedColumn.selection(rejectedColumns, of: "rejected", in: database)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(selection) FROM rejected ORDER BY rank")
    while let row = try rows.next() {
      try salvage.read(.rejected, from: "rejected", key: [("rank", row[0])], name: { _ in try? row.text(1) }) { _ in
        guard let reason = RejectionReason(rawValue: try row.text(4)) else { throw ByteReader.Damage() }
        lines.append(
          RejectedLine(
            source: try row.text(1), lineNumber: try row.optionalWide(2), byteOffset: try row.wide(3), reason: reason,
            field: try row.optionalText(5), found: try row.optionalRedactedText(8),
            sample: try row.optionalRedactedText(6) ?? "", time: try row.time(7)))
      }
    }
    return lines
  }
}

extension SourceState {
  fileprivate var stored: (state: String, problem: String?) {
    switch self {
    case .waiting: ("waiting", nil)
    case .catchingUp: ("catchingUp", nil)
    case .live: ("live", nil)
    case .ended: ("ended", nil)
    case .failed(let problem): ("failed", problem)
    }
  }

  fileprivate init(stored: String, problem: String?) throws(ByteReader.Damage) {
    switch stored {
    case "waiting": self = .waiting
    case "catchingUp": self = .catchingUp
    case "live": self = .live
    case "ended": self = .ended
    case "failed": self = .failed(problem ?? "")
    default: throw ByteReader.Damage()
    }
  }
}

/// What is known of a source, read part by part: what makes no sense is left as it is for a new source.
private struct LenientSource {
  var source: StoredSource
  /// What could not be read.
  var lost: [String] = []

  /// - Throws: if it is not known what source it is.
  init(_ row: Row) throws {
    guard let kind = SourceKind(rawValue: try row.text(1)) else { throw ByteReader.Damage() }
    source = StoredSource(status: SourceStatus(name: try row.text(0), kind: kind), positions: [])
    read("state") {
      $0.status.format = try row.text(2)
      $0.status.state = try SourceState(stored: try row.text(3), problem: try row.optionalText(4))
    }
    read("counts") {
      $0.status.bytes = try row.wide(5)
      $0.status.lines = try row.wide(6)
      $0.status.records = try row.wide(7)
      $0.status.accepted = try row.wide(8)
      $0.status.skipped = try row.wide(9)
      $0.status.duplicates = try row.wide(10)
      $0.status.rejected = try row.wide(11)
      $0.status.inconsistent = try row.wide(13)
      $0.status.tooLate = try row.wide(14)
      $0.status.refusedConnections = try row.wide(20)
    }
    read("reasons of rejection") {
      let reasons = try JSONDecoder().decode([String: UInt64].self, from: Data(try row.text(12).utf8))
      for (name, count) in reasons {
        guard let reason = RejectionReason(rawValue: name) else { throw ByteReader.Damage() }
        $0.status.rejectedByReason[reason] = count
      }
    }
    read("times") {
      $0.status.lastEvent = try row.optionalTime(15)
      $0.status.lastArrival = try row.optionalTime(16)
      $0.status.lagBytes = try row.optionalWide(17)
      $0.status.storedBytes = try row.optionalWide(18)
      $0.status.connections = try row.optionalWide(19)
      $0.status.numbersLines = try row.flag(21)
    }
    read("reading positions (its files are read from their beginning)") {
      $0.positions = try PositionsCoding.positions(from: try row.bytes(22))
    }
  }

  private mutating func read(_ part: String, _ body: (inout StoredSource) throws -> Void) {
    do { try body(&source) } catch { lost.append(part) }
  }
}
