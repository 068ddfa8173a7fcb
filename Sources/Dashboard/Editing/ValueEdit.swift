/// What a key does to the value that is edited.
package enum ValueEdit: Sendable, Equatable {
  /// A change to its text, as far as it has one.
  case edit(Edit)
  /// To another value of a list, or by steps: up and down, by pages, to the ends.
  case move(Movement)
}
