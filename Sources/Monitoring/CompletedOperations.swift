import Events

extension Applied {
  /// Calls `body` for each operation that the batch completed and that passes, in the order of its lines: whole ones, and
  /// those that its steps ended. `passes` is asked with the wrapper's name and the end time, before anything is made.
  package func forEachCompleted(
    of batch: EventBatch, where passes: (String, Timestamp) -> Bool, _ body: (OperationRecord) throws -> Void
  ) rethrows {
    var next = 0
    var repeated = self.repeated[...]
    var estimates = estimated[...]
    for event in batch.events {
      switch event.kind {
      case .operation:
        if repeated.first == event.number {
          repeated.removeFirst()
          continue
        }
        let estimate = estimates.first?.number == event.number ? estimates.removeFirst() : nil
        let name = event.wrapper >= 0 ? batch.names.names[Int(event.wrapper)] : ""
        guard passes(name, event.time) else { continue }
        var record = OperationRecord(event, in: batch)
        if let estimate { record.estimate(estimate.cost) }
        try body(record)
      case .end:
        guard next < ended.count, ended[next].number == event.number else { continue }
        let record = ended[next].record
        next += 1
        if passes(record.wrapperName, record.end) { try body(record) }
      default: break
      }
    }
  }
}

/// An operation whose end has not come yet.
package struct PendingCompletion: Comparable, Sendable {
  package var wrapper: Int
  package var completion: Completion
  package var error: String?
  /// The number of the source that it came from; -1 if that is not known.
  package var source: Int

  package init(wrapper: Int, completion: Completion, error: String?, source: Int = -1) {
    self.wrapper = wrapper
    self.completion = completion
    self.error = error
    self.source = source
  }

  package static func < (a: PendingCompletion, b: PendingCompletion) -> Bool { a.completion.end < b.completion.end }
  package static func == (a: PendingCompletion, b: PendingCompletion) -> Bool { a.completion.end == b.completion.end }
}
