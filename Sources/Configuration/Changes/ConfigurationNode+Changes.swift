// Changes of the runtime file, as an edit of its parts: whatever is there beside them stays as it is, also what never gets
// into the model.
extension ConfigurationNode {
  /// A runtime file with nothing in it.
  package static func empty(at path: String) -> ConfigurationNode {
    ConfigurationNode(.mapping([]), at: SourceLocation(file: path, line: 1))
  }

  /// The file with changes made to it: mappings are made where they are missing, and go when their last value does. A
  /// wrapper that is still said to be of a kind stays.
  ///
  /// - Parameter newKind: what the wrapper of the changes is said to be, if the file does not say so already.
  /// - Throws: if a new value is masked, for its text is not known here, or if something else stands where a mapping has to.
  package func applying(
    _ changes: [FieldChange], newKind: String? = nil
  ) throws(ConfigurationFault) -> ConfigurationNode {
    var file = self
    for change in changes {
      let subject = ["wrapper \(ShownText.name(change.wrapper))", ShownText.name(change.path.description)]
      if case .secret? = change.new {
        throw ConfigurationFault(
          place, subject, "a masked value cannot be written; give the secret itself, or a reference")
      }
      if let number = change.new?.number, !number.isFinite {
        throw ConfigurationFault(place, subject, "has to be a number that can be written")
      }
      let keys = ["wrappers", change.wrapper] + change.path.parts
      let node = change.new.map { ConfigurationNode($0, at: place) }
      file = try file.setting(keys[...], to: node, subject) ?? ConfigurationNode(.mapping([]), at: place)
    }
    if let newKind, let wrapper = changes.first(where: { $0.new != nil })?.wrapper {
      file = try file.naming(newKind, of: wrapper)
    }
    return file
  }

  // Nil if nothing is left in it.
  private func setting(
    _ keys: ArraySlice<String>, to value: ConfigurationNode?, _ subject: [String]
  ) throws(ConfigurationFault) -> ConfigurationNode? {
    guard let key = keys.first else { return value }
    var entries = try ownEntries(subject)
    guard let index = try index(of: key, in: entries, subject) else {
      guard value != nil else { return self }
      let child = try ConfigurationNode(.mapping([]), at: place).setting(keys.dropFirst(), to: value, subject)
      if let child { entries.append(Entry(key: key, keyPlace: place, value: child)) }
      return ConfigurationNode(.mapping(entries), at: place)
    }
    if let child = try entries[index].value.setting(keys.dropFirst(), to: value, subject) {
      entries[index].value = child
    } else {
      entries.remove(at: index)
    }
    return entries.isEmpty ? nil : ConfigurationNode(.mapping(entries), at: place)
  }

  private func naming(_ kind: String, of wrapper: String) throws(ConfigurationFault) -> ConfigurationNode {
    let subject = ["wrapper \(ShownText.name(wrapper))"]
    var entries = try ownEntries(subject)
    guard let all = try index(of: "wrappers", in: entries, subject) else { return self }
    var wrappers = try entries[all].value.ownEntries(subject)
    guard let index = try index(of: wrapper, in: wrappers, subject) else { return self }
    var fields = try wrappers[index].value.ownEntries(subject)
    guard !fields.contains(where: { $0.key == "kind" && !$0.value.isNull }) else { return self }
    fields.removeAll { $0.key == "kind" }
    fields.insert(Entry(key: "kind", keyPlace: place, value: ConfigurationNode(.text(kind), at: place)), at: 0)
    wrappers[index].value.content = .mapping(fields)
    entries[all].value.content = .mapping(wrappers)
    return ConfigurationNode(.mapping(entries), at: place)
  }

  private func ownEntries(_ subject: [String]) throws(ConfigurationFault) -> [Entry] {
    if isNull { return [] }
    guard case .mapping(let entries) = content else {
      throw ConfigurationFault(place, subject, "a mapping has to be here, not \(shape); correct the file by hand")
    }
    return entries
  }

  private func index(
    of key: String, in entries: [Entry], _ subject: [String]
  ) throws(ConfigurationFault) -> Int? {
    let found = entries.indices.filter { entries[$0].key == key }
    guard found.count < 2 else {
      throw ConfigurationFault(
        entries[found[1]].keyPlace, subject, "\(ShownText.name(key)) stands here again; correct the file by hand")
    }
    return found.first
  }

  // In words, without the value: it may be a secret.
  private var shape: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar: "a single value"
    }
  }

  /// A value as a file holds it: texts and references in quotes, all else bare.
  private init(_ value: FieldValue, at place: SourceLocation) {
    let isQuoted =
      switch value {
      case .text, .reference, .secret: true
      case .flag, .integer, .number, .null: false
      }
    self.init(.scalar(Scalar(value.written, isQuoted: isQuoted)), at: place)
  }
}
