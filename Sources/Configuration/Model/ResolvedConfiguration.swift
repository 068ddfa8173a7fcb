/// The configuration of all wrappers, out of all layers, without a single secret: what screens, commands and the core work
/// with, and what may be stored and sent.
package struct ResolvedConfiguration: Sendable, Equatable, Codable {
  /// The kinds that wrappers may be of, the built-in ones first.
  package var kinds: [Kind]
  /// By name.
  package var wrappers: [String: WrapperConfiguration]
  /// What all wrappers together may spend.
  package var overall: BudgetSettings
  /// The zone in which days and months are meant; nil for UTC.
  package var zone: ZoneName?
  /// Environment variables that were found to set something, in the order of their names.
  package var variables: [FoundVariable]
  /// Everything that is wrong or worth a warning, in the order of layers, files and lines.
  package var findings: [Finding]

  package init(
    kinds: [Kind] = Kind.builtIn, wrappers: [String: WrapperConfiguration] = [:],
    overall: BudgetSettings = BudgetSettings(), zone: ZoneName? = nil, variables: [FoundVariable] = [],
    findings: [Finding] = []
  ) {
    self.kinds = kinds
    self.wrappers = wrappers
    self.overall = overall
    self.zone = zone
    self.variables = variables
    self.findings = findings
  }

  /// True if nothing in it is an error.
  package var isValid: Bool { !findings.contains { $0.severity == .error } }
}

/// An environment variable that sets a field.
package struct FoundVariable: Sendable, Equatable, Codable {
  package var name: String
  package var wrapper: String
  package var path: FieldPath
  /// False if another layer, or another variable, hides it.
  package var isInForce: Bool

  package init(name: String, wrapper: String, path: FieldPath, isInForce: Bool) {
    self.name = name
    self.wrapper = wrapper
    self.path = path
    self.isInForce = isInForce
  }
}

extension ResolvedConfiguration {
  /// Reads and checks all layers (article Configuration, Layers). What is wrong or doubtful is among `findings`, and
  /// what is wrong is left out of the rest. Secrets end here: none of them is in what comes of it.
  package init(_ sources: ConfigurationSources) {
    var reader = ConfigurationResolver(environment: sources.environment, credentials: sources.credentials)
    self = reader.result(of: sources)
  }
}

extension ConfigurationResolver {
  /// Reads all layers for the sake of the texts of one wrapper's secrets.
  init(_ sources: ConfigurationSources, keepingTextsOf wrapper: String) {
    self.init(environment: sources.environment, credentials: sources.credentials)
    wrapperOfTexts = wrapper
    _ = result(of: sources)
  }

  fileprivate mutating func result(of sources: ConfigurationSources) -> ResolvedConfiguration {
    read(sources.file, as: .file)
    read(sources.profile, as: .profile)
    readRuntime(sources.runtime)
    readFields()
    readVariables()
    read(overrides: sources.overrides)
    return result()
  }
}
