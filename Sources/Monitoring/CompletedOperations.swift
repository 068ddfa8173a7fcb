import Events

extension Applied {
  /// Calls `body` for each operation that the batch completed and that passes, in the order of its lines: whole ones, and
  /// those that its steps ended. `passes` is asked with the wrapper's name and the end time, before anything is made.
  package func forEachCompleted(
    of batch: EventBatch, where passes: (String, Timestamp) -> Bool, _ body: (OperationRecord) throws -> Void
  ) rethrows {
    var next = 0
    var repeated = repeatedLines[...]
    for event in batch.events {
      switch event.kind {
      case .operation:
        if repeated.first == event.line {
          repeated.removeFirst()
          continue
        }
        let name = event.wrapper >= 0 ? batch.names.names[Int(event.wrapper)] : ""
        if passes(name, event.time) { try body(OperationRecord(event, in: batch)) }
      case .end:
        guard next < ended.count, ended[next].line == event.line else { continue }
        let record = ended[next].record
        next += 1
        if passes(record.wrapperName, record.end) { try body(record) }
      default: break
      }
    }
  }
}
