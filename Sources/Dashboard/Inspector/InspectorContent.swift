import Configuration

/// What the inspector shows of the configuration: worked out for the chosen wrapper alone, and only when something of it
/// has changed.
package struct InspectorContent: Sendable, Equatable {
  /// The wrapper, with nothing given if no layer tells of it; nil if none is chosen or no configuration is kept.
  package private(set) var wrapper: WrapperConfiguration?
  package private(set) var kind = Kind.external
  /// False for a wrapper that no layer tells of: what is shown are the defaults of its kind.
  package private(set) var isConfigured = false
  package private(set) var rows: [InspectorRow] = []
  /// How many fields the wrapper has, listed or not.
  package private(set) var fieldCount = 0
  /// Everything that is wrong, what matters most first.
  package private(set) var findings: [InspectorFinding] = []
  /// Environment variables that were found, those of the wrapper first.
  package private(set) var variables: [FoundVariable] = []

  private var basis: Basis?

  // What it was worked out from; a configuration is told by its generation.
  private struct Basis: Sendable, Equatable {
    var generation: Int
    var wrappers: Int
    var findings: Int
    var rejected: [Finding]
    var wrapper: String?
    var search: String
    var onlyChanged: Bool
  }

  package init() {}

  /// Works it out anew, if it is about something else than before.
  mutating func refresh(_ configuration: ConfigurationState?, for state: InspectorState) {
    guard let configuration else {
      self = InspectorContent()
      return
    }
    let resolved = configuration.resolved
    let basis = Basis(
      generation: configuration.generation, wrappers: resolved.wrappers.count, findings: resolved.findings.count,
      rejected: configuration.rejected, wrapper: state.wrapper, search: state.search, onlyChanged: state.onlyChanged)
    guard basis != self.basis else { return }
    self = InspectorContent()
    self.basis = basis
    findings = InspectorFinding.all(configuration, of: state.wrapper)
    variables =
      resolved.variables.filter { $0.wrapper == state.wrapper }
      + resolved.variables.filter { $0.wrapper != state.wrapper }
    guard let name = state.wrapper else { return }
    let wrapper = resolved.wrappers[name] ?? WrapperConfiguration(name: name)
    self.wrapper = wrapper
    isConfigured = resolved.wrappers[name] != nil
    kind = resolved.kind(of: wrapper)
    let fields = resolved.fields(of: wrapper)
    fieldCount = fields.count
    rows = InspectorRow.rows(
      fields, kind: kind, findings: findings.filter { $0.scope == .wrapper }.map(\.finding), search: state.search,
      onlyChanged: state.onlyChanged)
  }

  /// The field under a cursor.
  package func field(at row: Int) -> InspectorField? { rows.indices.contains(row) ? rows[row].field : nil }
}

/// Something that is wrong, and whom it concerns.
package struct InspectorFinding: Sendable, Equatable {
  package enum Scope: Sendable, Equatable {
    /// It keeps what is on the disk from coming into force.
    case rejected
    /// It is about the wrapper that is shown.
    case wrapper
    /// It is about another wrapper, or about none.
    case elsewhere
  }

  package var scope: Scope
  package var finding: Finding

  /// What identifies it among the others.
  var id: String { "\(scope) \(finding.severity.rawValue) \(finding)" }

  static func all(_ configuration: ConfigurationState, of wrapper: String?) -> [InspectorFinding] {
    let standing = configuration.resolved.findings
    let own = standing.filter { $0.wrapper != nil && $0.wrapper == wrapper }
    let others = standing.filter { $0.wrapper == nil || $0.wrapper != wrapper }
    return [(Scope.rejected, configuration.rejected), (.wrapper, own), (.elsewhere, others)].flatMap {
      scope, findings in
      InspectorRow.errorsFirst(findings).map { InspectorFinding(scope: scope, finding: $0) }
    }
  }
}
