import Events
import Foundation
import GRDB
import Monitoring

/// What is known of the sources, and the lines of theirs that were rejected.
enum SourceTables {
  static func store(_ sources: [StoredSource], in database: Database) throws {
    guard !sources.isEmpty else { return }
    let changes = layout.columns.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
    let write = try layout.insertion(onConflict: "ON CONFLICT (name, kind) DO UPDATE SET \(changes)", in: database)
    for source in sources { try layout.write(source, by: write) }
    let told = sources.filter { $0.status.withoutUsage > 0 }
    guard !told.isEmpty else { return }
    try database.execute(sql: Schema.sourceUsage)
    let usage = try usageLayout.insertion(orReplace: true, in: database)
    for source in told { try usageLayout.write(source, by: usage) }
  }

  // Nothing where it cannot be read: it only hints at what writes a source.
  private static func loadUsage(_ database: Database, into sources: inout [StoredSource]) throws {
    guard try database.tableExists("source_usage") else { return }
    for row in try Row.fetchAll(database, sql: "SELECT name, kind, no_usage FROM source_usage") {
      guard let name = try? row.text(0), let kind = try? row.text(1), let count: UInt64 = try? row.wide(2),
        let place = sources.firstIndex(where: { $0.status.name == name && $0.status.kind.rawValue == kind })
      else { continue }
      sources[place].status.withoutUsage = count
    }
  }

  private static let usageLayout = TableLayout<StoredSource>(
    table: "source_usage",
    columns: [
      TableColumn("name") { $1.bind($0.status.name, at: $2) },
      TableColumn("kind") { $1.bind($0.status.kind.rawValue, at: $2) },
      .integer("no_usage", \.status.withoutUsage),
    ])

  static func load(_ database: Database, _ salvage: inout Salvage) throws -> [StoredSource] {
    var sources: [StoredSource] = []
    let rows = try layout.rows(["number"], orderedBy: "number", in: database)
    while let row = try rows.next() {
      let (number, name, kind): (DatabaseValue, DatabaseValue, DatabaseValue) = (
        row["number"], row["name"], row["kind"]
      )
      try salvage.read(.source, from: "sources", key: [("number", number)], name: { _ in try? name.text }) { salvage in
        guard let kind = SourceKind(rawValue: try kind.text) else { throw ByteReader.Damage() }
        // What makes no sense is left as it is for a new source.
        var source = StoredSource(status: SourceStatus(name: try name.text, kind: kind), positions: [])
        let lost = layout.salvage(row, into: &source)
        sources.append(source)
        guard !lost.isEmpty else { return }
        for part in lost { salvage.lose(.source, "\(part) of \(source.status.name)") }
        salvage.rewrite { [source] in try store([source], in: $0) }
      }
    }
    try loadUsage(database, into: &sources)
    return sources
  }

