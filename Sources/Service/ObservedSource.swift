import Events

/// Knows more of a source than what it has sent, such as how many clients are connected.
package protocol ObservedSource: Sendable {
  /// Fills in what only it knows, whenever a snapshot is taken.
  func refresh(_ status: inout SourceStatus)
}
