/// Reads the meaning of configuration files out of their parts, and gathers everything that is wrong on the way.
struct SettingsReader {
  var settings = WrappersSettings()
  private(set) var faults: [ConfigurationFault] = []
  /// The kinds that wrappers may be of.
  var kinds = Kind.builtIn
  /// Where each wrapper was first told of.
  var wrapperPlaces: [String: Place] = [:]

  mutating func fail(_ place: Place, _ subject: [String], _ message: String) {
    faults.append(ConfigurationFault(place, subject, message))
  }

  mutating func warn(_ place: Place, _ subject: [String], _ message: String) {
    settings.warnings.append(ConfigurationFault(place, subject, message))
  }

  /// What was read, if nothing is wrong.
  func result() throws(ConfigurationFaults) -> WrappersSettings {
    guard faults.isEmpty else { throw ConfigurationFaults(Self.inOrderOfFiles(faults)) }
    return settings
  }

  // Files stay in the order in which they were read.
  private static func inOrderOfFiles(_ faults: [ConfigurationFault]) -> [ConfigurationFault] {
    var files: [String: Int] = [:]
    for fault in faults where files[fault.place.file] == nil { files[fault.place.file] = files.count }
    return faults.enumerated().sorted { a, b in
      (files[a.element.place.file] ?? 0, a.element.place.line, a.offset)
        < (files[b.element.place.file] ?? 0, b.element.place.line, b.offset)
    }.map(\.element)
  }

  // MARK: Mappings

  /// The entries of a mapping, each key once, without those that are null; none for what is null itself.
  mutating func entries(of node: ConfigurationNode, _ subject: [String]) -> [ConfigurationNode.Entry] {
    if node.isNull { return [] }
    guard case .mapping(let all) = node.content else {
      fail(node.place, subject, "has to be a mapping of names to values, not \(node.inWords)")
      return []
    }
    var places: [String: Place] = [:]
    var entries: [ConfigurationNode.Entry] = []
    for entry in all {
      if let first = places[entry.key] {
        fail(entry.keyPlace, subject + [ShownText.name(entry.key)], "stands here again, after line \(first.line)")
      } else {
        places[entry.key] = entry.keyPlace
        if !entry.value.isNull { entries.append(entry) }
      }
    }
    return entries
  }

  /// The values of a mapping that has only known keys, by key.
  mutating func values(
    of node: ConfigurationNode, known: [String], _ subject: [String]
  ) -> [String: ConfigurationNode] {
    var values: [String: ConfigurationNode] = [:]
    for entry in entries(of: node, subject) {
      if known.contains(entry.key) {
        values[entry.key] = entry.value
      } else {
        failUnknown(entry, known: known, subject)
      }
    }
    return values
  }

  /// Says that a key is unknown. Its value is not told: it may be a secret under a wrong name.
  mutating func failUnknown(_ entry: ConfigurationNode.Entry, known: [String], _ subject: [String]) {
    fail(
      entry.keyPlace, subject + [ShownText.name(entry.key)],
      "is not known here" + Suggestion.text(for: entry.key, among: known))
  }

  // MARK: Values

  /// A number; nil if there is none, or what is there is none, which is a fault.
  mutating func number(_ node: ConfigurationNode?, _ subject: [String]) -> Double? {
    guard let node, !node.isNull else { return nil }
    guard case .scalar(let scalar) = node.content, let number = scalar.number else {
      fail(node.place, subject, "has to be a number, not \(node.inWords)" + node.quotesAdvice { $0.number != nil })
      return nil
    }
    return number
  }

  /// A flag, or the default if there is none.
  mutating func flag(_ node: ConfigurationNode?, default standard: Bool, _ subject: [String]) -> Bool {
    guard let node, !node.isNull else { return standard }
    guard case .scalar(let scalar) = node.content, let flag = scalar.flag else {
      fail(node.place, subject, "has to be true or false, not \(node.inWords)" + node.quotesAdvice { $0.flag != nil })
      return standard
    }
    return flag
  }

  /// A text that is not empty.
  mutating func text(_ node: ConfigurationNode?, _ subject: [String]) -> String? {
    guard let node, !node.isNull else { return nil }
    guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty else {
      fail(node.place, subject, "has to be a text, not \(node.inWords)")
      return nil
    }
    return scalar.text
  }
}

extension ConfigurationNode {
  /// What it is, for a message.
  var inWords: String {
    switch content {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar(let scalar) where scalar.isNull: "nothing"
    case .scalar(let scalar): scalar.isQuoted ? "the text \(ShownText.value(scalar.text))" : ShownText.name(scalar.text)
    }
  }

  /// What to do about a value that is fine but for its quotes.
  fileprivate func quotesAdvice(isFine: (Scalar) -> Bool) -> String {
    guard case .scalar(let scalar) = content, scalar.isQuoted, isFine(Scalar(scalar.text, isQuoted: false)) else {
      return ""
    }
    return "; write it without quotes"
  }
}
