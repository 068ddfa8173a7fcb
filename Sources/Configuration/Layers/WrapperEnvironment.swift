import PlainText

/// What a wrapper finds of its configuration in the environment of its process (article Configuration, Secrets). It
/// holds secrets, and goes nowhere but there.
package struct WrapperEnvironment: Sendable {
  /// Where the text of a variable is.
  package enum Text: Sendable, Equatable {
    case known(String)
    /// In the credential store, from which it still has to be fetched.
    case credential(CredentialName)
  }

  /// The variables that are set, by name. A field with parts is JSON; one that holds nothing has no variable.
  package private(set) var values: [String: Text] = [:]
  /// Variables of wraptop's own environment that hold secrets of other wrappers, and not of this one.
  package private(set) var withheld: Set<String> = []

  /// What a wrapper of a configuration finds.
  ///
  /// - Throws: a reference that leads to no value.
  package init(
    of wrapper: WrapperConfiguration, in resolved: ResolvedConfiguration, _ sources: ConfigurationSources
  ) throws(Finding) {
    let texts = ConfigurationResolver(sources, keepingTextsOf: wrapper.name).texts
    let kind = resolved.kind(of: wrapper)
    for field in kind.fields {
      let name = VariableName.name(of: FieldPath(field.name), of: wrapper.name)
      let own = kind.fields(of: wrapper).filter { $0.path.field == field.name }
      switch field.type {
      case .record, .table:
        var json: [FieldPath: String] = [:]
        for part in own {
          let text = try Self.text(of: part, texts[part.path], wrapper, sources.environment)
          guard case .known(let known)? = text else { continue }
          if case .text = part.description.type {
            json[part.path] = JSONText.quoted(known)
          } else {
            json[part.path] = known
          }
        }
        values[name] = .known(Self.json(json, below: FieldPath(field.name)))
      default:
        guard let single = own.first else { continue }
        values[name] = try Self.text(of: single, texts[single.path], wrapper, sources.environment)
      }
    }
    withheld = resolved.secretVariables { $0.name != wrapper.name }
      .subtracting(resolved.secretVariables { $0.name == wrapper.name })
  }

  // Nil for nothing.
  private static func text(
    of field: ResolvedField, _ secret: String?, _ wrapper: WrapperConfiguration, _ environment: [String: String]
  ) throws(Finding) -> Text? {
    switch field.value {
    case nil, .null: return nil
    case .reference(.credential(let name)): return .credential(name)
    case .reference(.environment(let name)):
      if let text = environment[name], !text.isEmpty { return .known(text) }
      throw Finding(
        .error, field.candidates.first?.origin ?? .standard, layer: field.layer, wrapper: wrapper.name,
        path: field.path, "refers to $\(ShownText.name(name)), which is not set; set it before wraptop is started")
    case .some(let value) where value.isHidden: return secret.map { .known($0) }
    case .some(let value): return .known(value.written)
    }
  }

  // An object of the values below a path, in the order of their names.
  private static func json(_ values: [FieldPath: String], below path: FieldPath) -> String {
    let depth = path.parts.count
    let below = values.filter { $0.key.parts.count > depth && $0.key.parts.starts(with: path.parts) }
    let members = Set(below.keys.map { $0.parts[depth] }).sorted().map { key in
      let child = FieldPath(path.parts + [key])
      return "\(JSONText.quoted(key)):\(values[child] ?? json(below, below: child))"
    }
    return "{" + members.joined(separator: ",") + "}"
  }
}

extension ResolvedConfiguration {
  // Variables that secrets of some wrappers come from.
  fileprivate func secretVariables(of isMeant: (WrapperConfiguration) -> Bool) -> Set<String> {
    var names: Set<String> = []
    for wrapper in wrappers.values where isMeant(wrapper) {
      let kind = kind(of: wrapper)
      for (path, given) in wrapper.given where kind.description(of: path)?.isSensitive == true {
        for value in given {
          if case .reference(.environment(let name)) = value.value { names.insert(name) }
          if case .variable(let name) = value.origin { names.insert(name) }
        }
      }
    }
    return names
  }
}
