import Testing

@testable import Configuration

/// What a settings file means (article Settings).
@Suite struct SettingsReaderTests {
  private func read(_ file: Part) throws -> Settings { try ReadSettings(file.root(), .sample).settings }

  @Test func nothingIsSaidByDefault() throws {
    #expect(try ReadSettings(nil, .sample).settings == Settings())
    #expect(try read([:]) == Settings())
  }

  @Test func theCoreAndTheScreen() throws {
    let settings = try read([
      "input": [
        "tail": ["/a/*.jsonl", "b"], "socket": "/s", "stdin": "true", "otlp": "localhost", "from": "end",
        "format": "litellm", "wrapper_by": "model_group", "dedupe": "true", "max_line": "2MiB", "rejects": "r",
      ],
      "serve": ["api": "/api.sock"], "log": ["file": "/l", "level": "warning"],
      "screen": ["color": "256", "glyphs": "block"], "runtime": "/r.json",
      "heartbeat": ["url": "${credential:hc/url}", "every": "30s"], "store": "none", "wrappers": "w.yaml",
      "environment": "prod", "prices": "p.json", "theme": "light",
      "limits": ["wrappers": "500", "connections": "16", "store": "512MiB"],
    ])
    #expect(settings.input.tail == ["/a/*.jsonl", "b"] && settings.input.socket == "/s" && settings.input.stdin)
    #expect(settings.input.otlp == "localhost" && settings.input.from == "end" && settings.input.format == "litellm")
    #expect(settings.input.wrapperBy == "model_group" && settings.input.dedupe && settings.input.maxLine == 2 << 20)
    #expect(settings.api == "/api.sock" && settings.log == .init(file: "/l", level: "warning"))
    #expect(settings.screen == .init(color: "256", glyphs: "block") && settings.theme == "light")
    #expect(settings.heartbeat?.seconds == 30)
    #expect(settings.heartbeat?.url == Reference("${credential:hc/url}").map { .reference($0) })
    #expect(settings.limits == .init(wrappers: 500, connections: 16, store: 512 << 20))
    #expect(settings.store == "none" && settings.environment == "prod" && settings.prices == "p.json")
  }

  @Test func pathsGoFromSomewhere() throws {
    let settings = try read([
      "input": ["tail": ["a"], "socket": "s", "format": "m.yaml"], "store": "none", "theme": "x.theme", "wrappers": "w",
    ]).mapPaths { "/etc/" + $0 }
    #expect(settings.input.tail == ["/etc/a"] && settings.input.socket == "/etc/s")
    #expect(settings.input.format == "/etc/m.yaml" && settings.store == "none" && settings.theme == "/etc/x.theme")
    #expect(try read(["input": ["format": "otlp"], "theme": "dark"]).mapPaths { "/etc/" + $0 }.theme == "dark")
  }

  @Test func health() throws {
    let health = try read([
      "health": [
        "window": "30m", "recent_failure": "5m", "fallback_rate": ["0.3", "0.6"], "error_rate": ["0.01", "0.02"],
        "factors": ["fallback": ["0.9", "0.5"], "recent_failure": "1", "error": ["0.8", "0.8"]],
        "grades": ["0.4", "0.6", "0.8"], "system": ["0.5", "0.9"],
      ]
    ]).health
    #expect(health.windowSeconds == 1800 && health.recentFailureSeconds == 300)
    #expect(health.fallbackRates == [0.3, 0.6] && health.fallbackFactors == [0.9, 0.5])
    #expect(health.errorRates == [0.01, 0.02] && health.errorFactors == [0.8, 0.8] && health.recentFailureFactor == 1)
    #expect(health.grades == [0.4, 0.6, 0.8] && health.system == [0.5, 0.9])
  }

