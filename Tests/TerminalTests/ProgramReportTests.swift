import Foundation
import TestSupport
import Testing

/// `wraptop report` as people meet it: its sums are those of the lines, and its files are whole.
@Suite(.waiting) struct ProgramReportTests {
  private let program: StoredProgram
  private var folder: TemporaryFolder { program.folder }
  private let at = "2026-01-02T12:00:00Z"

  init() throws { program = try StoredProgram() }

  private func run(_ arguments: String..., input: String = "") throws -> ProgramRun {
    try ProgramRun(
      ProgramOnScreen.program, arguments, environment: ProgramOnScreen.environment(in: folder), input: input)
  }

  /// Four operations: $3.25 for support, of it $2.25 on the day before, $0.50 for router, and $0.25 that is no operation's.
  private static let lines =
    [
      #"{"operation_id":"1","wrapper_name":"support","operation_type":"chat","end_time":"2026-01-01T10:10:00Z","#
        + #""duration_ms":900,"custom_metrics":{"api_cost":2,"infrastructure_cost":0.25,"model_used":"gpt-4o","tokens_used":1000}}"#,
      #"{"operation_id":"2","wrapper_name":"support","operation_type":"chat","end_time":"2026-01-02T09:10:00Z","#
        + #""duration_ms":300,"custom_metrics":{"api_cost":1,"model_used":"haiku","tokens_used":3000}}"#,
      #"{"operation_id":"3","wrapper_name":"router","status":"error","error_code":"429","#
        + #""end_time":"2026-01-02T11:50:00Z","cost_estimate":0.5,"custom_metrics":{"routing_method":"mf","#
        + #""selected_model":"gpt-4o","cost_savings_vs_baseline":1.5}}"#,
      #"{"event":"cost","operation_id":"x","wrapper_name":"router","time":"2026-01-02T11:55:00Z","total_cost":0.25}"#,
    ].joined(separator: "\n") + "\n"

  private let budgets = "budgets: {daily: 3.5}\nwrappers:\n  support: {daily_budget: 1.25}\n"

