/// What all layers above the default say of one wrapper. Secrets are masked.
package struct WrapperConfiguration: Sendable, Equatable, Codable {
  /// As it is called in events.
  package var name: String
  /// The name of its kind.
  package var kind: String
  /// Where the kind was said; `.standard` if it was left out.
  package var kindOrigin: Origin
  /// Where the wrapper was first told of.
  package var origin: Origin
  /// By path, what layers say, the strongest first; none of them is empty. What has an error of its own is left out.
  package var given: [FieldPath: [GivenValue]]

  package init(
    name: String, kind: String = "external", kindOrigin: Origin = .standard, origin: Origin = .standard,
    given: [FieldPath: [GivenValue]] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.kindOrigin = kindOrigin
    self.origin = origin
    self.given = given
  }
}

/// What one layer says of one field.
package struct GivenValue: Sendable, Equatable, Codable {
  package var layer: Layer
  package var origin: Origin
  package var value: FieldValue
  /// The variable that a reference in that place stands for; nil for none.
  package var variable: String?

  package init(_ layer: Layer, _ origin: Origin, _ value: FieldValue, variable: String? = nil) {
    self.layer = layer
    self.origin = origin
    self.value = value
    self.variable = variable
  }
}

extension GivenValue {
  /// What a message may say of it, harmless to show: not what a variable holds (article Security).
  package var told: String {
    var variable = variable
    if case .variable(let name) = origin { variable = name }
    return variable.map { "the value of $\(ShownText.name($0))" } ?? value.shown
  }
}

/// A field of a wrapper with all that is known of its value.
package struct ResolvedField: Sendable, Equatable {
  package var path: FieldPath
  package var description: FieldDescription
  /// What layers say, the default included, the strongest first; empty if there is neither.
  package var candidates: [GivenValue]

  /// What holds; nil for nothing. The default holds where the strongest layer empties a field that has one.
  package var value: FieldValue? {
    candidates.first?.value == .null ? description.standard : candidates.first?.value
  }
  /// Which layer it comes from.
  package var layer: Layer? { candidates.first?.layer }
  /// What it hides, the strongest first.
  package var hidden: ArraySlice<GivenValue> { candidates.dropFirst() }
}
