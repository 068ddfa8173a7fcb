import Configuration

/// The fields of one wrapper as they are listed, in the inspector and in the form: whose, which, and the cursor.
package struct FieldList: Sendable, Equatable {
  /// Whose configuration is shown; nil until one is chosen.
  package internal(set) var wrapper: String?
  /// Only fields are listed whose name, description or value holds this, whatever its case; empty for all.
  package internal(set) var search = ""
  /// Only fields are listed that some layer above the default sets.
  package internal(set) var onlyChanged = false
  /// The cursor among the fields.
  package internal(set) var fields = ListCursor<FieldPath>(holdsFirst: true)
  /// How far what is told of the chosen field is scrolled.
  package internal(set) var fieldScroll = ScrollOffset()
  /// What is listed, worked out when the configuration or any of the above has changed.
  package private(set) var content = InspectorContent()

  /// The field under the cursor.
  var field: InspectorField? { content.field(at: fields.row) }

  /// Works out what is listed, if it is about something else than before.
  ///
  /// - Parameter form: the edits, while there are some.
  mutating func refresh(_ configuration: ConfigurationState?, form: FormPane? = nil) {
    content.refresh(configuration, for: self, form: form)
  }

  /// Puts the cursor on a field, which may be listed only later.
  mutating func go(to path: FieldPath) {
    fields.hold(path)
    fieldScroll = ScrollOffset()
  }

  /// Moves the cursor; `page` is the number of lines on the screen.
  mutating func move(_ movement: Movement, page: Int) {
    fields.move(movement, page: page, count: content.rows.count) { content.rows[$0].field?.path }
    fieldScroll = ScrollOffset()
  }

  /// Lists some fields only, and puts the cursor on the one that is most likely meant: the name before all else.
  mutating func find(_ text: String, _ configuration: ConfigurationState?, form: FormPane? = nil) {
    search = text
    guard !text.isEmpty else { return }
    refresh(configuration, form: form)
    let match = FieldMatch(text)
    let listed = content.rows.compactMap(\.field).filter(match.holds)
    let found =
      listed.first { $0.path.description == text } ?? listed.first { match.isInName(of: $0) } ?? listed.first
    if let found { go(to: found.path) }
  }

  /// True if a field is among those that are listed.
  func lists(_ path: FieldPath) -> Bool { content.rows.contains { $0.field?.path == path } }

  /// Puts the cursor back on its field, and scrolls so that it is seen with its heading and its messages.
  mutating func settle(page: Int) {
    fields.locate(count: content.rows.count, absence: .takeNext) { content.rows[$0].field?.path }
    fields.scroll(page: page, count: content.rows.count, block: content.block(at: fields.row))
  }
}

/// The sections of the inspector, in their order.
package enum InspectorSection: String, Sendable, CaseIterable {
  case fields
  /// All that is known of the chosen field.
  case field
  case findings, variables, files
}
