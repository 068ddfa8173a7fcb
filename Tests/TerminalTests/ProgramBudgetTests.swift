import Foundation
import TestSupport
import Testing

/// Budgets through the built program: from the wrappers file to `status`, over restarts, and what is refused.
@Suite(.waiting) struct ProgramBudgetTests {
  private let world: StoredProgram
  private var folder: TemporaryFolder { world.folder }

  init() throws { world = try StoredProgram() }

  private func write(_ text: String, to name: String = "w.yaml") throws { try folder.append(text, to: name) }

  /// The budget of a wrapper in what `status --json` printed.
  private func budget(_ wrapper: String, _ period: String, in run: ProgramRun) throws -> [String: Any] {
    #expect((0...3).contains(run.status ?? -1), "\(run.errors)")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let wrappers = try #require(document["wrappers"] as? [[String: Any]])
    let found = try #require(wrappers.first { $0["wrapper_name"] as? String == wrapper })
    let budget = try #require(found["budget"] as? [String: Any], "\(run.output)")
    return try #require(budget[period] as? [String: Any], "\(run.output)")
  }

  private func expect(
    _ budget: [String: Any], _ expected: [String: String], sourceLocation: Testing.SourceLocation = #_sourceLocation
  ) {
    for (key, value) in expected {
      #expect(budget[key] as? String == value, "\(key): \(budget)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [
    ("UTC", "0.4", "healthy", "2026-01-03T00:00:00.000000Z"),
    ("Europe/Berlin", "1.65", "warning", "2026-01-02T23:00:00.000000Z"),
    ("America/New_York", "2.15", "exceeded", "2026-01-02T05:00:00.000000Z"),
  ]) func aDayIsThatOfItsZone(zone: String, spent: String, status: String, turns: String) throws {
    try write("budget_timezone: \(zone)\nwrappers:\n  w: {daily_budget: 2}\n  quiet: {monthly_budget: 7}\n")
    let costs = [("2026-01-01T12:00:00Z", 0.5), ("2026-01-01T23:30:00Z", 1.25), ("2026-01-02T00:10:00Z", 0.4)]
    for (end, cost) in costs {
      try folder.append(
        #"{"wrapper_name":"w","end_time":"\#(end)","duration_ms":5,"cost_estimate":\#(cost)}"# + "\n",
        to: "events.jsonl")
    }
    let run = try world.run(
      "status", "--json", "--tail", folder("events.jsonl"), "--wrappers", folder("w.yaml"), "--at",
      "2026-01-02T00:30:00Z")
    let day = try budget("w", "daily", in: run)
    expect(day, ["budget_usd": "2", "spent_usd": spent, "status": status, "turns_at": turns])
    #expect(day["complete"] as? Bool == false)
    expect(try budget("quiet", "monthly", in: run), ["budget_usd": "7", "spent_usd": "0", "status": "healthy"])
  }

