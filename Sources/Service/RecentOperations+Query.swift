import Events
import Monitoring
import Snapshots

extension RecentOperations {
  /// Those that are wanted of the ones that had ended by an instant, and pass, newest first.
  func newest(
    _ request: OperationsQuery, through last: Timestamp, where passes: (OperationRecord) -> Bool = { _ in true }
  ) -> [OperationRecord] {
    let text = request.text.lowercased()
    return newest(request.limit) { record in
      record.end <= last && (request.wrapper ?? record.wrapperName) == record.wrapperName
        && (!request.failuresOnly || !record.status.isSuccess) && passes(record)
        && (text.isEmpty || record.contains(text))
    }
  }
}

extension OperationRecord {
  /// True if one of its texts contains this one, which is in lower case.
  fileprivate func contains(_ text: String) -> Bool {
    let texts = [
      operationID, wrapperName, operationType, status.rawValue, fallbackReason, errorMessage, errorCode,
    ]
    if texts.contains(where: { $0?.lowercased().contains(text) ?? false }) { return true }
    return metrics.contains { metric in
      if metric.name.lowercased().contains(text) { return true }
      guard case .text(let value) = metric.value else { return false }
      return value.lowercased().contains(text)
    }
  }
}