  private static let layout = TableLayout<StoredSource>(
    table: "sources",
    columns: [
      TableColumn("name") { $1.bind($0.status.name, at: $2) },
      TableColumn("kind") { $1.bind($0.status.kind.rawValue, at: $2) },
      .text("format", in: "state", \.status.format),
      TableColumn("state", in: "state") {
        $1.bind($0.status.state.stored.state, at: $2)
      } read: {
        $0.status.state = try SourceState(stored: try $1.text($2))
      },
      TableColumn("problem", in: "state") {
        $1.bind($0.status.state.stored.problem, at: $2)
      } read: {
        let problem = try $1.optionalText($2)
        if case .failed = $0.status.state { $0.status.state = .failed(problem ?? "") }
      },
      .integer("bytes", in: "counts", \.status.bytes),
      .integer("lines", in: "counts", \.status.lines),
      .integer("records", in: "counts", \.status.records),
      .integer("accepted", in: "counts", \.status.accepted),
      .integer("skipped", in: "counts", \.status.skipped),
      .integer("duplicates", in: "counts", \.status.duplicates),
      .integer("rejected", in: "counts", \.status.rejected),
      .integer("inconsistent", in: "counts", \.status.inconsistent),
      .integer("too_late", in: "counts", \.status.tooLate),
      .integer("refused_connections", in: "counts", \.status.refusedConnections),
      TableColumn("reasons", in: "reasons of rejection") {
        let reasons = Dictionary(uniqueKeysWithValues: $0.status.rejectedByReason.map { ($0.key.rawValue, $0.value) })
        $1.bind(String(decoding: try JSONEncoder().encode(reasons), as: UTF8.self), at: $2)
      } read: {
        let reasons = try JSONDecoder().decode([String: UInt64].self, from: Data(try $1.text($2).utf8))
        for (name, count) in reasons {
          guard let reason = RejectionReason(rawValue: name) else { throw ByteReader.Damage() }
          $0.status.rejectedByReason[reason] = count
        }
      },
      .time("last_event", in: "times", \.status.lastEvent),
      .time("last_arrival", in: "times", \.status.lastArrival),
      .integer("lag", in: "times", \.status.lagBytes),
      .integer("stored", in: "times", \.status.storedBytes),
      .integer("connections", in: "times", \.status.connections),
      .flag("numbers_lines", in: "times", \.status.numbersLines),
      TableColumn("positions", in: "reading positions (its files are read from their beginning)") {
        $1.bind(PositionsCoding.bytes(of: $0.positions.suffix(Retention.positions)), at: $2)
      } read: {
        $0.positions = try PositionsCoding.positions(from: try $1.bytes($2))
      },
    ])

  // MARK: Rejected lines

  static func store(_ rejected: [RejectedLine], in database: Database) throws {
    try database.execute(sql: "DELETE FROM rejected")
    let insert = try rejectedLayout.insertion(in: database)
    for (rank, line) in rejected.prefix(Retention.rejected).enumerated() {
      try rejectedLayout.write(RankedLine(rank: rank, line: line), by: insert)
    }
  }

  static func loadRejected(_ database: Database, _ salvage: inout Salvage) throws -> [RejectedLine] {
    var lines: [RejectedLine] = []
    let rows = try rejectedLayout.rows(orderedBy: "rank", in: database)
    while let row = try rows.next() {
      let (rank, source): (DatabaseValue, DatabaseValue) = (row["rank"], row["source"])
      try salvage.read(.rejected, from: "rejected", key: [("rank", rank)], name: { _ in try? source.text }) { _ in
        lines.append(try rejectedLayout.record(of: row, from: RankedLine()).line)
      }
    }
    return lines
  }

  private struct RankedLine {
    var rank = 0
    var line = RejectedLine(
      source: "", lineNumber: nil, byteOffset: 0, reason: .notJSON, field: nil, found: nil, sample: "",
      time: Timestamp(microseconds: 0))
  }

  private static let rejectedLayout = TableLayout<RankedLine>(
    table: "rejected",
    columns: [
      TableColumn("rank") { $1.bind($0.rank, at: $2) },
      .text("source", \.line.source),
      .integer("line", \.line.lineNumber),
      .integer("offset", \.line.byteOffset),
      TableColumn("reason") {
        $1.bind($0.line.reason.rawValue, at: $2)
      } read: {
        guard let reason = RejectionReason(rawValue: try $1.text($2)) else { throw ByteReader.Damage() }
        $0.line.reason = reason
      },
      .text("field", \.line.field),
      TableColumn("sample") {
        $1.bind($0.line.sample, at: $2)
      } read: {
        $0.line.sample = try $1.optionalRedactedText($2) ?? ""
      },
      .time("time", \.line.time),
      .redacted("found", \.line.found),
    ])
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

  fileprivate init(stored: String) throws(ByteReader.Damage) {
    switch stored {
    case "waiting": self = .waiting
    case "catchingUp": self = .catchingUp
    case "live": self = .live
    case "ended": self = .ended
    case "failed": self = .failed("")
    default: throw ByteReader.Damage()
    }
  }
}
