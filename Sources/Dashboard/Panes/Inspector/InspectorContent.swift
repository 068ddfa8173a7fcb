import Configuration

/// What the inspector shows of the configuration: worked out for the chosen wrapper alone, and only when something of it
/// has changed.
package struct InspectorContent: Sendable, Equatable {
  /// The wrapper, with nothing given if no layer tells of it; nil if none is chosen or no configuration is kept.
  package private(set) var wrapper: WrapperConfiguration?
  package private(set) var kind = Kind.external
  /// False for a wrapper that no layer tells of: what is shown are the defaults of its kind.
  package private(set) var isConfigured = false
  /// True while such a wrapper is edited for the first time.
  package private(set) var isBegun = false
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
    /// What is being edited.
    var draft: Draft?
    var editing: FieldPath?
  }

  package init() {}

  /// Works it out anew, if it is about something else than before.
  mutating func refresh(_ configuration: ConfigurationState?, for state: FieldList, form: FormPane?) {
    guard let configuration else {
      self = InspectorContent()
      return
    }
    let resolved = configuration.resolved
    let basis = Basis(
      generation: configuration.generation, wrappers: resolved.wrappers.count, findings: resolved.findings.count,
      rejected: configuration.rejected, wrapper: state.wrapper, search: state.search, onlyChanged: state.onlyChanged,
      draft: form?.draft,
      editing: form?.editing?.path)
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
    var fields = resolved.fields(of: wrapper)
    var own = findings.filter { $0.scope == .wrapper }.map(\.finding)
    if let form {
      kind = form.draft.kind
      isBegun = form.draft.isNew
      findings = InspectorRow.errorsFirst(form.draft.findings).map { InspectorFinding(scope: .wrapper, finding: $0) }
      // While a value is typed, all other lines stand still.
      let still = form.editing?.before ?? form.draft
      fields = still.fields
      own = still.findings
    }
    fieldCount = fields.count
    rows = InspectorRow.rows(
      fields, kind: kind, findings: own, search: state.search, onlyChanged: state.onlyChanged
    ) { path in form.map { $0.editing?.path == path || $0.draft.isEdited(path) } ?? false }
    if let form { rows = FormRows.rows(rows, form) }
  }

  /// The table under a cursor, or that of an entry under it; nil if there is none.
  package func table(at row: Int) -> String? {
    guard rows.indices.contains(row) else { return nil }
    var name: String?
    switch rows[row] {
    case .field(let field): name = field.path.field
    case .whole:
      // Headings of entries stand below that of their table.
      for case .whole(let heading, 0, _) in rows[...row].reversed() {
        name = heading
        break
      }
    case .group, .message, .note, .remark: break
    }
    guard let name, case .table = kind.fields.first(where: { $0.name == name })?.type else { return nil }
    return name
  }

  /// The rows that are to be seen together with a field: the heading above it and the messages below it.
  func block(at row: Int) -> ClosedRange<Int> {
    var first = row, last = row
    while first > 0, rows[first - 1].isHeading { first -= 1 }
    while last + 1 < rows.count, rows[last + 1].isMessage { last += 1 }
    return first...last
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
