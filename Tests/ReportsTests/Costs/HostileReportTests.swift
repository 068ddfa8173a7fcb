import Foundation
import Monitoring
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Reports

/// Names as an attacker would choose them show nothing but themselves, in either format.
@Suite struct HostileReportTests {
  static let names = [
    "|", "a|b|c", "\\|", "`", "``", "`x`|", "<script>alert(1)</script>", "</style><script>", "](javascript:alert(1))",
    "![x](http://evil/p.png)", "[x]: http://evil", "# head", "- item", "> quote", "1. one", "---", "===", "~~~", "```",
    "a\r\nb\n\n# c", "\u{1B}[31mred\u{1B}[0m", "\u{9B}2J", "\u{202E}gpj.exe", "\u{2066}\u{FEFF}\u{E0041}", "&lt;b&gt;",
    "\"onload=\"alert(1)", "' onclick='x", "<!--", "]]>", "*bold* _it_ ~~no~~", "\u{FFFE}\u{FFFF}\0", "\u{2028}x",
    " lead",
    "www.evil.example", "https://evil.example", "<a href=x>", "\\", "\\\\|", "$x$", "{{x}}",
  ]

  private func document(_ name: String) -> CostDocument {
    var document = CostSample.rich()
    document.pattern = nil
    document.snapshot.notices = [name]
    document.snapshot.sources[0].name = name
    document.snapshot.sources[1].state = .failed(name)
    document.snapshot.monitor.wrappers[0].name = name
    document.snapshot.monitor.zone.name = name
    document.reports[0].analysis.breakdown.models[0].name = name
    document.reports[0].analysis.breakdown.fallbacks[0].name = name
    document.reports[0].analysis.breakdown.users[0].name = name
    document.reports[0].analysis.breakdown.errorCodes[0].name = name
    document.reports[0].analysis.wrappers[0].name = name
    document.reports[0].prices[0].model = name
    document.reports[0].prices[0].entry = name
    document.reports[3].wrapper = name
    document.reports[0].recommendations[1].wrapper = name
    document.reports[0].recommendations[1].basis = .modelOptimization(
      model: name, cost: CostSample.dollars("8"), total: CostSum(amount: CostSample.dollars("10")), models: 2)
    return document
  }

  @Test(arguments: names) func htmlKeepsItsElements(name: String) throws {
    let plain = try Markup(text(document("plain"), .html))
    let hostile = try Markup(text(document(name), .html))
    #expect(hostile.elements == plain.elements)
    #expect(hostile.attributes == plain.attributes)
    let shown = VisibleText.of(name)
    #expect(hostile.text.contains(shown))
  }

  @Test(arguments: names) func markdownKeepsItsLinesAndCells(name: String) {
    let plain = text(document("plain"), .markdown).split(separator: "\n", omittingEmptySubsequences: false)
    let hostile = text(document(name), .markdown).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(hostile.count == plain.count)
    for (line, other) in zip(hostile, plain) {
      // No sign that parts cells, whatever stands before it.
      #expect(line.count { $0 == "|" } == other.count { $0 == "|" }, "\(line)")
      #expect(!isBlock(line) || isBlock(other), "\(line)")
      #expect(!line.contains("<"), "\(line)")
    }
  }

  // True for a line that begins something: a heading, a list, a quotation, code, a rule.
  private func isBlock(_ line: Substring) -> Bool {
    line.prefixMatch(of: /\s*(#|>|[-+*]\s|[0-9]+[.)]\s|```|~~~|---|===|\t|\[)/) != nil
  }

  @Test(arguments: names) func nothingHidesOrTurnsTheText(name: String) {
    for format in CostDocumentFormat.allCases {
      let harmful = text(document(name), format).unicodeScalars.filter { $0.isHarmful && $0 != "\n" }
      #expect(harmful.isEmpty)
    }
  }

  @Test(arguments: [
    ("a_b*c", "a\\_b\\*c"), ("[x](y)", "\\[x\\](y)"), ("a|b", "a&#124;b"), ("\\|", "&#92;&#124;"), ("<b>", "&#60;b>"),
    ("- x", "\\- x"), ("1. x", "1\\. x"), ("1.5", "1.5"), ("> x", "&gt; x"), ("`x`", "&#96;x&#96;"), ("  # x", "\\# x"),
    ("a\nb", "a b"), ("https://x", "https&#58;//x"),
  ])
  func words(_ words: String, _ written: String) {
    #expect(MarkdownText.words(words, begin: true) == written)
  }

  @Test(arguments: [("gpt-4o", "`gpt-4o`"), ("a|b", "a&#124;b"), ("a`b", "a&#96;b"), ("", ""), ("a\\", "a&#92;")])
  func namesAreCodeWhereCodeCanHoldThem(_ name: String, _ written: String) {
    #expect(MarkdownText.name(name) == written)
  }
}

/// A page as a parser of XML sees it.
final class Markup: NSObject, XMLParserDelegate {
  private(set) var elements: [String] = []
  /// The names of the attributes of each element.
  private(set) var attributes: [[String]] = []
  private(set) var values: [(element: String, attributes: [String: String])] = []
  private(set) var text = ""

  struct Malformed: Error { let reason: String }

  init(_ page: String) throws {
    super.init()
    let parser = XMLParser(data: Data(page.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw Malformed(reason: "line \(parser.lineNumber): \(String(describing: parser.parserError))")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append(element)
    self.attributes.append(attributes.keys.sorted())
    values.append((element, attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  /// The attributes of the elements of a class.
  func all(_ element: String, _ kind: String) -> [[String: String]] {
    values.filter {
      $0.element == element && ($0.attributes["class"] ?? "").split(separator: " ").contains(Substring(kind))
    }
    .map(\.attributes)
  }
}
