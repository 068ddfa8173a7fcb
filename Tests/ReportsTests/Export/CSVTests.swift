import Events
import Monitoring
import PlainText
import TestSupport
import Testing

@testable import Reports

/// CSV that a person opens in a spreadsheet: it says what was exported, and runs nothing.
@Suite struct CSVTests {
  private func cell(_ text: String) -> String {
    var bytes: [UInt8] = []
    CSVText.append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""), ("plain text", "plain text"), ("a=1", "a=1"), ("a,b", "\"a,b\""), (#"say "hi""#, #""say ""hi""""#),
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "\"'  =1\""),
    ("\t=1", "\"' =1\""), ("\r\n=1", "\"'  =1\""), ("\"=1", "\"'\"\"=1\""), ("one\ntwo", "one two"),
    ("a;=1", "\"a;'=1\""), ("a; -1;b", "\"a;' -1;b\""), ("a;b", "\"a;b\""), ("\u{FF1D}1", "'\u{FF1D}1"),
    ("\u{FEFF}=1", "'\u{FEFF}=1"), ("\u{A0}=1", "'\u{A0}=1"), ("\u{1B}[31m", "\u{FFFD}[31m"),
    ("\u{202E}evil", "\u{FFFD}evil"), ("\u{9B}2J", "\u{FFFD}2J"), ("\0=1", "'\u{FFFD}=1"), ("Grüße 路由", "Grüße 路由"),
    (" padded ", "\" padded \""), ("'=1", "'=1"),
  ])
  func texts(_ text: String, _ expected: String) {
    #expect(Array(cell(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func numbersStayNumbers() throws {
    var row = ExportSample.costs
    row.costs.made?.fields[.computeTime] = Int128(-0.5 * 3.6e15)
    row.costs.made?.medianCostUsd = .infinity
    let text = try ExportSample.text([row], as: .csv)
    let cells = try #require(CSVReader.rows(text)?.last)
    let named = Dictionary(uniqueKeysWithValues: zip(CostRow.columns.map(\.name), cells))
    #expect(named["compute_hours"] == "-0.5" && named["savings_usd"] == "-0.25" && named["median_cost_usd"] == "")
  }

  /// Texts as an attacker would choose them, put together at random.
  private func hostile(_ random: inout SeededRandom) -> String {
    let pieces: [Unicode.Scalar] = [
      "=", "+", "-", "@", "\t", "\r", "\n", " ", "\"", ",", ";", "'", "|", "\\", "a", "1", "{", "\0", "\u{1B}",
      "\u{7F}",
      "\u{9B}", "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{A0}", "\u{3000}", "\u{2028}", "\u{FF1D}", "é", "路",
      "🧭",
      "\u{301}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      text.unicodeScalars.append(pieces[Int.random(in: 0..<pieces.count, using: &random)])
    }
    return text
  }

  // What a spreadsheet sees of a cell first: blanks, quotes and what has no shape passed over.
  private func looksLikeAFormula(_ cell: String) -> Bool {
    let first = cell.unicodeScalars.first { scalar in
      !scalar.properties.isWhitespace && scalar.properties.generalCategory != .format && scalar != "\""
        && scalar != "\u{FFFD}"
    }
    return first.map { "=+-@\u{FF1D}".unicodeScalars.contains($0) } ?? false
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func hostileTextsComeBackAndRunNothing(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<200 {
      var record = ExportSample.operation
      let texts = (0..<6).map { _ in hostile(&random) }
      record.operationID = texts[0]
      record.wrapperName = texts[1]
      record.errorMessage = texts[2]
      record.errorCode = texts[3]
      record.metrics = [
        MetricValue(name: "user_id", isCustom: false, value: .text(texts[4])),
        MetricValue(name: texts[5], isCustom: true, value: .text(texts[0])),
      ]
      let text = try ExportSample.text([record], as: .csv)
      let rows = try #require(CSVReader.rows(text), "\(text.debugDescription)")
      try #require(rows.count == 2 && rows.allSatisfy { $0.count == OperationRecord.columns.count })
      // Each row is one line, and holds nothing that is not seen.
      #expect(text.unicodeScalars.count { $0 == "\n" } == 2)
      #expect(text.unicodeScalars.allSatisfy { !$0.isHarmful || $0 == "\r" || $0 == "\n" })
      for cell in rows[1] { #expect(!looksLikeAFormula(cell), "\(cell.debugDescription)") }
      // Also where semicolons or tabs part the cells.
      for separator: Unicode.Scalar in [";", "\t"] {
        for cells in CSVReader.rows(text, separator: separator, isStrict: false) ?? [] {
          for cell in cells { #expect(!looksLikeAFormula(cell), "\(separator): \(cell.debugDescription)") }
        }
      }
      // What can be seen comes back but for the apostrophes.
      for (text, name) in zip(texts, ["operation_id", "wrapper_name", "error_message", "error_code", "user_id"]) {
        let column = try #require(OperationRecord.columns.firstIndex { $0.name == name })
        #expect(visible(rows[1][column]) == visible(text))
      }
    }
  }

  private func visible(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { !$0.isHarmful && $0 != "'" && $0 != " " && $0 != "\u{FFFD}" }
  }
}
