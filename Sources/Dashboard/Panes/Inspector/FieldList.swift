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
  package internal(set) var cursor = ListCursor<FieldPath>(holdsFirst: true)
  /// How far what is told of the chosen field is scrolled.
  package internal(set) var fieldScroll = ScrollOffset()
  /// What is listed, worked out when the configuration or any of the above has changed.
  package private(set) var content = InspectorContent()

  /// The field under the cursor.
  var field: InspectorField? { content.field(at: cursor.row) }

  /// Works out what is listed, if it is about something else than before.
  ///
  /// - Parameter form: the edits, while there are some.
  mutating func refresh(_ configuration: ConfigurationState?, form: FormPane? = nil) {
    content.refresh(configuration, for: self, form: form)
  }

  /// Puts the cursor on a field, which may be listed only later.
  mutating func go(to path: FieldPath) {
    cursor.hold(path)
    fieldScroll = ScrollOffset()
  }

  /// Moves the cursor; `page` is the number of lines on the screen.
  mutating func move(_ movement: Movement, page: Int) {
    cursor.move(movement, page: page, count: content.rows.count) { content.rows[$0].field?.path }
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
    cursor.locate(count: content.rows.count, absence: .takeNext) { content.rows[$0].field?.path }
    cursor.scroll(page: page, count: content.rows.count, block: content.block(at: cursor.row))
  }
}

/// The sections of the inspector, in their order.
package enum InspectorSection: String, Sendable, CaseIterable {
  case fields
  /// All that is known of the chosen field.
  case field
  case findings, variables, files
}

/// What is searched for among fields: a piece of their names, descriptions or values, whatever its case.
package struct FieldMatch: Sendable, Equatable {
  private let wanted: [Character]

  package init(_ text: String) { wanted = Self.folded(text) }

  package var isEmpty: Bool { wanted.isEmpty }

  func holds(_ field: InspectorField) -> Bool {
    isEmpty || isFound(in: field.path.description) || isFound(in: field.resolved.description.summary)
      || field.resolved.value.map { isFound(in: $0.shown) } ?? false
  }

  func isInName(of field: InspectorField) -> Bool { isEmpty || isFound(in: field.path.description) }

  /// For a field whose parts are not listed one by one.
  func holds(_ description: FieldDescription) -> Bool {
    isEmpty || isFound(in: description.name) || isFound(in: description.summary)
  }

  private func isFound(in text: String) -> Bool { !ranges(in: text).isEmpty }

  /// Where it stands in a text, in characters from its start, none of them overlapping.
  func ranges(in text: String) -> [Range<Int>] {
    guard !isEmpty else { return [] }
    let characters = Self.folded(text)
    var ranges: [Range<Int>] = []
    var start = 0
    while start + wanted.count <= characters.count {
      if characters[start..<(start + wanted.count)].elementsEqual(wanted) {
        ranges.append(start..<(start + wanted.count))
        start += wanted.count
      } else {
        start += 1
      }
    }
    return ranges
  }

  // Character by character, so that places stay where they are.
  private static func folded(_ text: String) -> [Character] {
    text.map { character in
      let lower = character.lowercased()
      return lower.count == 1 ? Character(lower) : character
    }
  }
}
