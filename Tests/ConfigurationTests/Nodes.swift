import Configuration

/// Parts of a file in few words. Each entry of a mapping stands in a line of its own.
enum Part: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  case plain(String)
  case quoted(String)
  case map([(String, Part)])
  case list([Part])

  init(stringLiteral text: String) { self = .plain(text) }
  init(dictionaryLiteral entries: (String, Part)...) { self = .map(entries) }
  init(arrayLiteral parts: Part...) { self = .list(parts) }

  /// The same as a node, with lines counted from `line`.
  func node(file: String = "w.yaml", from line: inout Int) -> ConfigurationNode {
    let place = Place(file: file, line: line)
    switch self {
    case .plain(let text): return ConfigurationNode(.scalar(.init(text, isQuoted: false)), at: place)
    case .quoted(let text): return ConfigurationNode(.scalar(.init(text, isQuoted: true)), at: place)
    case .list(let parts):
      return ConfigurationNode(.sequence(parts.map { $0.node(file: file, from: &line) }), at: place)
    case .map(let parts):
      let entries = parts.map { name, part in
        line += 1
        let keyPlace = Place(file: file, line: line)
        return ConfigurationNode.Entry(key: name, keyPlace: keyPlace, value: part.node(file: file, from: &line))
      }
      return ConfigurationNode(.mapping(entries), at: place)
    }
  }
}

/// The settings of a file, or its faults.
func settings(_ file: Part) throws -> WrappersSettings {
  var line = 0
  return try WrappersSettings(file: file.node(from: &line))
}

/// What is wrong with a file; nothing if it is fine.
func faults(_ file: Part) -> [String] {
  do {
    _ = try settings(file)
    return []
  } catch let error as ConfigurationFaults {
    return error.faults.map(\.description)
  } catch {
    return ["\(error)"]
  }
}
