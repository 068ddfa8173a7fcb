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

  static func load(_ database: Database) throws -> [StoredSource] {
    var sources: [StoredSource] = []
    let rows = try Row.fetchCursor(database, sql: "SELECT \(columns) FROM sources ORDER BY number")
    while let row = try rows.next() {
      sources.append(
        StoredSource(
          status: try SourceStatus(row: row), positions: try PositionsCoding.positions(from: try row.bytes(22))))
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

  static func loadRejected(_ database: Database) throws -> [RejectedLine] {
    var lines: [RejectedLine] = []
    let selection = try AddedColumn.selection(rejectedColumns, of: "rejected", in: database)
    let rows = try Row.fetchCursor(database, sql: "SELECT \(selection) FROM rejected ORDER BY rank")
    while let row = try rows.next() {
      guard let reason = RejectionReason(rawValue: try row.text(4)) else { throw ByteReader.Damage() }
      lines.append(
        RejectedLine(
          source: try row.text(1), lineNumber: try row.optionalWide(2), byteOffset: try row.wide(3), reason: reason,
          field: try row.optionalText(5), found: try row.optionalRedactedText(8),
          sample: try row.optionalRedactedText(6) ?? "", time: try row.time(7)))
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

extension SourceStatus {
  fileprivate init(row: Row) throws {
    guard let kind = SourceKind(rawValue: try row.text(1)) else { throw ByteReader.Damage() }
    self.init(name: try row.text(0), kind: kind)
    format = try row.text(2)
    state = try SourceState(stored: try row.text(3), problem: try row.optionalText(4))
    bytes = try row.wide(5)
    lines = try row.wide(6)
    records = try row.wide(7)
    accepted = try row.wide(8)
    skipped = try row.wide(9)
    duplicates = try row.wide(10)
    rejected = try row.wide(11)
    let reasons = try JSONDecoder().decode([String: UInt64].self, from: Data(try row.text(12).utf8))
    for (name, count) in reasons {
      guard let reason = RejectionReason(rawValue: name) else { throw ByteReader.Damage() }
      rejectedByReason[reason] = count
    }
    inconsistent = try row.wide(13)
    tooLate = try row.wide(14)
    lastEvent = try row.optionalTime(15)
    lastArrival = try row.optionalTime(16)
    lagBytes = try row.optionalWide(17)
    storedBytes = try row.optionalWide(18)
    connections = try row.optionalWide(19)
    refusedConnections = try row.wide(20)
    numbersLines = try row.flag(21)
  }
}
