import Configuration
import Events

/// A mapping file: how an operator describes a format of event lines (article Mapping files).
package enum MappingFile {
  /// Reads a mapping from YAML or JSON.
  ///
  /// - Throws: if it is not there, if another user could write it, or everything that is wrong with it, by file and line.
  package static func read(path: String) throws(ConfigurationFileError) -> Mapping {
    guard let root = try GuardedFile(path: path).node() else {
      throw .invalid(["\(ShownText.path(path)):1: a mapping has `name` and `fields`"])
    }
    var reader = ShapeReader()
    let value = reader.read(root, as: shape)
    let mapping = mapping(value, &reader)
    let faults = reader.sortedFaults
    guard faults.isEmpty else { throw .invalid(faults.map(\.description)) }
    return mapping
  }

  /// The schema of such a file.
  package static let schema = JSONSchema(
    title: "wraptop mapping", summary: "How the fields of JSON lines become those of operations", shape)

  // MARK: Keys

  private static let shape = Shape.keys([
    ShapeKey(
      "name", .text(.line), isRequired: true, "The name of the format, and the wrapper's where no field gives one"),
    ShapeKey(
      "when", .table(names: .line, .scalar), "Paths with the values that they have, or `present` for any value"),
    ShapeKey("absent", .list(.scalar), "Texts that stand for nothing"),
    ShapeKey(
      "fields", .keys(Mapping.Field.allCases.map { ShapeKey($0.rawValue, source(of: $0), summary(of: $0)) }),
      isRequired: true, "Where each field comes from"),
  ])

  // A path, several of them, or a mapping with more about them.
  private static func source(of field: Mapping.Field) -> Shape {
    let paths = Shape.list(.scalar, count: 1...64)
    var keys = [
      ShapeKey("path", .either([.scalar, paths]), isRequired: true, "The path, or several: the first that is there")
    ]
    let units = Mapping.Unit.allCases.filter { $0.fits(field.kind) }.map(\.rawValue)
    if !units.isEmpty { keys.append(ShapeKey("unit", .choice(units), "What its numbers are in")) }
    if field.kind == .status {
      let statuses = Shape.choice(OperationStatus.allCases.map(\.rawValue))
      keys.append(
        ShapeKey(
          "values", .table(names: .line, statuses), "What values mean: a text, a range as 200-399, or * for the rest"))
    }
    return .either([.scalar, paths, .keys(keys)])
  }

  private static func summary(of field: Mapping.Field) -> String {
    switch field.kind {
    case .text: "A text"
    case .time: "A time: ISO text, or a number"
    case .duration: "A length of time, in milliseconds unless a unit is named"
    case .money: "An amount, in dollars unless a unit is named"
    case .count: "A count"
    case .status: "How the operation ended"
    case .flag: "True or false"
    }
  }

  // MARK: Values

  private static func mapping(_ value: ReadValue, _ reader: inout ShapeReader) -> Mapping {
    var mapping = Mapping(name: value["name"]?.text ?? "", fields: [:])
    if let name = value["name"], mapping.name.utf8.count > 64 {
      reader.fail(name.place, "name", "has more than 64 bytes")
    }
    mapping.conditions = (value["when"]?.entries ?? []).compactMap { entry in
      entry.value.text.map { $0 == "present" ? .present(entry.key) : .equal(entry.key, $0) }
    }
    mapping.absent = Set(value["absent"]?.texts ?? [])
    for entry in value["fields"]?.entries ?? [] {
      guard let field = Mapping.Field(rawValue: entry.key) else { continue }
      mapping.fields[field] = source(entry.value, "fields.\(entry.key)", &reader)
    }
    if let fields = value["fields"], fields.entries.isEmpty, fields.isWhole {
      reader.fail(fields.place, "fields", "at least one field is needed")
    }
    return mapping
  }

  private static func source(_ value: ReadValue, _ path: String, _ reader: inout ShapeReader) -> Mapping.Source {
    let paths = value["path"] ?? value
    for part in paths.list {
      guard let text = part.text, text.hasPrefix(".") || text.hasSuffix(".") else { continue }
      reader.fail(part.place, path, "a path is names joined by dots, such as `response.usage.input`")
    }
    let values = (value["values"]?.entries ?? []).compactMap { entry in
      entry.value.text.flatMap { OperationStatus(rawValue: $0) }.map { (pattern: entry.key, status: $0) }
    }
    return Mapping.Source(
      paths: paths.texts, unit: value["unit"]?.text.flatMap { Mapping.Unit(rawValue: $0) }, values: values)
  }
}
