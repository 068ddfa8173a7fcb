import Events

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
