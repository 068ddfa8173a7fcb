import Configuration
import Events

/// A mapping file: how an operator describes a format of event lines (article Mapping files).
package enum MappingFile {
  /// Reads a mapping from YAML or JSON.
  ///
  /// - Throws: if it is not there, if another user could write it, or everything that is wrong with it, by file and line.
  package static func read(path: String) throws(ConfigurationFileError) -> Mapping {
    let bytes = try GuardedFile(path: path).bytes()
    var root: ConfigurationNode?
    do throws(ConfigurationFault) {
      root = try ConfigurationNode.parse(bytes, file: path, isJSON: path.hasSuffix(".json"))
    } catch {
      throw .invalid([error.description])
    }
    var reader = MappingReader(file: path)
    guard let root, let mapping = reader.mapping(root), reader.faults.isEmpty else {
      let empty = "\(path):1: a mapping has `name` and `fields`"
      throw .invalid(reader.faults.isEmpty ? [empty] : reader.faults.map(\.description))
    }
    return mapping
  }
}

/// Collects everything that is wrong with a mapping.
private struct MappingReader {
  let file: String
  var faults: [ConfigurationFault] = []

  private mutating func fail(_ place: SourceLocation, _ subject: [String], _ message: String) {
    faults.append(ConfigurationFault(place, subject, message))
  }

  mutating func mapping(_ root: ConfigurationNode) -> Mapping? {
    guard case .mapping(let entries) = root.content else {
      fail(root.place, [], "a mapping has `name` and `fields`")
      return nil
    }
    var mapping = Mapping(name: "", fields: [:])
    for entry in entries {
      switch entry.key {
      case "name":
        mapping.name = text(entry.value, ["name"]) ?? ""
        if mapping.name.isEmpty || mapping.name.utf8.count > 64 {
          fail(entry.value.place, ["name"], "1 to 64 bytes are expected")
        }
      case "when": mapping.conditions = conditions(entry.value)
      case "fields": mapping.fields = fields(entry.value)
      case "absent":
        guard case .sequence(let texts) = entry.value.content else {
          fail(entry.value.place, ["absent"], "a list of texts is expected")
          continue
        }
        mapping.absent = Set(texts.compactMap { text($0, ["absent"]) })
      default:
        fail(entry.keyPlace, [], unknown(entry.key, among: ["name", "when", "fields", "absent"]))
      }
    }
    if mapping.name.isEmpty, faults.isEmpty { fail(root.place, ["name"], "is missing") }
    if mapping.fields.isEmpty, faults.isEmpty { fail(root.place, ["fields"], "at least one field is needed") }
    return mapping
  }

  private func unknown(_ key: String, among known: [String]) -> String {
    let shown = ShownText.name(key)
    return "\(shown) is not known; known are \(known.joined(separator: ", "))"
  }

  private mutating func text(_ node: ConfigurationNode, _ subject: [String]) -> String? {
    guard case .scalar(let scalar) = node.content, !scalar.isNull else {
      fail(node.place, subject, "a text is expected")
      return nil
    }
    return scalar.text
  }

  private mutating func conditions(_ node: ConfigurationNode) -> [Mapping.Condition] {
    guard case .mapping(let entries) = node.content else {
      fail(node.place, ["when"], "paths with values are expected, such as `type: GENERATION`, or `id: present`")
      return []
    }
    return entries.compactMap { entry in
      guard let wanted = text(entry.value, ["when", entry.key]) else { return nil }
      return wanted == "present" ? .present(entry.key) : .equal(entry.key, wanted)
    }
  }

  private mutating func fields(_ node: ConfigurationNode) -> [Mapping.Field: Mapping.Source] {
    guard case .mapping(let entries) = node.content else {
      fail(node.place, ["fields"], "fields with their paths are expected, such as `model: {path: request.model}`")
      return [:]
    }
    var fields: [Mapping.Field: Mapping.Source] = [:]
    for entry in entries {
      guard let field = Mapping.Field(rawValue: entry.key) else {
        fail(entry.keyPlace, ["fields"], unknown(entry.key, among: Mapping.Field.allCases.map(\.rawValue)))
        continue
      }
      fields[field] = source(entry.value, of: field)
    }
    return fields
  }

  // A path alone, or a mapping with `path`, `unit`, and `values`.
  private mutating func source(_ node: ConfigurationNode, of field: Mapping.Field) -> Mapping.Source? {
    let subject = ["fields", field.rawValue]
    guard case .mapping(let entries) = node.content else {
      let found = paths(node, subject)
      return found.isEmpty ? nil : Mapping.Source(paths: found)
    }
    var source = Mapping.Source(paths: [])
    for entry in entries {
      switch entry.key {
      case "path": source.paths = paths(entry.value, subject)
      case "unit":
        guard let name = text(entry.value, subject) else { continue }
        guard let unit = Mapping.Unit(rawValue: name), unit.fits(field.kind) else {
          let fitting = Mapping.Unit.allCases.filter { $0.fits(field.kind) }.map(\.rawValue)
          let message =
            fitting.isEmpty
            ? "has no unit" : "\(ShownText.name(name)) is no unit of it; those are \(fitting.joined(separator: ", "))"
          fail(entry.value.place, subject, message)
          continue
        }
        source.unit = unit
      case "values":
        guard field.kind == .status, case .mapping(let values) = entry.value.content else {
          fail(
            entry.value.place, subject, "`values` says which values of `status` mean what, such as `'200-399': success`"
          )
          continue
        }
        for value in values {
          guard let name = text(value.value, subject) else { continue }
          guard let status = OperationStatus(rawValue: name) else {
            let known = OperationStatus.allCases.map(\.rawValue)
            fail(value.value.place, subject, unknown(name, among: known))
            continue
          }
          source.values.append((value.key, status))
        }
      default: fail(entry.keyPlace, subject, unknown(entry.key, among: ["path", "unit", "values"]))
      }
    }
    guard !source.paths.isEmpty else {
      if !entries.contains(where: { $0.key == "path" }) { fail(node.place, subject, "`path` is missing") }
      return nil
    }
    return source
  }

  private mutating func paths(_ node: ConfigurationNode, _ subject: [String]) -> [String] {
    let nodes: [ConfigurationNode]
    if case .sequence(let parts) = node.content { nodes = parts } else { nodes = [node] }
    return nodes.compactMap { node in
      guard let path = text(node, subject) else { return nil }
      guard !path.isEmpty, !path.hasPrefix("."), !path.hasSuffix(".") else {
        fail(node.place, subject, "a path is names joined by dots, such as `response.usage.input`")
        return nil
      }
      return path
    }
  }
}
