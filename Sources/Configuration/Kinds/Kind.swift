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

// The values of one wrapper, as its kind orders and completes them.
extension Kind {
  /// All values of a wrapper in the order of the kind; entries of tables by their keys, each with all of its parts.
  package func fields(of wrapper: WrapperConfiguration) -> [ResolvedField] {
    var resolved: [ResolvedField] = []
    for field in fields {
      switch field.type {
      case .record(let parts):
        resolved += parts.map { resolve(FieldPath([field.name, $0.name]), $0, of: wrapper) }
      case .table(let parts):
        for key in keys(of: field.name, of: wrapper) {
          resolved += parts.map { resolve(FieldPath([field.name, key, $0.name]), $0, of: wrapper) }
        }
      default: resolved.append(resolve(FieldPath(field.name), field, of: wrapper))
      }
    }
    return resolved
  }

  /// The keys that a table of a wrapper has, sorted.
  package func keys(of table: String, of wrapper: WrapperConfiguration) -> [String] {
    let filled = wrapper.given.lazy.filter { path, given in
      path.parts.count == 3 && path.field == table && given.first?.value != .null
    }
    return Set(filled.map { $0.key.parts[1] }).sorted()
  }

  /// One value of a wrapper; nil if the kind knows none such.
  package func field(_ path: FieldPath, of wrapper: WrapperConfiguration) -> ResolvedField? {
    description(of: path).map { resolve(path, $0, of: wrapper) }
  }

  /// What holds, the default included; nil for nothing.
  package func value(_ path: FieldPath, of wrapper: WrapperConfiguration) -> FieldValue? {
    let said = wrapper.given[path]?.first?.value
    return said == nil || said == .null ? description(of: path)?.standard : said
  }

  private func resolve(
    _ path: FieldPath, _ description: FieldDescription, of wrapper: WrapperConfiguration
  ) -> ResolvedField {
    var candidates = wrapper.given[path] ?? []
    if let standard = description.standard { candidates.append(GivenValue(.standard, .standard, standard)) }
    return ResolvedField(path: path, description: description, candidates: candidates)
  }
}

extension ResolvedConfiguration {
  package func kind(named name: String) -> Kind? { kinds.first { $0.name == name } }

  /// The kind of a wrapper; `external` if its own is not known, which is an error among the findings.
  package func kind(of wrapper: WrapperConfiguration) -> Kind { kind(named: wrapper.kind) ?? .external }

  /// All values of a wrapper in the order of its kind; entries of tables by their keys, each with all of its parts.
  package func fields(of wrapper: WrapperConfiguration) -> [ResolvedField] { kind(of: wrapper).fields(of: wrapper) }

  /// One value of a wrapper; nil if its kind knows none such.
  package func field(_ path: FieldPath, of wrapper: WrapperConfiguration) -> ResolvedField? {
    kind(of: wrapper).field(path, of: wrapper)
  }

  /// What holds, the default included; nil for nothing.
  package func value(_ path: FieldPath, of wrapper: WrapperConfiguration) -> FieldValue? {
    kind(of: wrapper).value(path, of: wrapper)
  }

  /// What is wrong between the values of a wrapper, or missing (article Configuration, Kinds and fields).
  package func findings(of wrapper: WrapperConfiguration) -> [Finding] { kind(of: wrapper).findings(of: wrapper) }
}
