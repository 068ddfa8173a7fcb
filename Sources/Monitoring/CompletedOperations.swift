import Events

extension Applied {
  /// Calls `body` for each operation that the batch completed and that passes, in the order of its lines: whole ones, and
  /// those that its steps ended. `passes` is asked with the wrapper's name and the end time, before anything is made.
  package func forEachCompleted(
    of batch: EventBatch, where passes: (String, Timestamp) -> Bool, _ body: (OperationRecord) throws -> Void
  ) rethrows {
    var next = 0
    var repeated = repeatedLines[...]
    var estimates = estimated[...]
    for event in batch.events {
      switch event.kind {
      case .operation:
        if repeated.first == event.line {
          repeated.removeFirst()
          continue
        }
        let estimate = estimates.first?.line == event.line ? estimates.removeFirst() : nil
        let name = event.wrapper >= 0 ? batch.names.names[Int(event.wrapper)] : ""
        guard passes(name, event.time) else { continue }
        var record = OperationRecord(event, in: batch)
        if let estimate { record.estimate(estimate.cost) }
        try body(record)
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
