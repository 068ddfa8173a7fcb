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
