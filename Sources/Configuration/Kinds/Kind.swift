/// A kind of wrapper, which says what fields its configuration has (SPEC 4.2).
package struct Kind: Sendable, Equatable {
  package var name: String
  /// All that it knows, those of every kind included.
  package var fields: [Field]

  /// A kind with the fields of every kind and some of its own.
  package init(_ name: String, own: [Field]) {
    self.name = name
    fields = Field.base + Field.budget + own
  }

  /// True if the field belongs to this kind.
  package func knows(_ field: String) -> Bool { fields.contains { $0.name == field } }

  /// A wrapper of which nothing more is known.
  package static let external = Kind("external", own: Field.externalTool)
  /// The kinds that need no declaration.
  package static let builtIn = [
    external, Kind("routellm", own: Field.externalTool + Field.routing),
    Kind("poml", own: Field.externalTool + Field.templating),
  ]
}
