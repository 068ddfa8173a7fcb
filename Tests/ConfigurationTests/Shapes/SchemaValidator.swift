import Configuration
import Foundation

/// As much of JSON Schema as the schemas of wraptop use.
struct SchemaValidator {
  let root: [String: Any]

  init(_ schema: JSONSchema) throws {
    root = try JSONSerialization.jsonObject(with: Data(schema.json.utf8)) as? [String: Any] ?? [:]
  }

  /// Keywords that say nothing of what is valid.
  static let annotations: Set = ["$schema", "title", "description"]

  func accepts(_ node: ConfigurationNode) throws -> Bool { try accepts(node, root) }

  private struct UnknownKeyword: Error { let name: String }

  private func accepts(_ node: ConfigurationNode, _ schema: Any) throws -> Bool {
    if let flag = schema as? Bool { return flag }
    guard let schema = schema as? [String: Any] else { return false }
    return try schema.allSatisfy { try holds($0.key, $0.value, of: node, schema) }
  }

  private func holds(_ keyword: String, _ value: Any, of node: ConfigurationNode, _ schema: [String: Any]) throws
    -> Bool
  {
    switch keyword {
    case _ where Self.annotations.contains(keyword): return true
    case "type":
      let types = value as? [String] ?? [value as? String ?? ""]
      return types.contains { node.types.contains($0) }
    case "enum": return (value as? [Any] ?? []).contains { node.equals($0) }
    case "const": return node.equals(value)
    case "pattern":
      guard let text = node.string else { return true }
      return try text.contains(Regex(value as? String ?? ""))
    case "minimum": return node.number.map { $0 >= number(value) } ?? true
    case "maximum": return node.number.map { $0 <= number(value) } ?? true
    case "exclusiveMinimum": return node.number.map { $0 > number(value) } ?? true
    case "exclusiveMaximum": return node.number.map { $0 < number(value) } ?? true
    case "minItems": return node.parts.map { Double($0.count) >= number(value) } ?? true
    case "maxItems": return node.parts.map { Double($0.count) <= number(value) } ?? true
    case "items": return try (node.parts ?? []).allSatisfy { try accepts($0, value) }
    case "properties":
      let properties = value as? [String: Any] ?? [:]
      return try (node.entries ?? []).allSatisfy { entry in
        try properties[entry.key].map { try accepts(entry.value, $0) } ?? true
      }
    case "additionalProperties":
      let known = schema["properties"] as? [String: Any] ?? [:]
      return try (node.entries ?? []).allSatisfy { try known[$0.key] != nil || accepts($0.value, value) }
    case "propertyNames":
      return try (node.entries ?? []).allSatisfy { entry in
        try accepts(ConfigurationNode(.scalar(.init(entry.key, isQuoted: true)), at: entry.keyPlace), value)
      }
    case "required":
      guard let entries = node.entries else { return true }
      return (value as? [String] ?? []).allSatisfy { key in entries.contains { $0.key == key } }
    case "allOf": return try (value as? [Any] ?? []).allSatisfy { try accepts(node, $0) }
    case "anyOf": return try (value as? [Any] ?? []).contains { try accepts(node, $0) }
    case "oneOf": return try (value as? [Any] ?? []).count { try accepts(node, $0) } == 1
    case "not": return try !accepts(node, value)
    case "if": return try !accepts(node, value) || accepts(node, schema["then"] ?? true)
    case "then": return true
    default: throw UnknownKeyword(name: keyword)
    }
  }

  private func number(_ value: Any) -> Double { (value as? NSNumber)?.doubleValue ?? .nan }
}

extension ConfigurationNode {
  fileprivate var parts: [ConfigurationNode]? { if case .sequence(let parts) = content { parts } else { nil } }
  fileprivate var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }
  private var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  fileprivate var number: Double? { scalar?.number }
  fileprivate var string: String? { types == ["string"] ? scalar?.text : nil }

  /// The types that JSON Schema has for it.
  fileprivate var types: [String] {
    switch content {
    case .mapping: return ["object"]
    case .sequence: return ["array"]
    case .scalar(let scalar):
      if scalar.isNull { return ["null"] }
      if scalar.flag != nil { return ["boolean"] }
      guard let number = scalar.number else { return ["string"] }
      return number == number.rounded() ? ["number", "integer"] : ["number"]
    }
  }

  fileprivate func equals(_ value: Any) -> Bool {
    if value is NSNull { return types == ["null"] }
    if let text = value as? String { return string == text }
    return number.map { $0 == (value as? NSNumber)?.doubleValue } ?? false
  }
}
