import Canvas
import Configuration

/// A line of the list of fields.
package enum InspectorRow: Sendable, Equatable {
  /// The heading of a group of fields.
  case group(FieldGroup)
  /// A field that has parts, or an entry of a table, which stand below, `depth` steps in; `remark` if there are none.
  case whole(name: String, depth: Int, remark: String?)
  /// A value of its own.
  case field(InspectorField)
  /// What is wrong with the field above.
  case message(Finding)
  /// What there is to say of the value above while it is edited, and how bad it is: it has its line whether something is wrong
  /// or not.
  case note(String, Finding.Severity?)
  /// What is wrong with no field of the list, such as a field that the kind does not know.
  case remark(Finding)

  package var field: InspectorField? {
    if case .field(let field) = self { field } else { nil }
  }
  package var isField: Bool { field != nil }
  /// True for what stands below a field and belongs to it.
  package var isMessage: Bool {
    switch self {
    case .message, .note: true
    default: false
    }
  }
  package var isHeading: Bool {
    switch self {
    case .group, .whole, .remark: true
    case .field, .message, .note: false
    }
  }
}

/// A field as the list shows it.
package struct InspectorField: Sendable, Equatable {
  package var resolved: ResolvedField
  /// How many steps its name is moved in: one below the field that it is a part of.
  package var depth: Int
  /// What is wrong with it, errors first.
  package var findings: [Finding]

  package var path: FieldPath { resolved.path }
  /// The last part of its path: what it is called below its heading.
  package var name: String { path.parts.last ?? "" }
  /// The worst of what is wrong with it.
  package var severity: Finding.Severity? { findings.first?.severity }
  /// True if some layer above the default says something of it.
  package var isChanged: Bool { resolved.candidates.contains { $0.layer > .standard } }
}

extension InspectorRow {
  /// The lines of the list.
  ///
  /// - Parameters:
  ///   - fields: all values of the wrapper or of a draft of it, in the order of its kind.
  ///   - kind: the kind, which tells of tables that have no entry.
  ///   - findings: what is wrong with the wrapper; those of a field stand below it.
  ///   - search: lists fields only whose name, description or value holds it; all if empty.
  ///   - onlyChanged: lists fields only that a layer above the default sets, and those with something wrong.
  ///   - isKept: fields that are listed whatever is searched for.
  package static func rows(
    _ fields: [ResolvedField], kind: Kind, findings: [Finding], search: String = "", onlyChanged: Bool = false,
    isKept: (FieldPath) -> Bool = { _ in false }
  ) -> [InspectorRow] {
    var faults: [FieldPath: [Finding]] = [:]
    for finding in findings { if let path = finding.path { faults[path, default: []].append(finding) } }
    let byField = Dictionary(grouping: fields, by: { $0.path.field })
    let match = FieldMatch(search)
    var rows: [InspectorRow] = []
    var group: FieldGroup?
    for description in kind.fields {
      var own: [InspectorRow] = []
      var heading: [String] = []
      for field in byField[description.name] ?? [] {
        let entry = InspectorField(
          resolved: field, depth: field.path.parts.count - 1, findings: Self.errorsFirst(faults[field.path] ?? []))
        let isMeant = (!onlyChanged || entry.isChanged || entry.severity != nil) && match.holds(entry)
        guard isMeant || isKept(field.path) else { continue }
        // The names above a part stand once, whatever number of parts follows.
        let above = Array(field.path.parts.dropLast())
        for depth in above.indices where Array(heading.prefix(depth + 1)) != Array(above.prefix(depth + 1)) {
          own.append(.whole(name: above[depth], depth: depth, remark: nil))
        }
        heading = above
        own.append(.field(entry))
        own += entry.findings.map { .message($0) }
      }
      // What is said of a field with parts as a whole, such as an unknown part of it.
      let whole = Self.errorsFirst(faults[FieldPath(description.name)] ?? [])
      if description.hasParts, own.isEmpty, !onlyChanged || !whole.isEmpty, match.holds(description) {
        own = [.whole(name: description.name, depth: 0, remark: "none")]
      }
      if description.hasParts, !own.isEmpty { own.insert(contentsOf: whole.map { .message($0) }, at: 1) }
      guard !own.isEmpty else { continue }
      if group != description.group {
        group = description.group
        rows.append(.group(description.group))
      }
      rows += own
    }
    guard match.isEmpty else { return rows }
    let known = Set(fields.map(\.path) + kind.fields.map { FieldPath($0.name) })
    let loose = findings.filter { $0.path.map { !known.contains($0) } ?? true }
    return Self.errorsFirst(loose).map { .remark($0) } + rows
  }

  static func errorsFirst(_ findings: [Finding]) -> [Finding] {
    findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error }
  }
}

extension FieldDescription {
  /// True if its values are those of its parts.
  var hasParts: Bool {
    switch type {
    case .record, .table: true
    default: false
    }
  }
}

extension Layer {
  /// The badge of a value that comes from it, at most `badgeWidth` cells.
  var badge: String {
    switch self {
    case .environment: "env"
    default: rawValue
    }
  }

  /// What its badge looks like: the stronger, the more it stands out.
  var style: Style {
    switch self {
    case .standard: Style(.dim)
    case .file: Style(.text)
    case .profile: Style(.latency)
    case .environment: Style(.fallback)
    case .runtime: Style(.accent, .bold)
    case .override: Style(.notice, .bold)
    }
  }

  static let badgeWidth = 8
}

extension Finding.Severity {
  /// For the front of a message.
  var word: String { self == .error ? "ERROR" : "WARN" }
  /// For a column of one cell.
  var letter: Unicode.Scalar { self == .error ? "E" : "W" }
  var style: Style { self == .error ? Style(.critical, .bold) : Style(.notice, .bold) }
}

extension FieldGroup {
  /// The heading of its fields.
  var title: String {
    switch self {
    case .base: "Base"
    case .budget: "Budget"
    case .externalTool: "External tool"
    case .routing: "Routing"
    case .templating: "Templating"
    case .custom: "Custom"
    }
  }
}

extension ResolvedField {
  /// What holds, with its unit; a dash for nothing.
  var shownValue: String { value.map { description.shownWithUnit($0) } ?? "-" }

  /// What holds, with its unit and the layer that it comes from: `$150 (file)`; nil for nothing.
  var shownWithLayer: String? { candidates.first.map(shown) }

  /// What one layer says, with its unit and that layer.
  func shown(_ given: GivenValue) -> String {
    "\(description.shownWithUnit(given.value)) (\(given.layer.badge))"
  }

  /// What its value hides, the strongest first, each with its layer: `$20 file +1`, `30 s default`.
  var hiddenWords: Line {
    guard let first = hidden.first else { return Line() }
    let value = description.shownWithUnit(first.value)
    let others = hidden.dropFirst().count { $0.layer > .standard }
    return Line(value, first.layer == .standard ? .dim : .text).adding(" \(first.layer.badge)", .dim)
      .adding(others > 0 ? " +\(others)" : "", .dim)
  }
}