  @Test func rules() throws {
    let settings = try read([
      "rules": [
        [
          "name": "slow", "metric": "p95_ms", "above": "4000", "window": "10m", "for": "0s", "min_operations": "20",
          "wrappers": ["checkout-*"], "severity": "error", "cooldown": "1h", "channels": ["bell"], "enabled": "false",
        ],
        [
          "name": "failing", "metric": "error_rate",
          "levels": [["above": "0.1", "severity": "warning"], ["above": "0.5", "severity": "critical"]],
          "system": "true",
        ],
        ["name": "high_error_rate", "above": "0.2"], ["name": "no_events", "enabled": "true", "for": "15m"],
      ], "channels": ["bell": ["type": "bell"]],
    ])
    #expect(settings.rules.map(\.name) == ["slow", "failing", "high_error_rate", "no_events"])
    let slow = settings.rules[0]
    #expect(slow.side == .above && slow.levels == [.init(threshold: 4000)] && slow.severity == .error)
    #expect(
      slow.windowSeconds == 600 && slow.forSeconds == 0 && slow.minOperations == 20 && slow.cooldownSeconds == 3600)
    #expect(slow.wrappers == ["checkout-*"] && slow.channels == ["bell"] && slow.isEnabled == false && !slow.isBuiltIn)
    let failing = settings.rules[1]
    #expect(failing.levels == [.init(threshold: 0.1, severity: .warning), .init(threshold: 0.5, severity: .critical)])
    #expect(failing.isOfSystem && failing.severity == nil)
    #expect(settings.rules[2].isBuiltIn && settings.rules[2].levels == [.init(threshold: 0.2)])
    #expect(settings.rules[3].isBuiltIn && settings.rules[3].levels.isEmpty && settings.rules[3].forSeconds == 900)
  }

  @Test func channels() throws {
    let read = try ReadSettings(
      ([
        "channels": [
          "oncall": [
            "type": "slack", "url": "${env:SLACK}", "min_severity": "error", "wrappers": ["a*", "b*"],
            "group_wait": "0s", "repeat": "0s", "send_resolved": "false", "escalate": ["after": "15m", "to": "mail"],
          ],
          "mail": [
            "type": "email", "smtp": ["host": "h", "port": "587", "tls": "none", "password": .quoted("123")],
            "to": "a@b.example", "headers": ["X-Team": "llm"],
          ],
        ]
      ] as Part).root(), .sample)
    let oncall = read.settings.channels[0]
    #expect(oncall.name == "oncall" && oncall.kind == "slack" && oncall.minSeverity == .error)
    #expect(oncall.values == ["url": .text(.reference(.environment("SLACK")))] && oncall.wrappers == ["a*", "b*"])
    #expect(oncall.groupWaitSeconds == 0 && oncall.repeatSeconds == 0 && !oncall.sendsResolved)
    #expect(oncall.escalation == .init(afterSeconds: 900, channel: "mail"))
    let mail = read.settings.channels[1]
    #expect(mail.values["to"] == .list([.plain("a@b.example")]))
    #expect(mail.values["headers"] == .group(["X-Team": .text(.plain("llm"))]))
    #expect(
      mail.values["smtp"]
        == .group([
          "host": .text(.plain("h")), "port": .number(587), "tls": .text(.plain("none")),
          "password": .text(.plain("123")),
        ]))
    #expect(mail.groupWaitSeconds == 10 && mail.repeatSeconds == 14_400 && mail.sendsResolved && mail.escalation == nil)
    // What is secret and stands there as such is told without it.
    #expect(read.warnings.map { $0.description.prefix { $0 != " " } }.contains("w.yaml:19:"), "\(read.warnings)")
    #expect(read.warnings.count == 2 && !read.warnings.contains { $0.description.contains("123") })
  }

  @Test func whatNeedsARestartIsTold() throws {
    let before = try read(["store": "/a", "theme": "dark"])
    let after = try read(["store": "/b", "input": ["stdin": "true"], "health": ["window": "30m"]])
    #expect(after.restartKeys(since: before) == ["input", "store", "theme"])
    #expect(before.restartKeys(since: before).isEmpty)
  }
}
