import Events
import Formatting
import Monitoring
import Secrets

extension EventBatch {
  /// The rejected lines of the batch that are kept, in their order: those that could not be decoded, and the steps of
  /// operations that no one knows.
  func rejections(with applied: Applied) -> [Rejection] {
    guard !applied.rejections.isEmpty else { return rejections }
    return (rejections + applied.rejections.map(rejection)).sorted { $0.line < $1.line }
  }

  private func rejection(of step: Event) -> Rejection {
    let sample = texts.withUnsafeBufferPointer { texts in
      let range = Int(step.sample.offset)..<Int(step.sample.offset + step.sample.length)
      return Redaction.redact(UnsafeBufferPointer(rebasing: texts[range]), limit: 512)
    }
    return Rejection(
      reason: .unknownOperation, field: "operation_id", found: quoted(step.id), line: UInt64(step.line),
      offset: step.offset, sample: String(decoding: sample, as: UTF8.self))
  }
}

extension Rejection {
  /// Why the line was rejected, as a sentence.
  var explanation: String { RejectionText.sentence(reason, field: field, found: found) }
}
