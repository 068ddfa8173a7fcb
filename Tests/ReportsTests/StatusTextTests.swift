import Canvas
import Foundation
import Snapshots
import TestSupport
import Testing

@testable import Reports

@Suite struct StatusTextTests {
  private func text(_ report: StatusText, _ snapshot: Snapshot = Sample.snapshot()) -> String {
    String(decoding: report.bytes(of: snapshot), as: UTF8.self)
  }

  @Test func looksLikeTheGoldenText() throws {
    expectGolden(text(StatusText()), named: "status")
  }

  @Test func budgetsFitIntoEightyColumns() throws {
    let text = text(StatusText(), Sample.withBudgets())
    expectGolden(text, named: "status-budgets")
    let table = text.components(separatedBy: "BUDGET OF").dropFirst().joined().components(separatedBy: "\n\n")
    for line in (table.first ?? "").components(separatedBy: "\n") { #expect(line.count <= 80, "\(line)") }
    #expect(table.count > 1)
  }

  @Test func asciiIsASCII() throws {
    let text = text(StatusText(glyphs: .ascii))
    #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) })
    expectGolden(text, named: "status-ascii")
  }

  @Test func textFromOutsideCannotReachTheTerminal() {
    var snapshot = Sample.snapshot()
    let hostile = "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}\u{2028}\r\n\u{8}"
    snapshot.monitor.wrappers[1].name = hostile
    snapshot.monitor.wrappers[1].health.lastError = hostile
    snapshot.sources[0].name = hostile
    snapshot.sources[1].state = .failed(hostile)
    snapshot.notices = [hostile]
    let lines = text(StatusText()).split(separator: "\n", omittingEmptySubsequences: false).count
    let shown = text(StatusText(), snapshot)
    let harmful = shown.unicodeScalars.filter {
      $0 != "\n" && ($0.properties.generalCategory == .control || $0.value == 0x202E || $0.value == 0x2028)
    }
    #expect(harmful.isEmpty)
    #expect(shown.split(separator: "\n", omittingEmptySubsequences: false).count == lines)
  }

  @Test func colourComesOnlyIfAskedForAndChangesNothingElse() {
    let plain = text(StatusText())
    let coloured = text(StatusText(color: true))
    #expect(!plain.contains("\u{1B}"))
    #expect(coloured.contains("\u{1B}[91m▲ UNHEALTHY\u{1B}[0m"))
    #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
  }

  @Test func columnsAlignByDisplayWidth() {
    let table = text(StatusText()).split(separator: "\n", omittingEmptySubsequences: false)
    guard let header = table.firstIndex(where: { $0.hasPrefix("WRAPPER") }) else {
      Issue.record("no table of wrappers")
      return
    }
    let column = table[header].prefix { $0 != "S" }.count
    for line in table[(header + 1)...].prefix(while: { !$0.isEmpty }) where !line.hasPrefix(" ") {
      var used = 0
      let name = line.unicodeScalars.prefix { scalar in
        used += DisplayWidth.of(scalar)
        return used <= column
      }
      let status = line.unicodeScalars.dropFirst(name.count).first
      #expect(status == "▲" || status == "○", "\(line)")
    }
  }

  @Test func aScoreNeverReadsAsTheNextGrade() {
    var snapshot = Sample.snapshot()
    snapshot.monitor.system.score = 0.79999
    #expect(text(StatusText(), snapshot).contains("score 0.799 "))
    snapshot.monitor.system.score = 0.9 * 0.7  // 0.63, a rounding error below it
    #expect(text(StatusText(), snapshot).contains("score 0.630 "))
  }
}
