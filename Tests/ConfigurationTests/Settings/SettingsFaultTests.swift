import Testing

@testable import Configuration

/// What is wrong with settings is told at once, each with its line, its key, and what may have been meant.
@Suite struct SettingsFaultTests {
  /// A file and what is said of it, in this order.
  struct Case: Sendable, CustomTestStringConvertible {
    let file: Part
    let faults: [String]

    init(_ file: Part, _ faults: String...) {
      self.file = file
      self.faults = faults
    }

    var testDescription: String { faults.first ?? "" }
  }

  private static let shapes = [
    Case(["stor": "x"], "w.yaml:1: stor: is not known here; did you mean store?"),
    Case(["input": ["tial": ["x"]]], "w.yaml:2: input.tial: is not known here; did you mean tail?"),
    Case(["input": ["tail": "x"]], "w.yaml:2: input.tail: has to be a list, each part of it a text of one line, not x"),
    Case(["input": ["tail": []]], "w.yaml:2: input.tail: needs 1 or more parts, and has 0"),
    Case(["input": ["tail": [.quoted("")]]], "w.yaml:2: input.tail.1: has to be a text of one line"),
    Case(["input": ["stdin": "yes"]], "w.yaml:2: input.stdin: has to be true or false, not yes"),
    Case(["input": ["stdin": .quoted("true")]], "w.yaml:2: input.stdin: ", "write it without quotes"),
    Case(["input": ["from": "checkpiont"]], "w.yaml:2: input.from: ", "did you mean checkpoint?"),
    Case(["input": ["format": "litelm"]], "w.yaml:2: input.format: ", "did you mean litellm?"),
    Case(["input": ["max_line": "1MB"]], "w.yaml:2: input.max_line: has to be a size", "512MiB"),
    Case(["input": ["max_line": "1048576"]], "w.yaml:2: input.max_line: has to be a size"),
    Case(["input": "x"], "w.yaml:1: input: has to be a mapping of tail, socket"),
    Case(["input": ""], "w.yaml:1: input: has to be a mapping", "not nothing"),
    Case(["environment": "2026"], "w.yaml:1: environment: has to be a text of one line, not 2026; put it in quotes"),
    Case(["store": "${env:STORE}"], "w.yaml:1: store: has to be a text of one line itself, not a reference"),
    Case(["serve": ["nats": "localhost:80"]], "w.yaml:2: serve.nats: is not part of this version; take it out"),
    Case(["screen": ["mouse": "false"]], "w.yaml:2: screen.mouse: is not part of this version"),
    Case(["views": ["night": ["filter": "x"]]], "w.yaml:1: views: is not part of this version"),
    Case(["screen": ["color": "257"]], "w.yaml:2: screen.color: has to be one of auto, direct, 256"),
    Case(["heartbeat": ["every": "1m"]], "w.yaml:1: heartbeat: needs `url`, an http or https URL with a host"),
    Case(["heartbeat": ["url": "hc.example"]], "w.yaml:2: heartbeat.url: has to be an http or https URL"),
    Case(["heartbeat": ["url": "${env:A B}"]], "w.yaml:2: heartbeat.url: has to be a whole reference"),
    Case(
      ["heartbeat": ["url": "http://h", "every": "1s"]],
      "w.yaml:3: heartbeat.every: has to be a duration from 10s to 1d"),
    Case(["limits": ["wrappers": "1.5"]], "w.yaml:2: limits.wrappers: has to be a whole number from 1 to 10000"),
    Case(["limits": ["line": "1MiB"], "input": ["max_line": "1MiB"]], "limits.line: is the same as input.max_line"),
  ]

  private static let health = [
    Case(
      ["health": ["error_rate": ["0.1", "0.05"]]], "w.yaml:2: health.error_rate: each has to be above the one before"),
    Case(
      ["health": ["error_rate": ["5", "1"]]], "w.yaml:2: health.error_rate.1: has to be a number from 0 to 1, not 5"),
    Case(["health": ["grades": ["0.5", "0.7"]]], "w.yaml:2: health.grades: needs 3 parts, and has 2"),
    Case(
      ["health": ["factors": ["error": ["0.6", "0.8"]]]],
      "w.yaml:3: health.factors.error: none may be above the one before"),
    Case(["health": ["window": "3600"]], "w.yaml:2: health.window: has to be a duration"),
  ]

  private static func rule(_ more: [(String, Part)]) -> Part {
    ["rules": [.map([("name", "slow"), ("metric", "p95_ms")] + more)]]
  }

