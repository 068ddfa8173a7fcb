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
    let place = Configuration.SourceLocation(file: file, line: line)
    switch self {
    case .plain(let text): return ConfigurationNode(.scalar(.init(text, isQuoted: false)), at: place)
    case .quoted(let text): return ConfigurationNode(.scalar(.init(text, isQuoted: true)), at: place)
    case .list(let parts):
      return ConfigurationNode(.sequence(parts.map { $0.node(file: file, from: &line) }), at: place)
    case .map(let parts):
      let entries = parts.map { name, part in
        line += 1
        let keyPlace = Configuration.SourceLocation(file: file, line: line)
        return ConfigurationNode.Entry(key: name, keyPlace: keyPlace, value: part.node(file: file, from: &line))
      }
      return ConfigurationNode(.mapping(entries), at: place)
    }
  }
}

extension Part {
  /// The same as a whole file.
  func root(_ file: String = "w.yaml") -> ConfigurationNode {
    var line = 0
    return node(file: file, from: &line)
  }
}

/// What comes of a single file.
func resolved(_ file: Part) -> ResolvedConfiguration { resolved(file: file) }

/// What comes of layers: the file is called `w.yaml`, the profile `p.yaml`, the runtime file `r.json`.
func resolved(
  file: Part? = nil, profile: Part? = nil, _ environment: [String: String] = [:], runtime: Part? = nil,
  set overrides: [String] = [], credentials: Set<CredentialName>? = nil
) -> ResolvedConfiguration {
  ResolvedConfiguration(
    ConfigurationSources(
      file: file.map { .file($0.root()) }, profile: profile.map { .file($0.root("p.yaml")) },
      environment: environment, runtime: runtime?.root("r.json"), overrides: overrides, credentials: credentials))
}

/// What is wrong with a file; nothing if it is fine.
func faults(_ file: Part) -> [String] { resolved(file).errors }

extension ResolvedConfiguration {
  var errors: [String] { findings.filter { $0.severity == .error }.map(\.description) }
  var warnings: [String] { findings.filter { $0.severity == .warning }.map(\.description) }

  /// What holds of a value, the default included.
  func value(_ wrapper: String, _ path: FieldPath) -> FieldValue? { wrappers[wrapper].flatMap { value(path, of: $0) } }
}
