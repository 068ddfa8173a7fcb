import Monitoring
import Snapshots

/// The last operations as they are listed, newest first, and the cursor among them.
///
/// The cursor holds an operation, not a row: while new ones come in, it goes down with its operation and the list stays
/// where it is. Until the operator moves it, it stands on the newest.
package struct OperationsList: Sendable, Equatable {
  /// Which operations are listed.
  package private(set) var choice = OperationsQuery()
  /// The cursor among those that are listed.
  package private(set) var cursor = ListCursor<OperationRecord>()

  package init() {}

  /// The operations that are listed, of those in a snapshot.
  ///
  /// Which of them come in is asked of the core; only a picture that stands still is filtered here.
  func records(in snapshot: Snapshot?, isHeld: Bool) -> [OperationRecord] {
    let all = snapshot?.operations ?? []
    return isHeld ? all.filter(choice.matches) : all
  }

  /// Lists the operations of one wrapper only, or of all.
  mutating func limit(to wrapper: String?) {
    guard choice.wrapper != wrapper else { return }
    choice.wrapper = wrapper
    cursor.release()
  }

  /// Lists failed operations only, or all.
  mutating func toggleFailures() {
    choice.failuresOnly.toggle()
    cursor.release()
  }

  /// Lists operations only that hold a text.
  mutating func search(_ text: String) {
    guard choice.text != text else { return }
    choice.text = text
    cursor.release()
  }

  /// Puts the cursor back on its operation, and scrolls to it.
  mutating func settle(_ context: PaneContext) {
    let records = records(in: context.snapshot, isHeld: context.shared.pause != nil)
    // New ones push it down; one that is no longer listed is replaced by the next older one.
    cursor.locate(
      count: records.count, scrolls: true,
      absence: .take { lost in records.firstIndex { $0.end <= lost.end } ?? records.count - 1 }
    ) { records[$0] }
    cursor.scroll(page: OperationsView.rows(context.body), count: records.count)
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