  @Test func spendingSurvivesRestarts() throws {
    try write("wrappers: {w: {monthly_budget: 10}}\n")
    for round in 0..<3 {
      let program = try world.serve("--wrappers", folder("w.yaml"))
      try world.send(StoredProgram.operation("o\(round)", more: #","cost_estimate":0.700000001"#))
      if round == 1 { program.end(with: SIGKILL) } else { #expect(program.end(with: SIGTERM) == 0) }
    }
    let run = try world.run("status", "--json", "--store", world.storePath, "--wrappers", folder("w.yaml"))
    let month = try budget("w", "monthly", in: run)
    expect(month, ["spent_usd": "2.100000003", "remaining_usd": "7.899999997"])
    #expect(month["complete"] as? Bool == true)
  }

  @Test(arguments: ["status", "export", "report", "serve"]) func faultsHaveALineEach(command: String) throws {
    try write("wrappers:\n  w: {daily_budget: 0}\nbudget_timezone: Berlin\nbudget: {}\n")
    try folder.append(StoredProgram.operation("o"), to: "events.jsonl")
    let arguments =
      switch command {
      case "status": ["status", "--tail", folder("events.jsonl")]
      case "export": ["export", "costs", "--tail", folder("events.jsonl")]
      case "report": ["report", "--tail", folder("events.jsonl")]
      default: [command, "--strict", "--socket", folder("in.sock"), "--store", "none"]
      }
    let run = try ProgramRun(
      ProgramOnScreen.program, arguments + ["--wrappers", folder("w.yaml")],
      environment: ProgramOnScreen.environment(in: folder))
    #expect(run.status == 78 && run.output.isEmpty)
    let file = folder("w.yaml")
    #expect(
      run.errors == "wraptop: \(file):2: wrapper w: daily_budget: has to be a number above 0 dollars; it is 0\n"
        + "wraptop: \(file):4: budget: is not known here; did you mean budgets?\n"
        + "wraptop: \(file):3: budget_timezone: Berlin is no time zone; write it like Europe/Berlin; "
        + "did you mean Europe/Berlin?\n")
    #expect(!folder.has("in.sock"))
  }

  @Test func whatCannotBeUsedHasTheStatusOfTheSpec() throws {
    try folder.append(StoredProgram.operation("o"), to: "events.jsonl")
    func run(_ option: String, _ name: String) throws -> ProgramRun {
      try world.run("status", "--tail", folder("events.jsonl"), option, folder(name))
    }
    let missing = try run("--wrappers", "none.yaml")
    #expect(missing.status == 66 && missing.errors.contains("none.yaml: No such file"))
    #expect(try run("--prices", "none.json").status == 66)
    try write("budget_timezone: Berlin\n", to: "zone.yaml")
    let zone = try run("--wrappers", "zone.yaml")
    #expect(zone.status == 78 && zone.errors.contains("zone.yaml:1: budget_timezone: Berlin is no time zone"))
    try write("wrappers: {}\n")
    chmod(folder("w.yaml"), 0o660)
    let unsafe = try run("--wrappers", "w.yaml")
    #expect(unsafe.status == 77 && unsafe.errors.contains("type: chmod go-w \(folder("w.yaml"))"), "\(unsafe.errors)")
  }

  @Test func costsThatNoOneReportsAreEstimated() throws {
    try write(#"{"m":{"input_cost_per_token":1e-6,"output_cost_per_token":2e-6}}"#, to: "prices.json")
    for model in ["m", "unknown"] {
      try folder.append(
        #"{"wrapper_name":"w","end_time":"2026-01-01T12:00:00Z","duration_ms":5,"custom_metrics":"#
          + #"{"model_used":"\#(model)","prompt_tokens":1000,"completion_tokens":500}}"# + "\n", to: "events.jsonl")
    }
    let run = try world.run(
      "status", "--json", "--tail", folder("events.jsonl"), "--prices", folder("prices.json"), "--at",
      "2026-01-01T12:30:00Z")
    #expect(run.output.contains(#""cost_usd":"0.002","estimated_usd":"0.002","unpriced":1"#), "\(run.output)")
  }

  @Test func warningsAreToldOnStandardErrorAndInTheDashboard() throws {
    try folder.makeFolder("d")
    try write(#"{"config":{"daily_budget":3}}"#, to: "d/seen.json")
    try folder.append(StoredProgram.operation("o"), to: "events.jsonl")
    let run = try world.run("status", "--tail", folder("events.jsonl"), "--wrappers", folder("d"))
    #expect(run.status == 0 && run.errors.contains("wrapper seen: has no kind"), "\(run.errors)")
    let program = try ProgramOnScreen(
      ["--tail", folder("events.jsonl"), "--store", "none", "--wrappers", folder("d")], columns: 200, folder: folder)
    program.expect("has no kind")
    program.press("q")
    program.expectEnd()
  }

  @Test func doctorSaysWhatFilesHold() throws {
    try write("budget_timezone: Asia/Tokyo\nbudgets: {daily: 5}\nwrappers: {a: {daily_budget: 1}, b: {}}\n")
    try write(#"{"m":{"input_cost_per_token":1e-6}}"#, to: "prices.json")
    let fine = try world.run(
      "doctor", "--socket", folder("in.sock"), "--wrappers", folder("w.yaml"), "--prices", folder("prices.json"))
    #expect(fine.status == 0, "\(fine.output)\(fine.errors)")
    #expect(
      fine.output.contains(
        "ok   wrappers: \(folder("w.yaml")): 2 wrappers, 1 with a budget, one over all; days turn in Asia/Tokyo"))
    #expect(fine.output.contains("ok   prices: \(folder("prices.json")): 1 models have prices"), "\(fine.output)")
    try write("budgets: {daily: 5\n", to: "bad.yaml")
    let bad = try world.run("doctor", "--socket", folder("in.sock"), "--wrappers", folder("bad.yaml"))
    #expect(bad.status == 1 && bad.output.contains("FAIL wrappers: \(folder("bad.yaml")):2: does not parse"))
  }
}
