import Configuration

/// The history of one wrapper's configuration as it is looked at.
package struct HistoryState: Sendable, Equatable {
  package let wrapper: String
  /// Newest first; nil until they are there.
  package internal(set) var records: [AuditRecord]?
  /// Why they could not be read.
  package private(set) var failure: String?
  package internal(set) var cursor = ListCursor<Int>()
  /// The chosen one fills the pane.
  package internal(set) var isOpen = false
  /// The reason for taking the chosen one back, as it is typed; nil unless that is asked.
  package internal(set) var rollback: LineEditor?

  /// The number of the change that is being taken back; nil if none is.
  package internal(set) var sent: Int?

  init(of wrapper: String) { self.wrapper = wrapper }

  package var chosen: AuditRecord? {
    guard let records, records.indices.contains(cursor.row) else { return nil }
    return records[cursor.row]
  }

  mutating func fail(_ reason: String) {
    rollback = nil
    if records == nil { failure = reason }
  }
}

extension AuditRecord {
  /// Why it cannot be taken back; nil if it can.
  package var rollbackObstacle: String? {
    switch action {
    case .change, .rollback, .autoDisable: old == .secret ? "the old value was a secret, which is not kept" : nil
    default: "it is an access to a credential, no change of a field"
    }
  }
}
