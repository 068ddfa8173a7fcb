import Events
import GRDB
import Monitoring

/// The last operations, those under way and those whose end has not come.
enum OperationTables {
  static func store(_ changes: MonitorChanges, in database: Database) throws {
    try append(changes.operations, in: database)
    try replace(changes.active, in: database)
    if let pending = changes.pending { try replace(pending, in: database) }
  }

  static func load(_ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage) throws {
    try RowStatement("SELECT record, sequence, wrapper FROM operations ORDER BY sequence", in: database).rows { row in
      try salvage.read(
        .operation, from: "operations", key: [("sequence", row.value(1))],
        name: { _ in String.fromDatabaseValue(row.value(2)).map { "of \($0)" } }
      ) { _ in monitor.operations.append(try RecordCoding.record(from: try row.bytes(0))) }
    }
    let activeColumns = try AddedColumn.selection(Self.activeColumns, of: "active", in: database)
    let active = try Row.fetchCursor(database, sql: "SELECT \(activeColumns) FROM active")
    while let row = try active.next() {
      try salvage.read(.active, from: "active", key: [("key", row[0])], name: { _ in try? row.text(2) }) {
        let key = try KeyCoding.key(from: try row.bytes(0))
        var operation = try ActiveOperation(row: row)
        operation.wrapper = try $0.place(of: Int64(operation.wrapper), in: &monitor)
        monitor.active[key] = operation
      }
    }
    let pendingColumns = try AddedColumn.selection(Self.pendingColumns + ["sequence"], of: "pending", in: database)
    let pending = try Row.fetchCursor(database, sql: "SELECT \(pendingColumns) FROM pending ORDER BY sequence")
    while let row = try pending.next() {
      let sequence: DatabaseValue = row["sequence"]
      try salvage.read(.pending, from: "pending", key: [("sequence", sequence)], name: { _ in nil }) {
        var waiting = try PendingCompletion(row: row)
        waiting.wrapper = try $0.place(of: Int64(waiting.wrapper), in: &monitor)
        monitor.pending.append(waiting)
      }
    }
  }

  private static func append(_ records: [OperationRecord], in database: Database) throws {
    guard !records.isEmpty else { return }
    var sequence = try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM operations") ?? 0
    let insert = try RowStatement(
      "INSERT INTO operations (sequence, ended, wrapper, failed, record) VALUES (?, ?, ?, ?, ?)", in: database)
    for record in records.suffix(Retention.operations) {
      sequence += 1
      insert.bind(sequence, at: 0)
      insert.bind(record.end.microseconds, at: 1)
      insert.bind(record.wrapperName, at: 2)
      insert.bind(record.status.isSuccess ? 0 : 1, at: 3)
      insert.bind(RecordCoding.bytes(of: record), at: 4)
      try insert.run()
    }
    try database.cachedStatement(sql: "DELETE FROM operations WHERE sequence <= ?")
      .execute(arguments: [sequence - Int64(Retention.operations)])
  }

  private static let activeColumns = [
    "key", "wrapper", "id", "type", "started", "source", "serial", "outcome", "outcome_time", "fallback_used",
    "fallback_reason", "error_message", "error_code", "cost", "cost_reported", "times", "metrics", "usage",
  ]

  private static func replace(_ changed: [OperationKey: ActiveOperation?], in database: Database) throws {
    guard !changed.isEmpty else { return }
    let delete = try database.cachedStatement(sql: "DELETE FROM active WHERE key = ?")
    let places = activeColumns.map { _ in "?" }.joined(separator: ", ")
    let replace = try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO active (\(activeColumns.joined(separator: ", "))) VALUES (\(places))")
    for (key, operation) in changed {
      let key = Column.blob(KeyCoding.bytes(of: key))
      guard let operation else {
        try delete.execute(arguments: [key])
        continue
      }
      try replace.execute(arguments: [
        key, operation.wrapper, Column.text(operation.id), Column.text(operation.type), operation.start.microseconds,
        operation.source, Column.wide(operation.serial), operation.outcome?.storedCode,
        Column.time(operation.outcomeTime), operation.fallbackUsed, Column.text(operation.fallbackReason),
        Column.text(operation.errorMessage), Column.text(operation.errorCode), operation.cost, operation.costReported,
        operation.givenTimes.rawValue,
        operation.metrics.isEmpty ? DatabaseValue.null : Column.blob(HeldMetricsCoding.bytes(of: operation.metrics)),
        operation.usage.rawValue,
      ])
    }
  }

  private static let pendingColumns = [
    "wrapper", "ended", "status", "fallback_used", "duration", "cost", "error", "cost_origin", "source",
  ]

  private static func replace(_ pending: [PendingCompletion], in database: Database) throws {
    try database.execute(sql: "DELETE FROM pending")
    let places = pendingColumns.map { _ in "?" }.joined(separator: ", ")
    let insert = try database.cachedStatement(
      sql: "INSERT INTO pending (\(pendingColumns.joined(separator: ", "))) VALUES (\(places))")
    for waiting in pending {
      let completion = waiting.completion
      try insert.execute(arguments: [
        waiting.wrapper, completion.end.microseconds, completion.status.storedCode, completion.fallbackUsed,
        completion.duration, completion.cost, Column.text(waiting.error), completion.costOrigin.rawValue,
        waiting.source,
      ])
    }
  }
}

extension ActiveOperation {
  fileprivate init(row: Row) throws {
    self.init(
      wrapper: try row.wide(1), id: try row.text(2), type: try row.text(3), start: try row.time(4),
      source: try row.wide(5), serial: try row.wide(6))
    outcome = try row.optionalWide(7).map { code in try OperationStatus(storedCode: code) }
    outcomeTime = try row.optionalTime(8)
    fallbackUsed = try row.flag(9)
    fallbackReason = try row.optionalRedactedText(10)
    errorMessage = try row.optionalRedactedText(11)
    errorCode = try row.optionalRedactedText(12)
    cost = try row.wide(13)
    costReported = try row.flag(14)
    givenTimes = GivenTimes(rawValue: try row.wide(15))
    usage = Usage(rawValue: try row.wide(17))
    if !row.hasNull(atIndex: 16) { metrics = try HeldMetricsCoding.metrics(from: try row.bytes(16)) }
  }
}

extension PendingCompletion {
  fileprivate init(row: Row) throws {
    self.init(
      wrapper: try row.wide(0),
      completion: Completion(
        end: try row.time(1), status: try OperationStatus(storedCode: try row.wide(2)),
        fallbackUsed: try row.flag(3), duration: try row.wide(4), cost: try row.wide(5),
        costOrigin: CostOrigin(rawValue: try row.wide(7)) ?? .unknown),
      error: try row.optionalRedactedText(6), source: try row.wide(8))
  }
}
