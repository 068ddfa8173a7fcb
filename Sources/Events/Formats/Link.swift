/// What of a record only its place among others can complete (`EventLinker`).
enum RecordLink {
  /// One attempt at a request that may have had others, on a model group; the reason of one that failed.
  case attempt(trace: String, group: String, reason: String?)
  /// The same operation may be told again with more tokens.
  case growing
  /// Its model is that which was told last for the scope, or for the source if that is nil.
  case unnamed(scope: String?)
  /// Sums over all operations of the source so far, which change with each: where they do not, it is told again. The
  /// model is that of the source unless the record names one.
  case running(totals: [Int64], isUnnamed: Bool)
}

/// A link of an event of a batch.
package struct EventLink: Sendable {
  enum Kind: UInt8 { case failedAttempt, attempt, growing, unnamed, running, context }

  var kind: Kind
  /// The place of the event in the batch; that of the next one for a context.
  var event: Int
  /// What the records have in common; zero for the source.
  var scope = OperationKey(high: 0, low: 0)
  /// What tells them apart: the hash of a model group, of running sums, or of the model of a context.
  var mark: UInt64 = 0
  /// The reason of a failure; the model of a context.
  var text = TextRange.none
  /// The number of the metric's name that the link adds; -1 for none.
  var name: Int32 = -1
  /// The model names the wrapper, too.
  var namesWrapper = false
  var tokens = TokenUsage()
}
