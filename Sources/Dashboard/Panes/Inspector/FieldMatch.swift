import Configuration

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
