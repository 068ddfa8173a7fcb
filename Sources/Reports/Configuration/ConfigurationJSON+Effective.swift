import Configuration

extension ConfigurationJSON {
  /// `config show --effective`: what holds of a wrapper, for the wrapper itself, in the shape of a file of one wrapper
  /// (article Configuration, Layers), so that wraptop reads it again:
  /// `{"wrapper_name":…,"config":{"kind":…,FIELD:value}}`.
  ///
  /// Fields with parts are objects. A secret that is not kept somewhere else is left out, and its path is in `_hidden`:
  /// keys that begin with `_` are none of the wrapper's.
  package func effective(_ wrapper: WrapperConfiguration, in configuration: ResolvedConfiguration) -> [UInt8] {
    let kind = configuration.kind(of: wrapper)
    let fields = configuration.fields(of: wrapper)
    var writer = JSONWriter()
    writer.object { document in
      document.field("_schema", Self.schema)
      document.field("wrapper_name", wrapper.name)
      document.objectField("config") { config in
        config.field("kind", wrapper.kind)
        for field in kind.fields { config.part(FieldPath(field.name), field.type, of: fields) }
      }
      document.arrayField("_hidden") { list in
        for field in fields where field.value?.isHidden == true { list.value(field.path.description) }
      }
    }
    writer.endLine()
    return writer.bytes
  }
}

extension JSONWriter {
  // A field, or an entry of a table, with its key.
  fileprivate mutating func part(_ path: FieldPath, _ type: FieldType, of fields: [ResolvedField]) {
    guard let name = path.parts.last else { return }
    let below = fields.filter { $0.path.parts.starts(with: path.parts) }
    switch type {
    case .record(let parts):
      objectField(name) { record in
        for part in parts { record.part(FieldPath(path.parts + [part.name]), part.type, of: below) }
      }
    case .table(let parts):
      var keys: [String] = []
      for field in below where field.path.parts.count == 3 && keys.last != field.path.parts[1] {
        keys.append(field.path.parts[1])
      }
      objectField(name) { table in
        for key in keys { table.part(FieldPath(path.parts + [key]), .record(parts), of: below) }
      }
    default:
      guard let field = below.first, field.value?.isHidden != true else { return }
      self.field(name, field.value)
    }
  }
}
