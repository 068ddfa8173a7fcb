import Foundation
import TestSupport
import Testing

/// What README and the articles repeat of the program is what the program prints.
///
/// A block between `<!-- wraptop ARGUMENTS -->` and `<!-- end -->` holds the output of that command; a code fence within it
/// is left out of the comparison. With `WRAPTOP_RECORD` the blocks are written anew.
@Suite(.waiting) struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static var documents: [URL] {
    let articles = root.appending(path: "Sources/wraptop/wraptop.docc")
    let names = (try? FileManager.default.contentsOfDirectory(at: articles, includingPropertiesForKeys: nil)) ?? []
    return [root.appending(path: "README.md")] + names.filter { $0.pathExtension == "md" }
  }

  private func output(of arguments: String) throws -> String {
    // Words in quotation marks are one argument.
    let words = arguments.matches(of: /"([^"]*)"|(\S+)/).map { String($0.1 ?? $0.2 ?? "") }
    let folder = try TemporaryFolder()
    var environment = ProgramOnScreen.environment(in: folder)
    environment["COLUMNS"] = "100"
    return try ProgramRun(ProgramOnScreen.program, words, environment: environment).output
  }

  @Test func documentsRepeatWhatTheProgramPrints() throws {
    let block = /(?s)(<!-- wraptop ([^\n]*?) -->\n(?:```\w*\n)?)(.*?)((?:```\n)?<!-- end -->)/
    var found = 0
    for document in Self.documents {
      let text = try String(contentsOf: document, encoding: .utf8)
      var written = text
      for match in text.matches(of: block).reversed() {
        found += 1
        let printed = try output(of: String(match.2))
        #expect(!printed.isEmpty, "\(match.2)")
        if ProcessInfo.processInfo.environment["WRAPTOP_RECORD"] != nil {
          written.replaceSubrange(match.3.startIndex..<match.3.endIndex, with: printed)
        } else {
          #expect(
            match.3 == printed[...], "\(document.lastPathComponent) repeats another output of: wraptop \(match.2)")
        }
      }
      if written != text { try written.write(to: document, atomically: true, encoding: .utf8) }
    }
    #expect(found > 5)
  }

  @Test func commentsNameArticlesAndSectionsThatExist() throws {
    var sections: [String: Set<String>] = [:]
    for document in Self.documents {
      let lines = try String(contentsOf: document, encoding: .utf8).split(separator: "\n")
      guard let title = lines.first(where: { $0.hasPrefix("# ") })?.dropFirst(2) else { continue }
      sections[String(title)] = Set(lines.filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) })
    }
    let reference = #/\(article (?<title>[A-Z][a-z]+(?: line| channels)?)(?:, (?<section>[A-Z][a-z ]+))?[);,]/#
    var found = 0
    for folder in ["Sources", "Tests"] {
      let files = FileManager.default.enumerator(
        at: Self.root.appending(path: folder), includingPropertiesForKeys: nil)
      for case let file as URL in files ?? FileManager.DirectoryEnumerator() where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
          .replacing(#/\n *///? /#, with: " ")
        for match in text.matches(of: reference) {
          found += 1
          let place = "\(file.lastPathComponent): \(match.output.0)"
          let known = try #require(sections[String(match.output.title)], "\(place)")
          if let section = match.output.section { #expect(known.contains(String(section)), "\(place)") }
        }
      }
    }
    #expect(found > 100)
  }
}