  private func expectSums(_ page: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
    for row in [
      "- Total cost: **$4.00** (3 operations)", "- Today: **$1.75** (of $3.50, healthy;",
      "| All wrappers | day | $1.75 | $3.50 | $1.75 | 50.0 % | **healthy** |",
      "| `support` | day | $1.00 | $1.25 | $0.25 | 80.0 % | **warning** |",
      "| 2026-01-01 | $2.25 |", "| 2026-01-02 | $1.75 |", "| `support` | $3.25 | 81.3 % | 2 | $1.63 |",
      "| `gpt-4o` | $2.75 | 68.8 % | 2 |", "| `haiku` | $1.00 | 25.0 % | 1 |", "| API | $3.00 | 75.0 % |",
      "| `429` | 1 | $0.50 |", "- Savings against the baseline: **$1.50** (75.0 % of",
    ] { #expect(page.contains(row), "\(row)\n\(page)", sourceLocation: sourceLocation) }
  }

  @Test func aFileIsSummedUp() throws {
    try folder.append(Self.lines + "bad\n", to: "events.jsonl")
    try folder.append(budgets, to: "wrappers.yaml")
    let report = try run(
      "report", "--tail", folder("events.jsonl"), "--at", at, "--wrappers", folder("wrappers.yaml"))
    #expect(report.status == 0)
    #expect(report.errors.hasPrefix("wraptop: report: 1 of 5 lines were rejected: 1 not JSON;"), "\(report.errors)")
    expectSums(report.output)
    #expect(report.output.contains("1 of 5 lines were rejected"))
    let one = try run("report", "--tail", folder("events.jsonl"), "--at", at, "--wrapper", "r*")
    #expect(one.output.contains("- Total cost: **$0.75** (1 operation)") && !one.output.contains("support"))
    let past = try run("report", "--tail", folder("events.jsonl"), "--at", at, "--until", "2026-01-02")
    #expect(past.output.contains("- Total cost: **$2.25** (1 operation)"), "\(past.output)")
  }

  @Test func aStoreIsSummedUpAndNotWritten() throws {
    try folder.append(budgets, to: "wrappers.yaml")
    let core = try program.serve()
    try program.send(Self.lines)
    #expect(core.end(with: SIGTERM) == 0)
    let before = try Data(contentsOf: URL(filePath: program.storePath))
    let report = try run(
      "report", "--store", program.storePath, "--at", at, "--wrappers", folder("wrappers.yaml"))
    #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
    expectSums(report.output)
    #expect(try Data(contentsOf: URL(filePath: program.storePath)) == before)
  }

  @Test func theFileIsWholeAndOfTheFormatOfItsName() throws {
    func write(_ name: String) throws -> String {
      let written = try run("report", "--stdin", "--at", at, "--output", folder(name), input: Self.lines)
      #expect(written.status == 0 && written.output.isEmpty && written.errors.isEmpty, "\(written.errors)")
      return try String(contentsOfFile: folder(name), encoding: .utf8)
    }
    #expect(try write("costs.md").hasPrefix("# LLM cost report\n"))
    let page = try write("costs.html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n") && page.contains("$4.00"))
    #expect(!page.contains("<script") && !page.contains("http-equiv=\"refresh\"") && !page.contains("src="))
    // Once more over what is there, and through a link, which stays one.
    #expect(symlink(folder("costs.html"), folder("link.html")) == 0)
    #expect(try write("link.html") == page)
    var about = stat()
    #expect(lstat(folder("link.html"), &about) == 0 && about.st_mode & S_IFMT == S_IFLNK)
    #expect(stat(folder("costs.html"), &about) == 0 && about.st_mode & 0o777 & ~0o644 == 0)
    #expect(!folder.contents.contains { $0.hasSuffix(".tmp") }, "\(folder.contents)")
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    func expectRefusal(_ run: ProgramRun, _ status: Int32, _ text: String) {
      #expect(run.status == status && run.output.isEmpty && run.errors.contains(text), "\(run.errors)")
    }
    try expectRefusal(run("report"), 66, "no input")
    try expectRefusal(run("report", "--stdin", input: "bad\n"), 65, "1 of 1")
    try expectRefusal(run("report", "--socket", folder("s")), 64, "use --tail")
    try expectRefusal(run("report", "--stdin", "--format", "pdf"), 64, "--format")
    try expectRefusal(run("report", "--stdin", "--at", "noon"), 64, "--at: not a time")
    try expectRefusal(run("report", "--stdin", "--at", at, "--since", "2026-01-03"), 64, "--since")
    try expectRefusal(run("report", "--stdin", "--output", folder("none/x.md")), 73, folder("none/x.md"))
    try expectRefusal(run("report", "--stdin", "--output", folder.path), 73, "is a folder")
    try expectRefusal(run("report", "--stdin", "--output", "/dev/full"), 74, "/dev/full")
    let empty = try run("report", "--stdin", input: "")
    #expect(empty.status == 0 && empty.output.contains("Nothing was spent and no operation ended"))
  }

  @Test func costsAreExportedByWhatIsWanted() throws {
    try folder.append(budgets, to: "wrappers.yaml")
    func rows(_ grouping: String, _ columns: String...) throws -> [String] {
      let export = try run(
        "export", "costs", "--stdin", "--at", at, "--by", grouping, "--wrappers", folder("wrappers.yaml"),
        input: Self.lines)
      #expect(export.status == 0 && export.errors.isEmpty, "\(export.errors)")
      return try export.output.split(separator: "\n").map { line in
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        return columns.map { row[$0].map { "\($0)" } ?? "-" }.joined(separator: " ")
      }
    }
    #expect(
      try rows("day", "wrapper_name", "date", "cost_usd", "budget_percentage", "budget_status").sorted() == [
        "router 2026-01-02 0.75 <null> <null>", "support 2026-01-01 2.25 180 exceeded",
        "support 2026-01-02 1 80 warning",
      ])
    #expect(
      try rows("model", "wrapper_name", "group", "cost_usd").sorted() == [
        "router gpt-4o 0.5", "support gpt-4o 2.25", "support haiku 1",
      ])
    #expect(try rows("kind", "group", "cost_usd").sorted() == ["api 3", "infrastructure 0.25", "other 0.75"])
    #expect(try rows("recommendation", "wrapper_name", "type").contains("router failure_cost"))
    #expect(try run("export", "series", "--stdin", "--by", "model").status == 64)
  }
}