  private static let rules = [
    Case(["rules": [["metric": "p95_ms", "above": "1"]]], "w.yaml:1: rules.1: needs `name`"),
    Case(rule([]), "w.yaml:1: rules.slow: needs one of `above`, `below`, `levels`"),
    Case(
      rule([("above", "1"), ("below", "2")]), "w.yaml:5: rules.slow: has more than one of `above`, `below`, `levels`"),
    Case(rule([("above", "-1")]), "w.yaml:4: rules.slow.above: must not be below 0"),
    Case(rule([("above", "x")]), "w.yaml:4: rules.slow.above: has to be a number, not x"),
    Case(rule([("above", "1"), ("system", "true")]), "rules.slow.metric: p95_ms is there for each wrapper only"),
    Case(
      rule([("above", "1"), ("channels", ["onkall"])]), "w.yaml:5: rules.slow.channels: onkall is no channel"),
    Case(rule([("above", "1"), ("severity", "fatal")]), "w.yaml:5: rules.slow.severity: has to be one of info"),
    Case(rule([("above", "1"), ("wrappers", [])]), "w.yaml:5: rules.slow.wrappers: needs 1 or more"),
    Case(
      rule([("above", "1"), ("min_operations", "-1")]), "w.yaml:5: rules.slow.min_operations: has to be a whole number"),
    Case(
      ["rules": [["name": "r", "metric": "error_rat", "above": "1"]]],
      "w.yaml:3: rules.r.metric: has to be one of error_rate, p95_ms, lag, source_lag, not error_rat; did you mean error_rate?"
    ),
    Case(
      ["rules": [["name": "r", "metric": "error_rate", "above": "5"]]], "rules.r.above: has to be from 0 to 1",
      "5 % is 0.05"),
    Case(["rules": [["name": "r", "metric": "lag", "above": "5"]]], "rules.r.metric: lag is there for the whole only"),
    Case(
      ["rules": [["name": "r", "metric": "source_lag", "above": "5", "system": "true"]]],
      "rules.r.metric: source_lag is not one of wrappers"),
    Case(["rules": [["name": "high_eror_rate", "above": "0.5"]]], "needs `metric`", "did you mean high_error_rate?"),
    Case(
      ["rules": [["name": "high_error_rate", "metric": "p95_ms", "above": "0.5"]]],
      "is built in and looks at error_rate"),
    Case(["rules": [["name": "high_error_rate", "below": "0.5"]]], "looks for what is above its threshold"),
    Case(["rules": [["name": "no_events", "above": "0.5"]]], "is built in and has no threshold"),
    Case(
      ["rules": [["name": "no_events"], ["name": "no_events"]]],
      "rules.no_events: stands here again, after line 1; give it another name"),
    Case(
      rule([("above", "1"), ("system", "true"), ("wrappers", ["a"])]),
      "rules.slow.metric: ", "rules.slow.wrappers: does not go with system: true"),
    Case(rule([("levels", [["above": "1"]])]), "w.yaml:4: rules.slow.levels.1: needs `severity`"),
    Case(rule([("levels", [["severity": "info"]])]), "rules.slow.levels.1: needs one of `above`, `below`"),
    Case(
      rule([("severity", "info"), ("levels", [["above": "1", "severity": "info"]])]),
      "rules.slow.severity: stands in each of the levels"),
    Case(
      rule([("levels", [["above": "2", "severity": "info"], ["above": "1", "severity": "error"]])]),
      "rules.slow.levels: levels go from the least severe to the most severe, each above the one before"),
    Case(
      rule([("levels", [["above": "1", "severity": "error"], ["above": "2", "severity": "error"]])]),
      "rules.slow.levels: levels go from the least severe"),
    Case(
      rule([("levels", [["above": "1", "severity": "info"], ["below": "2", "severity": "error"]])]),
      "rules.slow.levels: has to be above, as the first level is"),
  ]

  private static let channels = [
    Case(["channels": ["a": ["url": "x"]]], "w.yaml:2: channels.a: needs `type`, one of slack, email, bell"),
    Case(["channels": ["a": ["type": "slak"]]], "w.yaml:3: channels.a.type: ", "did you mean slack?"),
    Case(["channels": ["a": ["type": "slack"]]], "w.yaml:2: channels.a: needs `url`"),
    Case(
      ["channels": ["a": ["type": "bell", "url": "https://h"]]], "w.yaml:4: channels.a.url: is not known here"),
    Case(["channels": ["a b": ["type": "bell"]]], "w.yaml:2: channels.a b: its name has to be a name"),
    Case(
      ["channels": ["a": ["type": "bell", "escalate": ["after": "1m", "to": "b"]]]],
      "w.yaml:6: channels.a.escalate.to: b is no channel"),
    Case(
      [
        "channels": [
          "a": ["type": "bell", "escalate": ["after": "1m", "to": "b"]],
          "b": ["type": "bell", "escalate": ["after": "1m", "to": "a"]],
        ]
      ], "channels.a.escalate.to: leads in a circle: a to b to a"),
    Case(
      ["channels": ["a": ["type": "bell", "escalate": ["after": "1m", "to": "a"]]]], "leads in a circle: a to a"),
    Case(
      ["channels": ["m": ["type": "email", "smtp": ["host": "h", "port": "0"], "to": ["a"]]]],
      "channels.m.smtp.port: has to be a whole number from 1 to 65535, not 0"),
  ]

  @Test(arguments: shapes + health + rules + channels) func faults(_ found: Case) throws {
    let faults = settingsFaults(found.file)
    #expect(!faults.isEmpty)
    for text in found.faults { #expect(faults.contains { $0.contains(text) }, "\(text) in \(faults)") }
    // Nothing is said twice in other words.
    let starts = found.faults.filter { $0.hasPrefix("w.yaml") }
    #expect(faults.count <= max(1, found.faults.count), "\(starts) in \(faults)")
  }

  @Test func allIsToldAtOnceInTheOrderOfTheLines() {
    let faults = settingsFaults([
      "stroe": "x", "input": ["from": "now"],
      "rules": [["name": "r", "metric": "p95_ms", "above": "1", "channels": ["x"]]],
      "channels": ["a": ["type": "slack", "url": "no"]], "health": ["error_rate": ["0.2", "0.1"]],
    ])
    #expect(faults.count == 5, "\(faults)")
    let lines = faults.compactMap { Int($0.split(separator: ":")[1]) }
    #expect(lines == lines.sorted())
  }

  @Test func secretsAreNotRepeated() {
    let faults = settingsFaults([
      "channels": [
        "a": ["type": "slack", "url": "hooks.example/T0/secret"],
        "m": ["type": "email", "smtp": ["host": "h", "password": ["secret"]], "to": "x", "headers": ["a": "12345"]],
      ], "secret": "secret2",
    ])
    #expect(
      faults.count == 4 && !faults.contains { $0.contains("T0") || $0.contains("12345") || $0.contains("secret2") },
      "\(faults)")
  }
}
