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
    let operations = try OperationRow.layout.rows(orderedBy: "sequence", in: database)
    while let row = try operations.next() {
      let (sequence, wrapper): (DatabaseValue, DatabaseValue) = (row["sequence"], row["wrapper"])
      try salvage.read(
        .operation, from: "operations", key: [("sequence", sequence)],
        name: { _ in String.fromDatabaseValue(wrapper).map { "of \($0)" } }
      ) { _ in
        let read = try OperationRow.layout.record(of: row, from: OperationRow())
        monitor.operations.append(try RecordCoding.record(from: read.record))
      }
    }
    let active = try ActiveRow.layout.rows(orderedBy: "key", in: database)
    while let row = try active.next() {
      let (key, id): (DatabaseValue, DatabaseValue) = (row["key"], row["id"])
      try salvage.read(.active, from: "active", key: [("key", key)], name: { _ in try? id.text }) {
        var read = try ActiveRow.layout.record(of: row, from: ActiveRow())
        read.operation.wrapper = try $0.place(of: Int64(read.operation.wrapper), in: &monitor)
        monitor.active[try KeyCoding.key(from: read.key)] = read.operation
      }
    }
    let pending = try PendingRow.layout.rows(["sequence"], orderedBy: "sequence", in: database)
    while let row = try pending.next() {
      let sequence: DatabaseValue = row["sequence"]
      try salvage.read(.pending, from: "pending", key: [("sequence", sequence)], name: { _ in nil }) {
        var read = try PendingRow.layout.record(of: row, from: PendingRow())
        read.wrapper = try $0.place(of: Int64(read.wrapper), in: &monitor)
        monitor.pending.append(read.completion)
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
    let insert = try OperationRow.layout.insertion(in: database)
    for record in records.suffix(Retention.operations) {
      sequence += 1
      try OperationRow.layout.write(OperationRow(record, sequence: sequence), by: insert)
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

  private static func replace(_ pending: [PendingCompletion], in database: Database) throws {
    try database.execute(sql: "DELETE FROM pending")
    let insert = try PendingRow.layout.insertion(in: database)
    for waiting in pending { try PendingRow.layout.write(PendingRow(waiting), by: insert) }
  }
}

/// A row of the table of the last operations. All that is read of one is in its record.
private struct OperationRow {
  var sequence: Int64 = 0
  var ended = Timestamp(microseconds: 0)
  var wrapper = ""
  var failed = false
  var record: [UInt8] = []

  static let layout = TableLayout<OperationRow>(
    table: "operations",
    columns: [
      TableColumn("sequence") { $1.bind($0.sequence, at: $2) },
      TableColumn("ended") { $1.bind($0.ended.microseconds, at: $2) },
      TableColumn("wrapper") { $1.bind($0.wrapper, at: $2) },
      TableColumn("failed") { $1.bind($0.failed ? 1 : 0, at: $2) },
      .bytes("record", \.record),
    ])
}

extension OperationRow {
  init(_ record: OperationRecord, sequence: Int64) {
    self.init(
      sequence: sequence, ended: record.end, wrapper: record.wrapperName, failed: !record.status.isSuccess,
      record: RecordCoding.bytes(of: record))
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
      .bytes("key", \.key),
      .integer("wrapper", \.operation.wrapper),
      .text("id", \.operation.id),
      .text("type", \.operation.type),
      .time("started", \.operation.start),
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

/// A row of the table of completed operations that end later than the present.
private struct PendingRow {
  var wrapper = 0
  var end = Timestamp(microseconds: 0)
  var status = OperationStatus.success
  var fallbackUsed = false
  var duration: Int64 = -1
  var cost: Int64 = -1
  var error: String?
  var costOrigin = CostOrigin.unknown
  var source = -1

  static let layout = TableLayout<PendingRow>(
    table: "pending",
    columns: [
      .integer("wrapper", \.wrapper),
      .time("ended", \.end),
      TableColumn("status") {
        $1.bind($0.status.storedCode, at: $2)
      } read: {
        $0.status = try OperationStatus(storedCode: try $1.wide($2))
      },
      .flag("fallback_used", \.fallbackUsed),
      .integer("duration", \.duration),
      .integer("cost", \.cost),
      .redacted("error", \.error),
      TableColumn("cost_origin") {
        $1.bind($0.costOrigin.rawValue, at: $2)
      } read: {
        $0.costOrigin = CostOrigin(rawValue: try $1.wide($2)) ?? .unknown
      },
      .integer("source", \.source),
    ])

  var completion: PendingCompletion {
    PendingCompletion(
      wrapper: wrapper,
      completion: Completion(
        end: end, status: status, fallbackUsed: fallbackUsed, duration: duration, cost: cost, costOrigin: costOrigin),
      error: error, source: source)
  }
}

extension PendingRow {
  init(_ waiting: PendingCompletion) {
    let completion = waiting.completion
    self.init(
      wrapper: waiting.wrapper, end: completion.end, status: completion.status, fallbackUsed: completion.fallbackUsed,
      duration: completion.duration, cost: completion.cost, error: waiting.error, costOrigin: completion.costOrigin,
      source: waiting.source)
  }
}
