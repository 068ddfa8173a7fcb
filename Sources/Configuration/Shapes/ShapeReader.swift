import PlainText

/// Checks parts of a file against their shapes and gathers everything that is wrong: each fault with its place, the path
/// of its key, such as `rules.slow.above`, and the name that may have been meant.
package struct ShapeReader {
  package private(set) var faults: [ConfigurationFault] = []
  /// What is worth a warning: secrets that stand in the file as such.
  package private(set) var warnings: [ConfigurationFault] = []

  package init() {}

  /// Adds a fault that a shape cannot express.
  package mutating func fail(_ place: SourceLocation, _ path: String, _ message: String) {
    faults.append(ConfigurationFault(place, path.isEmpty ? [] : [path], message))
  }

  /// Everything that is wrong, in the order of the lines.
  package var sortedFaults: [ConfigurationFault] {
    faults.enumerated().sorted { ($0.element.place.line, $0.offset) < ($1.element.place.line, $1.offset) }
      .map(\.element)
  }

  /// What a part of a file holds.
  ///
  /// - Parameters:
  ///   - path: where it stands, for messages; empty for the whole file.
  ///   - isSensitive: its value is not repeated in messages.
  package mutating func read(
    _ node: ConfigurationNode, as shape: Shape, at path: String = "", isSensitive: Bool = false
  ) -> ReadValue {
    switch (shape, node.content) {
    case (.later, _):
      fail(node.place, path, "is not part of this version; take it out")
      return invalid(node)
    case (.either(let shapes), _):
      guard let fitting = shapes.first(where: { $0.form == node.form }) else { break }
      return read(node, as: fitting, at: path, isSensitive: isSensitive)
    case (.list(let shape, let count), .sequence(let parts)):
      return list(parts, of: shape, count, node, path, isSensitive: isSensitive)
    case (.mapping(let mapping), .mapping(let entries)): return self.mapping(entries, mapping, node, path)
    case (.table(let names, let shape), .mapping(let entries)):
      return table(entries, names, shape, node, path, isSensitive: isSensitive)
    case (_, .scalar(let scalar)) where shape.form == .single && !scalar.isNull:
      return single(scalar, shape, node, path, isSensitive: isSensitive)
    default: break
    }
    let found = isSensitive || node.form != .single ? node.shapeInWords : node.inWords
    fail(node.place, path, "has to be \(shape.inWords), not \(found)")
    return invalid(node)
  }

  private func invalid(_ node: ConfigurationNode) -> ReadValue { ReadValue(.invalid, at: node.place) }

  // MARK: Single values

  private mutating func single(
    _ scalar: ConfigurationNode.Scalar, _ shape: Shape, _ node: ConfigurationNode, _ path: String, isSensitive: Bool
  ) -> ReadValue {
    if case .text(let format, let mayRefer) = shape, let reference = reference(scalar.text) {
      guard mayRefer else {
        fail(node.place, path, "has to be \(format.inWords) itself, not a reference")
        return invalid(node)
      }
      guard let reference else {
        fail(node.place, path, "has to be a whole reference, ${env:NAME} or ${credential:SERVICE/KEY}")
        return invalid(node)
      }
      return ReadValue(.reference(reference), at: node.place)
    }
    if let content = Self.content(of: scalar, shape) {
      if isSensitive, case .text = content {
        warnings.append(
          ConfigurationFault(
            node.place, [path],
            "holds a secret as such; keep it with `wraptop credential set`, and write ${credential:SERVICE/KEY} here"))
      }
      return ReadValue(content, at: node.place)
    }
    var message = "has to be \(shape.inWords)"
    if !isSensitive {
      message += ", not \(node.inWords)"
      if case .choice(let choices) = shape { message += suggestion(for: scalar.text, among: choices) }
      if case .text(.known(let names, _), _) = shape { message += suggestion(for: scalar.text, among: names) }
    }
    if Self.content(of: .init(scalar.text, isQuoted: !scalar.isQuoted), shape) != nil {
      message += scalar.isQuoted ? "; write it without quotes" : "; put it in quotes"
    }
    fail(node.place, path, message)
    return invalid(node)
  }

  // What a single value is by its shape; nil if it is not what it has to be.
  private static func content(of scalar: ConfigurationNode.Scalar, _ shape: Shape) -> ReadValue.Content? {
    let text = scalar.text
    switch shape {
    case .flag: return scalar.flag.map { .flag($0) }
    case .number(let range): return scalar.number.flatMap { range.contains($0) ? .number($0) : nil }
    case .integer(let range):
      return scalar.number.flatMap { range.contains($0) && $0 == $0.rounded() ? .number($0) : nil }
    case .text(let format, _):
      // Other readers of YAML find a number or a flag in it.
      guard scalar.number == nil, scalar.flag == nil, format.matches(text) else { return nil }
      return .text(text)
    case .scalar: return TextFormat.any.matches(text) ? .text(text) : nil
    case .choice(let choices): return choices.contains(text) ? .text(text) : nil
    case .duration(let range):
      return DurationText.seconds(text).flatMap { range.contains($0) ? .number(Double($0)) : nil }
    case .size(let range): return SizeText.bytes(text).flatMap { range.contains($0) ? .number(Double($0)) : nil }
    case .list, .mapping, .table, .either, .later: return nil
    }
  }

  // The reference that a text is; `.some(nil)` for one that is broken, nil for any other text.
  private func reference(_ text: String) -> Reference?? {
    guard text.hasPrefix("${env:") || text.hasPrefix("${credential:") else { return nil }
    return .some(Reference(text))
  }

  // MARK: Lists and mappings

  private mutating func list(
    _ parts: [ConfigurationNode], of shape: Shape, _ count: ClosedRange<Int>, _ node: ConfigurationNode, _ path: String,
    isSensitive: Bool
  ) -> ReadValue {
    guard count.contains(parts.count) else {
      let bounds = count.lowerBound == count.upperBound ? "\(count.lowerBound)" : "\(count.lowerBound) or more"
      fail(
        node.place, path,
        parts.count > count.upperBound && count.lowerBound < count.upperBound
          ? "has more than \(count.upperBound) parts" : "needs \(bounds) parts, and has \(parts.count)")
      return invalid(node)
    }
    let values = parts.enumerated().map { number, part in
      read(part, as: shape, at: "\(path).\(part.itemName ?? String(number + 1))", isSensitive: isSensitive)
    }
    return ReadValue(.list(values), at: node.place)
  }

  private mutating func mapping(
    _ entries: [ConfigurationNode.Entry], _ shape: MappingShape, _ node: ConfigurationNode, _ path: String
  ) -> ReadValue {
    var keys = shape.keys
    var isClear = true
    if let variants = shape.variants {
      keys.append(ShapeKey(variants.key, .choice(variants.variants.map(\.name)), isRequired: true, variants.summary))
      let name = entries.first { $0.key == variants.key }?.value.text
      if let variant = variants.variants.first(where: { $0.name == name }) {
        keys += variant.keys
      } else {
        // Which keys it may have is not known.
        isClear = false
      }
    }
    var read: [ReadValue.Entry] = []
    for entry in unique(entries, path) {
      let inner = Self.path(path, entry.key)
      if let key = keys.first(where: { $0.name == entry.key }) {
        let value = self.read(entry.value, as: key.shape, at: inner, isSensitive: key.isSensitive)
        read.append(.init(key: entry.key, place: entry.keyPlace, value: value))
      } else if isClear {
        fail(entry.keyPlace, inner, "is not known here" + suggestion(for: entry.key, among: keys.map(\.name)))
      }
    }
    for key in keys where key.isRequired && !entries.contains(where: { $0.key == key.name }) {
      fail(node.place, path, "needs `\(key.name)`, \(key.shape.inWords)")
    }
    checkAlternatives(read, shape, node, path)
    return ReadValue(.mapping(read), at: node.place)
  }

  private mutating func checkAlternatives(
    _ entries: [ReadValue.Entry], _ shape: MappingShape, _ node: ConfigurationNode, _ path: String
  ) {
    let given = entries.filter { shape.alternatives.contains($0.key) }
    let names = shape.alternatives.map { "`\($0)`" }.joined(separator: ", ")
    if given.count > 1 {
      fail(given[1].place, path, "has more than one of \(names); keep one of them")
    } else if given.isEmpty, shape.needsAlternative {
      fail(node.place, path, "needs one of \(names)")
    }
  }

  private mutating func table(
    _ entries: [ConfigurationNode.Entry], _ names: TextFormat, _ shape: Shape, _ node: ConfigurationNode,
    _ path: String, isSensitive: Bool
  ) -> ReadValue {
    let read = unique(entries, path).map { entry in
      let inner = Self.path(path, entry.key)
      if !names.matches(entry.key) { fail(entry.keyPlace, inner, "its name has to be \(names.inWords)") }
      return ReadValue.Entry(
        key: entry.key, place: entry.keyPlace,
        value: self.read(entry.value, as: shape, at: inner, isSensitive: isSensitive))
    }
    return ReadValue(.mapping(read), at: node.place)
  }

  // Each key once.
  private mutating func unique(_ entries: [ConfigurationNode.Entry], _ path: String) -> [ConfigurationNode.Entry] {
    var places: [String: SourceLocation] = [:]
    return entries.filter { entry in
      guard let first = places[entry.key] else {
        places[entry.key] = entry.keyPlace
        return true
      }
      fail(entry.keyPlace, Self.path(path, entry.key), "stands here again, after line \(first.line)")
      return false
    }
  }

  /// The path of a key within another one.
  package static func path(_ path: String, _ key: String) -> String {
    path.isEmpty ? ShownText.name(key) : "\(path).\(ShownText.name(key))"
  }

  /// The known name that may have been meant, as the end of a message.
  package func suggestion(for word: String, among known: [String]) -> String {
    ShownText.path(Suggestion.text(for: word, among: known))
  }
}

extension ConfigurationNode {
  fileprivate var form: Shape.Form {
    switch content {
    case .scalar: .single
    case .sequence: .list
    case .mapping: .mapping
    }
  }

  /// What a part of a list calls itself; nil if it has no name.
  fileprivate var itemName: String? {
    guard case .mapping(let entries) = content, let name = entries.first(where: { $0.key == "name" })?.value.text,
      TextFormat.name.matches(name)
    else { return nil }
    return name
  }
}
