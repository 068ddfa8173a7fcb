import Foundation
import TestSupport
import Testing

/// Alerts of the built program: commands, channels, kills (article Alerts).
@Suite(.waiting) struct ProgramAlertsTests {
  private let folder: TemporaryFolder
  private let environment: [String: String]
  private let rounds =
    ProcessInfo.processInfo.environment["WRAPTOP_KILLS"].flatMap { Int($0) } ?? modelSeeds(20, brief: 6).count

  init() throws {
    folder = try TemporaryFolder()
    environment = ProgramOnScreen.environment(in: folder)
    try folder.append(
      """
      channels:
        file:
          type: command
          command: [sh, -c, "cat >> \(folder("told.txt")); echo >> \(folder("told.txt"))"]
          group_wait: 1s
      rules:
        - {name: high_error_rate, for: 0s, cooldown: 0s}
        - {name: low_health_score, enabled: false}
        - {name: critical_health, enabled: false}
      """, to: "settings.yaml")
  }

  private func run(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun(ProgramOnScreen.program, arguments, environment: environment)
  }

  private func alerts(_ arguments: String...) throws -> ProgramRun {
    try run(["alerts"] + arguments + ["--connect", folder("api.sock")])
  }

  private func serve() async throws -> RunningProgram {
    try folder.append("", to: "settings.yaml")
    let text = try String(contentsOfFile: folder("settings.yaml"), encoding: .utf8)
    if !text.contains("serve:") { try folder.append("\nserve: {api: \(folder("api.sock"))}\n", to: "settings.yaml") }
    let program = try RunningProgram(
      ProgramOnScreen.program,
      ["serve", "--store", folder("store.db"), "--socket", folder("in.sock"), "--config", folder("settings.yaml")],
      environment: environment, errorsPath: folder("errors.txt"))
    #expect(await eventually { program.errors.contains("storing in") || !program.isRunning })
    return program
  }

