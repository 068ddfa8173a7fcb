/// What can be done with the history of a wrapper, and with wrappers that are not configured yet.
package enum HistoryAction: Sendable, Equatable {
  case show
  /// Asks for the reason to take the chosen change back.
  case rollBack
  /// Begins a wrapper of a kind.
  case newWrapper
}
