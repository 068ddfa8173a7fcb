import Events
import Monitoring
import Reports

/// What rows are exported from: inputs that are read to their ends, or a store.
package protocol ExportSource {
  /// Calls `body` for each completed operation of the selection, in the order in which they were taken in.
  func operations(_ selection: ExportSelection, _ body: @escaping (OperationRecord) throws -> Void) async throws
  /// Calls `body` for each slot with operations in it, wrapper by wrapper in the order of their names, oldest slot first.
  func series(_ selection: ExportSelection, step: ExportStep, _ body: (SeriesRow) throws -> Void) async throws
  /// Calls `body` for each day with operations in it, wrapper by wrapper in the order of their names, oldest day first.
  func costs(_ selection: ExportSelection, _ body: (CostRow) throws -> Void) async throws
  /// The costs of each wrapper of the selection taken apart, by name, behind those of all together, which are left out where
  /// wrappers were chosen.
  func costReports(_ selection: ExportSelection) async throws -> [CostReport]
}

/// What is exported.
package enum ExportSubject: Sendable, Equatable {
  /// Completed operations.
  case operations
  /// Time series.
  case series(ExportStep)
  /// Costs by wrapper, and by day or something else.
  case costs(CostGrouping)
}

/// One export: what, of what, and how it is written.
package struct RowExport: Sendable {
  package var subject: ExportSubject
  package var selection: ExportSelection
  package var format: ExportFormat

  package init(_ subject: ExportSubject, of selection: ExportSelection, as format: ExportFormat) {
    self.subject = subject
    self.selection = selection
    self.format = format
  }

  /// Writes all of it. `write` gets the bytes some tens of kilobytes at a time, as soon as there are so many.
  package func run(from source: some ExportSource, write: @escaping ([UInt8]) throws -> Void) async throws {
    switch subject {
    case .operations:
      let rows = RowStream<OperationRecord>(format: format, write: write)
      try await source.operations(selection) { try rows.append($0) }
      try rows.finish()
    case .series(let step):
      let rows = RowStream<SeriesRow>(format: format, write: write)
      try await source.series(selection, step: step) { try rows.append($0) }
      try rows.finish()
    case .costs(.recommendation):
      let rows = RowStream<Recommendation>(format: format, write: write)
      for report in try await source.costReports(selection) {
        // What is advised for a wrapper stands in its own report.
        for advice in report.recommendations where advice.wrapper == report.wrapper { try rows.append(advice) }
      }
      try rows.finish()
    case .costs(let grouping) where grouping != .day:
      let rows = RowStream<CostGroupRow>(format: format, write: write)
      for report in try await source.costReports(selection) where report.wrapper != nil {
        for row in CostGroupRow.rows(of: report, by: grouping) { try rows.append(row) }
      }
      try rows.finish()
    case .costs:
      let rows = RowStream<CostRow>(format: format, write: write)
      try await source.costs(selection) { try rows.append($0) }
      try rows.finish()
    }
  }
}

/// Which rows of what there is are exported (article Command line).
package struct ExportSelection: Sendable, Equatable {
  /// Only wrappers whose names match; nil for all.
  package var wrappers: NameGlob?
  /// Only what ended at this instant or later; of slots and days, those that it lies in too.
  package var since: Timestamp?
  /// Only what ended before this instant; of slots and days, those that begin before it.
  package var until: Timestamp?

  package init(wrappers: NameGlob? = nil, since: Timestamp? = nil, until: Timestamp? = nil) {
    self.wrappers = wrappers
    self.since = since
    self.until = until
  }

  /// True if a wrapper's rows are exported.
  package func includes(_ wrapper: String) -> Bool { wrappers?.matches(wrapper) ?? true }

  /// True if what ended at an instant is exported.
  package func includes(_ end: Timestamp) -> Bool {
    (since.map { end >= $0 } ?? true) && (until.map { end < $0 } ?? true)
  }

  /// True if the slot that begins at an instant and lasts `seconds` is exported.
  package func includesSlot(_ begin: Timestamp, seconds: Int64) -> Bool {
    (since.map { begin.advanced(seconds: seconds) > $0 } ?? true) && (until.map { begin < $0 } ?? true)
  }
}

/// How long the slots of an exported series are.
package enum ExportStep: Int64, Sendable, CaseIterable {
  case tenSeconds = 10
  case minute = 60
  case hour = 3600
}
