import Events
import GRDB
import Monitoring

/// The last operations, those under way and those whose end has not come.
enum OperationTables {
  static func store(_ changes: MonitorChanges, in database: Database) throws {
    try append(changes.operations, in: database)
    try replace(changes.active, in: database)
    if let pending = changes.pending { try replace(pending, in: database) }
    if let uncosted = changes.uncosted { try replace(uncosted: uncosted, in: database) }
  }

  static func load(_ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage) throws {
    try RowStatement("SELECT record, sequence, wrapper FROM operations ORDER BY sequence", in: database).rows { row in
      try salvage.read(
        .operation, from: "operations", key: [("sequence", row.value(1))],
        name: { _ in String.fromDatabaseValue(row.value(2)).map { "of \($0)" } }
      ) { _ in monitor.operations.append(try RecordCoding.record(from: try row.bytes(0))) }
    }
    let active = try ActiveRow.layout.rows(orderedBy: "key", in: database)
    while let row = try active.next() {
      let (key, id): (DatabaseValue, DatabaseValue) = (row["key"], row["id"])
      try salvage.read(.active, from: "active", key: [("key", key)], name: { _ in try? id.text }) {
        var read = ActiveRow()
        try ActiveRow.layout.read(row, into: &read)
        read.operation.wrapper = try $0.place(of: Int64(read.operation.wrapper), in: &monitor)
        monitor.active[try KeyCoding.key(from: read.key)] = read.operation
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
    try loadUncosted(database, into: &monitor, &salvage)
  }

  private static func loadUncosted(
    _ database: Database, into monitor: inout StoredMonitor, _ salvage: inout Salvage
  ) throws {
    // Stores of earlier versions have none, and those that are only read are not migrated.
    guard try database.tableExists("uncosted") else { return }
    try RowStatement("SELECT content FROM uncosted", in: database).rows { row in
      try salvage.read(.uncosted, from: "uncosted", key: [("id", 1.databaseValue)], name: { _ in nil }) {
        for var operation in try UncostedCoding.operations(from: try row.bytes(0)) {
          operation.wrapper = try $0.place(of: Int64(operation.wrapper), in: &monitor)
          monitor.uncosted.append(operation)
        }
      }
    }
  }

  static func replace(uncosted: [UncostedOperation], in database: Database) throws {
    let replace = try RowStatement("INSERT OR REPLACE INTO uncosted (id, content) VALUES (1, ?)", in: database)
    replace.bind(UncostedCoding.bytes(of: uncosted), at: 0)
    try replace.run()
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

  private static func replace(_ changed: [OperationKey: ActiveOperation?], in database: Database) throws {
    guard !changed.isEmpty else { return }
    let delete = try database.cachedStatement(sql: "DELETE FROM active WHERE key = ?")
    let replace = try ActiveRow.layout.insertion(orReplace: true, in: database)
    for (key, operation) in changed {
      let key = KeyCoding.bytes(of: key)
      if let operation {
        try ActiveRow.layout.write(ActiveRow(key: key, operation: operation), by: replace)
      } else {
        try delete.execute(arguments: [Column.blob(key)])
      }
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

/// A row of the table of operations under way.
private struct ActiveRow {
  var key: [UInt8] = []
  var operation = ActiveOperation(
    wrapper: 0, id: "", type: "", start: Timestamp(microseconds: 0), source: 0, serial: 0)

  static let layout = TableLayout<ActiveRow>(
    table: "active",
    columns: [
      TableColumn("key") {
        $1.bind($0.key, at: $2)
      } read: {
        $0.key = try $1.bytes($2)
      },
      .integer("wrapper", \.operation.wrapper),
      .text("id", \.operation.id),
      .text("type", \.operation.type),
      TableColumn("started") {
        $1.bind($0.operation.start.microseconds, at: $2)
      } read: {
        $0.operation.start = try $1.time($2)
      },
      .integer("source", \.operation.source),
      .integer("serial", \.operation.serial),
      TableColumn("outcome") {
        $1.bind($0.operation.outcome.map { Int64($0.storedCode) }, at: $2)
      } read: {
        $0.operation.outcome = try $1.optionalWide($2).map { code in try OperationStatus(storedCode: code) }
      },
      .time("outcome_time", \.operation.outcomeTime),
      .flag("fallback_used", \.operation.fallbackUsed),
      .redacted("fallback_reason", \.operation.fallbackReason),
      .redacted("error_message", \.operation.errorMessage),
      .redacted("error_code", \.operation.errorCode),
      .integer("cost", \.operation.cost),
      .flag("cost_reported", \.operation.costReported),
      TableColumn("times") {
        $1.bind($0.operation.givenTimes.rawValue, at: $2)
      } read: {
        $0.operation.givenTimes = ActiveOperation.GivenTimes(rawValue: try $1.wide($2))
      },
      TableColumn("metrics") { row, statement, place in
        let metrics = row.operation.metrics
        if metrics.isEmpty {
          statement.bindNothing(at: place)
        } else {
          statement.bind(HeldMetricsCoding.bytes(of: metrics), at: place)
        }
      } read: {
        if !$1.hasNull(atIndex: $2) { $0.operation.metrics = try HeldMetricsCoding.metrics(from: try $1.bytes($2)) }
      },
      TableColumn("usage") {
        $1.bind($0.operation.usage.rawValue, at: $2)
      } read: {
        $0.operation.usage = ActiveOperation.Usage(rawValue: try $1.wide($2))
      },
    ])
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
