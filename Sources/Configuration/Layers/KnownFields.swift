/// The fields of one kind, to be found by their names.
struct KnownFields {
  struct Field {
    var path: FieldPath
    var description: FieldDescription
  }

  let kind: Kind
  /// By name.
  private(set) var fields: [String: Field] = [:]
  /// Single values by the end that names of variables have for them; entries of tables are not among them.
  private(set) var variables: [String: FieldPath] = [:]
  /// Single values whose description names a variable of its own.
  private(set) var named: [(variable: String, field: Field)] = []
  /// Fields with entries under keys, in the order of the kind.
  private(set) var tables: [(field: Field, parts: [FieldDescription])] = []
  /// Declared fields of which is not known what they take, because the declaration is wrong.
  var unclear: Set<String> = []
  /// The declaration is so wrong that there may be more fields.
  var isIncomplete = false

  init(_ kind: Kind) {
    self.kind = kind
    for field in kind.fields {
      let known = Field(path: FieldPath(field.name), description: field)
      fields[field.name] = known
      if case .table(let parts) = field.type { tables.append((known, parts)) }
    }
    for (path, description) in kind.leaves {
      variables[VariableName.part(path)] = path
      if let variable = description.variable { named.append((variable, Field(path: path, description: description))) }
    }
  }
}

/// The kinds that wrappers may be of.
struct KnownKinds {
  private(set) var all: [Kind] = []
  private(set) var fields: [String: KnownFields] = [:]
  /// Where each was declared; built-in ones nowhere.
  private(set) var places: [String: SourceLocation] = [:]
  /// The first kind that knows a field.
  private var owners: [String: String] = [:]

  init() {
    for kind in Kind.builtIn { add(KnownFields(kind), at: nil) }
  }

  mutating func add(_ known: KnownFields, at place: SourceLocation?) {
    all.append(known.kind)
    fields[known.kind.name] = known
    places[known.kind.name] = place
    for field in known.kind.fields where owners[field.name] == nil { owners[field.name] = known.kind.name }
  }

  /// The name of the first kind that knows a field; nil if none does.
  func owner(of field: String) -> String? { owners[field] }

  /// The only kind that knows all of the fields, and how many know them.
  func fitting(_ names: [String]) -> (only: String?, count: Int) {
    let fitting = all.filter { kind in names.allSatisfy { fields[kind.name]?.fields[$0] != nil } }
    return (fitting.count == 1 ? fitting[0].name : nil, fitting.count)
  }
}

extension KnownFields {
  /// What is known of a single value, found by name; nil for a path that leads to none.
  func description(of path: FieldPath) -> FieldDescription? {
    guard let field = fields[path.field] else { return nil }
    return path.parts.count == 1 ? field.description : kind.description(of: path)
  }
}
