import Configuration

/// A wrapper that is about to be configured for the first time: its name, then its kind.
package struct NewWrapperState: Sendable, Equatable {
  package internal(set) var name: LineEditor
  package internal(set) var kinds: ChoiceEditor
  /// True while the name is typed, false while the kind is chosen.
  package internal(set) var isNaming: Bool

  /// The name is that of a wrapper that was chosen, and not asked for.
  package let isNameGiven: Bool

  init(name: String?, kinds: [Kind]) {
    self.name = LineEditor(name ?? "")
    self.kinds = ChoiceEditor(kinds.map(\.name), text: Kind.external.name)
    isNaming = name == nil
    isNameGiven = name != nil
  }
}
