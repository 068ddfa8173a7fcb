import Configuration

/// What the operator has set up in the inspector, which shows the configuration of one wrapper.
package struct InspectorState: Sendable, Equatable {
  /// Whose configuration is shown; nil until one is chosen.
  package internal(set) var wrapper: String?
  /// The view that it was opened from, to which the way back leads.
  package internal(set) var origin = ViewName.overview
  /// The section that keys go to.
  package internal(set) var section = InspectorSection.fields
  /// Only fields are listed whose name, description or value holds this, whatever its case; empty for all.
  package internal(set) var search = ""
  /// Only fields are listed that some layer above the default sets.
  package internal(set) var onlyChanged = false
  /// The cursor among the fields.
  package internal(set) var fields = ListCursor<FieldPath>(holdsFirst: true)
  package internal(set) var findings = ListCursor<String>()
  package internal(set) var variables = ListCursor<String>()
  /// How far what has no cursor is scrolled, in lines.
  package internal(set) var fieldScroll = 0
  package internal(set) var fileScroll = 0
  /// What is on the pane, worked out when the configuration or any of the above has changed.
  package internal(set) var content = InspectorContent()

  /// Set while the wrapper is edited.
  package internal(set) var form: FormState?
  /// Set while its history is looked at.
  package internal(set) var history: HistoryState?
  /// Set while a wrapper is begun that is not configured yet.
  package internal(set) var newWrapper: NewWrapperState?

  package init() {}

  /// Shows the configuration of another wrapper; the cursor stays at the field, if that one has it too.
  mutating func look(at wrapper: String?) {
    guard wrapper != self.wrapper else { return }
    self.wrapper = wrapper
    form = nil
    history = nil
    fieldScroll = 0
    findings = ListCursor<String>()
    variables = ListCursor<String>()
  }
}

/// The sections of the inspector, in their order.
package enum InspectorSection: String, Sendable, CaseIterable {
  case fields
  /// All that is known of the chosen field.
  case field
  case findings, variables, files
}

/// What can be done in the inspector alone.
package enum InspectorAction: Sendable, Equatable {
  /// Moves to another section.
  case section(Int)
  /// Lists fields that some layer sets only, or all.
  case onlyChanged
  /// To the next wrapper of the list, or so many on.
  case wrapper(Int)
}
