/// A kind of wrapper, which says what fields its configuration has, and what has to hold between them (article
/// Configuration, Kinds and fields).
package struct Kind: Sendable, Equatable, Codable {
  package var name: String
  /// All that it knows, those of every kind included.
  package var fields: [FieldDescription]
  package var rules: [FieldRule]

  /// A kind with the fields and rules of every kind and some of its own.
  package init(_ name: String, own: [FieldDescription], rules: [FieldRule] = []) {
    self.name = name
    fields = FieldDescription.base + FieldDescription.budget + own
    self.rules = FieldRule.budget + rules
  }

  /// True if the field belongs to this kind.
  package func knows(_ field: String) -> Bool { fields.contains { $0.name == field } }

  /// A wrapper of which nothing more is known.
  package static let external = Kind(
    "external", own: FieldDescription.externalTool,
    rules: FieldRule.externalTool + [.required("api_endpoint", when: "enabled", is: .flag(true))])
  /// The kinds that need no declaration.
  package static let builtIn = [
    external,
    Kind("routellm", own: FieldDescription.externalTool + FieldDescription.routing, rules: FieldRule.externalTool),
    Kind("poml", own: FieldDescription.externalTool + FieldDescription.templating, rules: FieldRule.externalTool),
  ]
}
