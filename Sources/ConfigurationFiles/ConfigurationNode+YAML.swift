import Configuration
import Yams

extension ConfigurationNode {
  /// The most parts that a file may have, those counted again that aliases repeat.
  private static let partLimit = 500_000
  /// How deep parts may lie in each other.
  private static let depthLimit = 64

  /// Reads YAML, or JSON, which is YAML but for the escapes of some characters.
  ///
  /// - Returns: nil if there is nothing in it.
  /// - Throws: `ConfigurationFault` that says where it does not parse.
  static func parse(_ bytes: [UInt8], file: String, isJSON: Bool) throws(ConfigurationFault) -> ConfigurationNode? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let valid = String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(bytes) ? bytes.count : firstInvalid(bytes)
      throw ConfigurationFault(
        SourceLocation(file: file, line: line(at: valid, of: bytes)), [], "is not UTF-8; save the file in that encoding"
      )
    }
    var conversion = Conversion(file: file)
    do {
      // Without rules, Yams leaves it to us what a plain scalar is.
      guard let root = try compose(yaml: isJSON ? JSONEscapes.asYAML(text) : text, .basic) else { return nil }
      return try conversion.node(root, depth: 0)
    } catch let fault as ConfigurationFault {
      throw fault
    } catch {
      throw fault(of: error, file: file)
    }
  }

  // Converts the parts of a tree, as far as a file may go.
  private struct Conversion {
    let file: String
    var parts = 0

    mutating func node(_ node: Node, depth: Int) throws(ConfigurationFault) -> ConfigurationNode {
      let place = place(of: node)
      parts += 1
      guard parts <= ConfigurationNode.partLimit else {
        throw ConfigurationFault(place, [], "aliases make it too large; write out what they stand for")
      }
      guard depth <= ConfigurationNode.depthLimit else {
        throw ConfigurationFault(place, [], "lies more than \(ConfigurationNode.depthLimit) levels deep")
      }
      switch node {
      case .scalar(let scalar):
        let isQuoted = ![.any, .plain].contains(scalar.style) || scalar.tag == Tag(.str)
        return ConfigurationNode(.scalar(Scalar(scalar.string, isQuoted: isQuoted)), at: place)
      case .sequence(let sequence):
        var parts: [ConfigurationNode] = []
        for part in sequence { parts.append(try self.node(part, depth: depth + 1)) }
        return ConfigurationNode(.sequence(parts), at: place)
      case .mapping(let mapping):
        var entries: [Entry] = []
        for (key, value) in mapping { entries.append(try entry(key, value, depth: depth)) }
        return ConfigurationNode(.mapping(entries), at: place)
      case .alias: throw ConfigurationFault(place, [], "an alias of nothing")
      }
    }

    private mutating func entry(_ key: Node, _ value: Node, depth: Int) throws(ConfigurationFault) -> Entry {
      let place = place(of: key)
      guard case .scalar(let name) = key else {
        throw ConfigurationFault(place, [], "a name has to be a text, not a mapping or a list")
      }
      guard name.string != "<<" || name.style != .plain else {
        throw ConfigurationFault(place, [], "merging (<<) is not supported; write the fields out")
      }
      return Entry(key: name.string, keyPlace: place, value: try node(value, depth: depth + 1))
    }

    private func place(of node: Node) -> SourceLocation { SourceLocation(file: file, line: node.mark?.line ?? 1) }
  }

  // MARK: Faults

  private static func fault(of error: any Error, file: String) -> ConfigurationFault {
    func fault(_ line: Int, _ message: String) -> ConfigurationFault {
      ConfigurationFault(SourceLocation(file: file, line: max(1, line)), [], message)
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      if problem.hasPrefix("Maximum nesting level") {
        return fault(mark.line, "lies more than \(depthLimit) levels deep")
      }
      let about = context.map { " (\($0.text) that begins in line \($0.mark.line))" } ?? ""
      return fault(mark.line, "does not parse: \(problem), column \(mark.column)\(about)")
    case .reader(let problem, let offset, _, let yaml):
      let before = yaml.prefix(offset ?? 0)
      return fault(1 + before.count { $0.isNewline }, "does not parse: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      let shown = names.sorted().map { ShownText.path(String($0.prefix(80))) }.joined(separator: ", ")
      return fault(context.mark.line, "stands more than once in the same mapping: \(shown)")
    default: return fault(1, "does not parse: \(error)")
    }
  }

  private static func firstInvalid(_ bytes: [UInt8]) -> Int {
    var low = 0
    // Each line ends with a whole character, so that lines can be looked at one by one.
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: line, as: UTF8.self) == nil { return low }
      low += line.count + 1
    }
    return bytes.count
  }

  private static func line(at offset: Int, of bytes: [UInt8]) -> Int {
    1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
  }
}
