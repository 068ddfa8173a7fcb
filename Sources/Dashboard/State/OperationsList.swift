import Monitoring
import Snapshots

/// The last operations as they are listed, newest first, and the cursor among them.
///
/// The cursor holds an operation, not a row: while new ones come in, it goes down with its operation and the list stays
/// where it is. Until the operator moves it, it stands on the newest.
package struct OperationsList: Sendable, Equatable {
  /// Which operations are listed.
  package internal(set) var choice = OperationsQuery()
  /// The cursor among those that are listed.
  package private(set) var cursor = ListCursor<OperationRecord>()
  /// The operation that is shown in full, if one is.
  package internal(set) var open: OperationRecord?
  /// How far that one is scrolled, in lines.
  package internal(set) var openScroll = 0

  package init() {}

  /// The operations that are listed, of those in a snapshot.
  ///
  /// Which of them come in is asked of the core; only a picture that stands still is filtered here.
  func records(in snapshot: Snapshot?, isHeld: Bool) -> [OperationRecord] {
    let all = snapshot?.operations ?? []
    return isHeld ? all.filter(choice.matches) : all
  }

  /// Puts the cursor back on its operation.
  mutating func refresh(_ records: [OperationRecord]) {
    // New ones push it down; one that is no longer listed is replaced by the next older one.
    cursor.locate(
      count: records.count, scrolls: true,
      absence: .take { lost in records.firstIndex { $0.end <= lost.end } ?? records.count - 1 }
    ) { records[$0] }
  }

  /// Moves the cursor; `page` is how many rows are on the screen.
  mutating func move(_ movement: Movement, page: Int, among records: [OperationRecord]) {
    cursor.move(movement, page: page, count: records.count) { records[$0] }
  }

  /// Holds the operation under the cursor, and gives it.
  mutating func pin(among records: [OperationRecord]) -> OperationRecord? {
    guard records.indices.contains(cursor.row) else { return nil }
    cursor.hold(records[cursor.row])
    return cursor.selection
  }

  /// From now on the cursor follows the newest.
  mutating func unpin() {
    cursor.release()
  }

  /// Scrolls so that the cursor is among the `page` rows on the screen.
  mutating func scroll(page: Int, count: Int) {
    cursor.scroll(page: page, count: count)
  }
}

extension OperationsQuery {
  /// True for an operation that is wanted, by the rules of the core.
  func matches(_ operation: OperationRecord) -> Bool {
    if let wrapper, operation.wrapperName != wrapper { return false }
    if failuresOnly, operation.status.isSuccess { return false }
    if text.isEmpty { return true }
    let wanted = text.lowercased()
    func holds(_ part: String?) -> Bool { part?.lowercased().contains(wanted) ?? false }
    return holds(operation.operationID) || holds(operation.operationType) || holds(operation.status.rawValue)
      || holds(operation.wrapperName) || holds(operation.errorMessage) || holds(operation.errorCode)
      || holds(operation.fallbackReason)
      || operation.metrics.contains { metric in
        if case .text(let value) = metric.value, holds(value) { return true }
        return holds(metric.name)
      }
  }

  /// In words for a title: "failures", "failures with 429"; empty if all are wanted.
  var words: String {
    (failuresOnly ? ["failures only"] : []).joined() + (text.isEmpty ? "" : (failuresOnly ? ", " : "") + "with \(text)")
  }
}
