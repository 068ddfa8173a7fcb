/// What of a record only its place among others can complete (`EventLinker`).
enum RecordLink {
  /// One attempt at a request that may have had others, on a model group; the reason of one that failed.
  case attempt(trace: String, group: String, reason: String?)
}
