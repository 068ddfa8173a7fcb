/// Which single value of a wrapper's configuration is meant: a field, or a part of one that has parts, each of which
/// layers on its own.
///
/// Such as `daily_budget`, `budget_alert_thresholds.warning` or `domain_routing_overrides.law.example.threshold`: what is
/// between the field and its last part is the key of a table and may hold dots itself.
package struct FieldPath: Sendable, Hashable {
  /// The field, the key in its table if it is one, and the part; at least one.
  package var parts: [String]

  package init(_ parts: [String]) { self.parts = parts }

  package init(_ field: String) { parts = [field] }

  /// The name of the field as a whole.
  package var field: String { parts.first ?? "" }
}

extension FieldPath: CustomStringConvertible, ExpressibleByStringLiteral, Comparable {
  /// The parts with dots between them; not made harmless.
  package var description: String { parts.joined(separator: ".") }

  /// Reads parts between dots, for paths without the key of a table.
  package init(stringLiteral text: String) { parts = text.split(separator: ".").map(String.init) }

  package static func < (a: FieldPath, b: FieldPath) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
}

/// As a list of its parts.
extension FieldPath: Codable {
  package init(from decoder: any Decoder) throws { parts = try [String](from: decoder) }
  package func encode(to encoder: any Encoder) throws { try parts.encode(to: encoder) }
}

// The single values that wrappers of a kind have.
extension Kind {
  /// Every value with a path of its own, in the order of the fields; those in tables are left out, for their keys are the
  /// operator's.
  package var leaves: [(path: FieldPath, description: FieldDescription)] {
    var leaves: [(path: FieldPath, description: FieldDescription)] = []
    for field in fields {
      switch field.type {
      case .record(let parts): leaves += parts.map { (FieldPath([field.name, $0.name]), $0) }
      case .table: break
      default: leaves.append((FieldPath(field.name), field))
      }
    }
    return leaves
  }

  /// A field by its name.
  package func field(named name: String) -> FieldDescription? { fields.first { $0.name == name } }

  /// What is known of a single value; nil for a path that leads to none, such as that of a field with parts.
  package func description(of path: FieldPath) -> FieldDescription? {
    guard let field = field(named: path.field) else { return nil }
    switch field.type {
    case .record(let parts):
      return path.parts.count == 2 ? parts.first { $0.name == path.parts[1] } : nil
    case .table(let parts):
      guard path.parts.count == 3, ValueFault.ofName(path.parts[1]) == nil else { return nil }
      return parts.first { $0.name == path.parts[2] }
    default: return path.parts.count == 1 ? field : nil
    }
  }

  /// Reads the path of a single value, such as `budget_alert_thresholds.warning` or
  /// `domain_routing_overrides.law.example.threshold`; nil if there is none such.
  package func path(_ text: String) -> FieldPath? {
    for field in fields where text.hasPrefix(field.name) {
      var rest = text.dropFirst(field.name.count)
      switch field.type {
      case .record(let parts):
        guard rest.popFirst() == "." else { continue }
        if let part = parts.first(where: { $0.name == rest }) { return FieldPath([field.name, part.name]) }
      case .table(let parts):
        guard rest.popFirst() == "." else { continue }
        guard let part = parts.first(where: { rest.hasSuffix(".\($0.name)") }) else { continue }
        let key = String(rest.dropLast(part.name.count + 1))
        if ValueFault.ofName(key) == nil { return FieldPath([field.name, key, part.name]) }
      default:
        if rest.isEmpty { return FieldPath(field.name) }
      }
    }
    return nil
  }

  /// The paths that a path covers: itself if it is that of a single value, else those of its parts; for a table, or one
  /// entry of it, those that are among `known`.
  package func paths(under path: FieldPath, among known: some Sequence<FieldPath>) -> [FieldPath] {
    if description(of: path) != nil { return [path] }
    guard let field = field(named: path.field) else { return [] }
    switch field.type {
    case .record(let parts): return path.parts.count == 1 ? parts.map { FieldPath([field.name, $0.name]) } : []
    case .table: return known.filter { $0.parts.starts(with: path.parts) && description(of: $0) != nil }.sorted()
    default: return []
    }
  }
}