  private func fail(_ wrapper: String) throws {
    let lines = (0..<8).map { _ in #"{"wrapper_name":"\#(wrapper)","status":"error","error_code":"HTTP_502"}"# + "\n" }
    try folder.append(lines.joined(), to: "\(wrapper).jsonl")
    let run = try ProgramRun(
      "/bin/sh",
      ["-c", "\(ProgramOnScreen.program) emit --socket \(folder("in.sock")) < \(folder("\(wrapper).jsonl"))"],
      environment: environment)
    #expect(run.status == 0, "\(run.errors)")
  }

  // What the channel was told: the alerts that fire, by id, with how often.
  private var told: [String: Int] {
    let text = (try? String(contentsOfFile: folder("told.txt"), encoding: .utf8)) ?? ""
    let ids = text.split(separator: "\n").filter { $0.contains(#""status":"firing""#) }.flatMap { line in
      line.matches(of: /"fingerprint":"([0-9a-f]{16})"/).map { String($0.1) }
    }
    return Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)
  }

  @Test func commandsListAcknowledgeAndSilence() async throws {
    let program = try await serve()
    #expect(try alerts("list").output.hasPrefix("Nothing fires."))
    try fail("w")
    #expect(await eventually { told.count == 1 })
    let id = try #require(told.keys.first)
    let list = try alerts("list").output
    #expect(list.contains("\(id)  FIRING ERROR  high_error_rate  w") && list.contains("code HTTP_502"))
    #expect(try alerts("ack", id, "--note", "on it").output == "\(id): acknowledged\n")
    #expect(try alerts("list").output.contains("on it"))
    let silence = try alerts("silence", "--wrapper", "w*", "--for", "30m", "--reason", "deploy")
    let words = silence.output.split(separator: ":")
    let number = try #require(words.first, "\(silence.errors)")
    #expect(number.count == 8 && silence.output.contains(": silenced until "))
    #expect(try alerts("list", "--json").output.contains(#""reason":"deploy""#))
    #expect(try alerts("unsilence", String(number)).status == 0)
    let again = try alerts("unsilence", String(number))
    #expect(again.status == 65 && again.errors.contains(number))
    #expect(try alerts("ack", "0000").status == 65)
    #expect(try alerts("rules").output.contains("1 firing"))
    #expect(program.end(with: SIGTERM) == 0)
    let nobody = try alerts("list")
    #expect(nobody.status == 66 && nobody.errors.contains("wraptop serve"))
    // What was done is in the store.
    let stored = try run(["alerts", "list", "--store", folder("store.db")])
    #expect(stored.output.contains("ACKED"), "\(stored.output)\(stored.errors)")
  }

  @Test @MainActor func theDashboardFindsAcknowledgesAndSilences() throws {
    let program = try ProgramOnScreen(
      ["--socket", folder("ingest.sock"), "--store", "none", "--config", folder("settings.yaml")], folder: folder)
    try program.send(ProgramOnScreen.lines("w", count: 8, status: "error", more: #","error_code":"HTTP_502""#))
    program.expect("1 FIRING")
    program.expect("!w ")
    // What is acknowledged before a channel has heard of it, it never hears of.
    #expect(program.terminal.wait(within: ProgramOnScreen.patience) { _ in told.count == 1 })
    program.press("A")
    program.expect("high_error_rate")
    program.expect("code HTTP_502")
    program.press("a")
    program.press("rolled back\r")
    program.expect("1 ACKED")
    program.expect("rolled back")
    program.press("s\r")
    program.expect("silences 1")
    program.press("w")
    program.expect("alerts")
    program.press("q")
    program.expectEnd()
  }

  // Between firing and delivery, or at any other moment: nobody is left out, and who is told again knows it by the id.
  @Test func noAlertIsLostOrDoubledByAKill() async throws {
    var random = SeededRandom(seed: 7)
    for round in 0..<rounds {
      let program = try await serve()
      try fail("w\(round)")
      try await Task.sleep(for: .milliseconds(Int.random(in: 0...2500, using: &random)))
      #expect(program.end(with: SIGKILL) == nil, "round \(round)")
    }
    let program = try await serve()
    // All wrappers have failed within the last hour, so that each has one alert, however often the core died.
    #expect(await eventually { told.count == rounds })
    #expect(told.values.allSatisfy { $0 <= 2 }, "\(told)")
    #expect(program.end(with: SIGTERM) == 0)
  }

  @Test(arguments: [
    (["silence", "--for", "1h"], 64, "--all"), (["silence", "--all", "--for", "soon"], 64, "30m"),
    (["ack"], 64, "id"), (["nothing"], 64, "wraptop help"), (["metrics", "--x"], 64, "--x"),
  ])
  func refusesWhatMakesNoSense(arguments: [String], status: Int32, words: String) throws {
    let run = try run(["alerts"] + arguments)
    #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
  }

  @Test func faultsOfChannelsNameTheirLine() throws {
    try folder.append(
      """
      channels:
        hook:
          type: webhook
          url: ${env:HOOK}
          body: '{"text": "{{ wrappr }}"}'
        mail: {type: email, smtp: {host: localhost, password: "${env:P}"}, from: "${env:FROM}", to: [nobody]}
      """, to: "faulty.yaml")
    let run = try run(["doctor", "--config", folder("faulty.yaml")])
    #expect(run.output.contains("faulty.yaml:5: channels.hook.body"), "\(run.output)")
    #expect(run.output.contains("faulty.yaml:6: channels.mail.to"))
    #expect(!run.output.contains("channels.mail.from"))
  }

  @Test func rulesAreTriedOnARecording() throws {
    var lines = ""
    for minute in 0..<120 {
      for second in 0..<10 {
        let status = (30..<50).contains(minute) ? "error" : "success"
        let time = Date(timeIntervalSince1970: 1_780_000_000 + Double(minute * 60 + second * 6))
        lines += #"{"wrapper_name":"w","status":"\#(status)","end_time":\#(time.timeIntervalSince1970)}"# + "\n"
      }
    }
    try folder.append(lines, to: "recording.jsonl")
    try folder.append(
      "rules: [{name: mine, metric: error_rate, above: 0.5, window: 5m, for: 1m, severity: critical}]\n",
      to: "rules.yaml")
    let run = try run(
      ["alerts", "test-rule", folder("rules.yaml"), "--tail", folder("recording.jsonl"), "--only", "--json"])
    #expect(run.status == 0, "\(run.errors)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let alerts = try #require(document["alerts"] as? [[String: Any]])
    #expect(document["operations"] as? Int == 1200 && alerts.count == 1, "\(run.output)")
    // Half of five minutes and a bit have failed after 2.5 to 3 minutes, and a minute passes before it fires.
    let fired = try #require(alerts[0]["fired_at"] as? String)
    #expect(fired > "2026-05-28T20:59" && fired < "2026-05-28T21:01", "\(fired)")
    #expect(alerts[0]["resolved_at"] is String && alerts[0]["sent"] as? Bool == true)
    let missing = try self.run(["alerts", "test-rule", folder("rules.yaml"), "--tail", folder("none.jsonl")])
    #expect(missing.status == 66)
  }
}
