import Configuration
import TestSupport
import Testing

@testable import ConfigurationFiles

/// Whatever a node holds, its JSON is read back as the same.
@Suite struct NodeRoundTripTests {
  private static let scalars: [Unicode.Scalar] =
    Array("abz09 \"'\\/#:{}[],&*!|>%@`-?~<=.+eE_\t\n\r\u{0}\u{8}\u{1B}\u{7F}\u{80}\u{85}\u{9F}\u{A0}é".unicodeScalars)
    + ["\u{AD}", "\u{200B}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}"]
    + ["\u{D7FF}", "\u{E000}", "\u{1F600}", "\u{1FFFE}", "\u{E0001}", "\u{10FFFF}"]
  private static let plain = [
    "", "~", "null", "true", "False", "1", "-0.50", "+3", ".5", "5.", "1e5", "1e999", "0x1F", "yes", "<<", "2026-01-01",
    "a: b", "# no", "- x", "{", "${env:X}", "=", "!!int 3", "1_0", "0o7", "|", "NaN",
  ]

  private func text(_ random: inout SeededRandom) -> String {
    if Bool.random(using: &random), let word = Self.plain.randomElement(using: &random) { return word }
    var text = ""
    for _ in 0..<Int.random(in: 0..<12, using: &random) {
      text.unicodeScalars.append(Self.scalars.randomElement(using: &random) ?? "a")
    }
    // A byte order mark in front does not survive the parser; such a text is refused before it is written.
    return text.hasPrefix("\u{FEFF}") ? "x" + text : text
  }

  private func node(_ random: inout SeededRandom, depth: Int) -> ConfigurationNode {
    let place = Configuration.SourceLocation(file: "x", line: 1)
    switch Int.random(in: 0..<(depth < 6 ? 4 : 2), using: &random) {
    case 0, 1:
      return ConfigurationNode(.scalar(.init(text(&random), isQuoted: Bool.random(using: &random))), at: place)
    case 2:
      let parts = (0..<Int.random(in: 0..<4, using: &random)).map { _ in node(&random, depth: depth + 1) }
      return ConfigurationNode(.sequence(parts), at: place)
    default:
      var entries: [ConfigurationNode.Entry] = []
      for _ in 0..<Int.random(in: 0..<5, using: &random) {
        let key = text(&random)
        guard !entries.contains(where: { $0.key == key }) else { continue }
        entries.append(.init(key: key, keyPlace: place, value: node(&random, depth: depth + 1)))
      }
      return ConfigurationNode(.mapping(entries), at: place)
    }
  }

  @Test func randomNodesAreReadBackAsTheSame() throws {
    var random = SeededRandom(seed: 6)
    for round in 0..<3000 {
      let root = node(&random, depth: 0)
      let json = root.json
      let read = try #require(try ConfigurationNode.parse(Array(json.utf8), file: "x", isJSON: true))
      #expect(read.holdsTheSame(as: root.asJSONHasIt), "round \(round): \(json)")
      #expect(read.json == json)
      // No character of it moves a cursor or turns the direction of writing.
      let harmful: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
      #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || !harmful.contains($0.properties.generalCategory) })
      #expect(means(root, read), "round \(round): \(json)")
    }
  }

  // The same flags, numbers and texts, as a reader sees them.
  private func means(_ a: ConfigurationNode, _ b: ConfigurationNode) -> Bool {
    switch (a.content, b.content) {
    case (.scalar(let a), .scalar(let b)):
      if a.isNull { return b.isNull }
      if let flag = a.flag { return b.flag == flag }
      if let number = a.number { return b.number == number }
      return b.text == a.text
    case (.sequence(let a), .sequence(let b)): return a.count == b.count && zip(a, b).allSatisfy(means)
    case (.mapping(let a), .mapping(let b)):
      return a.count == b.count && zip(a, b).allSatisfy { $0.key == $1.key && means($0.value, $1.value) }
    default: return false
    }
  }
}
