import Configuration

/// Which field is meant by `NAME.FIELD`, where names may hold dots themselves.
struct FieldAddress {
  var wrapper: WrapperConfiguration
  var path: FieldPath
  var description: FieldDescription

  /// How it is called in messages, harmless to show.
  var shown: String { "\(ShownText.name(wrapper.name)).\(ShownText.name(path.description))" }

  /// Reads what was typed: the longest known name that leaves a field of its wrapper.
  ///
  /// - Throws: what nobody knows of it, and what may have been meant.
  init(_ text: String, in view: ConfigurationView) throws {
    let candidates = Self.candidates(text, in: view)
    for (wrapper, rest) in candidates {
      let kind = view.configuration.kind(of: wrapper)
      if let path = kind.path(rest), let description = kind.description(of: path) {
        self.init(wrapper: wrapper, path: path, description: description)
        return
      }
    }
    throw try Self.failure(text, candidates, in: view)
  }

  /// Reads what was typed of a wrapper that is not there yet: the shortest name that leaves a field of the kind.
  init(_ text: String, ofNew kind: Kind) throws {
    var rest = text[...]
    while let dot = rest.firstIndex(of: ".") {
      let name = String(text[..<dot])
      rest = text[text.index(after: dot)...]
      if !name.isEmpty, let path = kind.path(String(rest)), let description = kind.description(of: path) {
        self.init(
          wrapper: WrapperConfiguration(name: name, kind: kind.name), path: path, description: description)
        return
      }
    }
    throw Failure.usage(
      "NAME.FIELD: what is there ends with no field of kind \(ShownText.name(kind.name)); \(Self.advice)")
  }

  private init(wrapper: WrapperConfiguration, path: FieldPath, description: FieldDescription) {
    self.wrapper = wrapper
    self.path = path
    self.description = description
  }

  /// The same, but also a field with parts, or an entry of a table, as a whole.
  static func paths(_ text: String, in view: ConfigurationView) throws -> (WrapperConfiguration, [FieldPath]) {
    let candidates = candidates(text, in: view)
    for (wrapper, rest) in candidates {
      let kind = view.configuration.kind(of: wrapper)
      if let path = kind.path(rest) { return (wrapper, [path]) }
      let whole = kind.fields.compactMap { field -> FieldPath? in
        if field.name == rest { return FieldPath(field.name) }
        guard case .table = field.type, rest.hasPrefix(field.name + ".") else { return nil }
        return FieldPath([field.name, String(rest.dropFirst(field.name.count + 1))])
      }
      if let path = whole.first { return (wrapper, kind.paths(under: path, among: wrapper.given.keys)) }
    }
    throw try failure(text, candidates, in: view)
  }

  // Wrappers that it may begin with, the longest names first, and what follows on each.
  private static func candidates(_ text: String, in view: ConfigurationView) -> [(WrapperConfiguration, String)] {
    view.configuration.wrappers.values.filter { text.hasPrefix($0.name + ".") }
      .sorted { $0.name.utf8.count > $1.name.utf8.count }
      .map { ($0, String(text.dropFirst($0.name.count + 1))) }
  }

  private static let advice = "write it as NAME.FIELD, such as bot.daily_budget"

  // What is typed in the place of a name may be a secret: only what is known, or nearly so, is repeated.
  private static func failure(
    _ text: String, _ candidates: [(WrapperConfiguration, String)], in view: ConfigurationView
  ) throws -> Failure {
    guard !text.contains("=") else {
      return .usage(
        "NAME.FIELD: has a = in it; put a blank between field and value, and leave the value out if it is a secret; if it "
          + "was one, replace it")
    }
    guard let (wrapper, rest) = candidates.first else {
      if view.configuration.wrappers[text] != nil {
        return .usage("\(ShownText.name(text)): names a wrapper, but no field of it; \(advice)")
      }
      guard text.contains(".") else { return .usage("NAME.FIELD: what is there names no field; \(advice)") }
      // What is before the longest known field is a name; without one, nothing is known of it.
      let all = view.configuration.kinds.lazy.compactMap { try? FieldAddress(text, ofNew: $0) }
      guard let name = all.first?.wrapper.name else {
        return .usage("NAME.FIELD: what is there begins with no known wrapper, and ends with no known field; \(advice)")
      }
      return view.unknownWrapper(name, advice: ", or name a --kind to make one")
    }
    let kind = view.configuration.kind(of: wrapper)
    if let field = kind.field(named: rest) {
      return .usage("\(ShownText.name(text)): \(ShownText.name(rest)) \(parts(of: field))")
    }
    let known = kind.leaves.map(\.path.description)
    return .usage(
      "\(ShownText.name(wrapper.name)): kind \(ShownText.name(kind.name)) has no field "
        + ShownText.argument(rest, near: known, otherwise: "of that name")
        + ShownText.path(Suggestion.text(for: rest, among: known)) + "; see `wraptop config fields`")
  }

  private static func parts(of field: FieldDescription) -> String {
    switch field.type {
    case .record(let parts):
      "has parts of its own: name one of \(parts.map { "\(field.name).\($0.name)" }.joined(separator: ", "))"
    case .table(let parts):
      "has entries: name a part of one, such as \(field.name).KEY.\(parts.first?.name ?? "")"
    default: "is no field with a value"
    }
  }
}
