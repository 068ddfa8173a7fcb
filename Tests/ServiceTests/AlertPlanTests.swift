import Alerting
import Configuration
import ConfigurationFiles
import Events
import Monitoring
import TestSupport
import Testing

@testable import Service

/// What settings make of rules and channels (article Settings).
@Suite struct AlertPlanTests {
  private let folder: TemporaryFolder
  private let secrets: SecretResolver

  init() throws {
    folder = try TemporaryFolder()
    secrets = SecretResolver(
      environment: ["TOKEN": "a-secret"], storePath: folder("credentials"), auditPath: folder("audit.jsonl"),
      clock: { Timestamp(seconds: 1_780_000_000) })
  }

  private func settings(_ text: String) throws -> Settings {
    var vocabulary = SettingsVocabulary()
    vocabulary.metrics = AlertMetric.all.map {
      .init($0.key, unit: $0.unit.rawValue, isOfWrappers: $0.isOfWrappers, isOfSystem: $0.isOfSystem)
    }
    vocabulary.builtInRules = AlertRule.builtIn.map {
      .init($0.name, metric: $0.metric, $0.comparison == .above ? .above : .below)
    }
    vocabulary.channelKinds = [
      .init("webhook", "", keys: [.init("url", .url, isRequired: true, ""), .init("headers", .map, "")])
    ]
    try folder.append(text, to: "c.yaml")
    return try SettingsFile(named: "c.yaml", folder: folder.path, environment: [:]).read(vocabulary).settings
  }

  @Test func builtInRulesAreChangedAndOthersAdded() throws {
    let rules = AlertPlan.rules(
      try settings(
        """
        health: {window: 30m}
        channels: {hook: {type: webhook, url: "http://localhost/"}}
        rules:
          - {name: high_error_rate, above: 0.25, severity: critical, for: 5m}
          - {name: no_events, enabled: true}
          - name: slow
            metric: p95_ms
            levels: [{above: 2000, severity: warning}, {above: 4000, severity: error}]
            window: 10m
            min_operations: 20
            cooldown: 1h
            wrappers: ["checkout-*"]
            channels: [hook]
          - {name: little, metric: total_operations, below: 10, system: true}
        """))
    let byName = Dictionary(uniqueKeysWithValues: rules.map { ($0.name, $0) })
    #expect(rules.count == AlertRule.builtIn.count + 2)
    let errors = try #require(byName["high_error_rate"])
    #expect(errors.levels == [.init(0.25, .critical)] && errors.forSeconds == 300 && errors.cooldownSeconds == 600)
    #expect(errors.windowSeconds == 1800 && byName["no_events"]?.isEnabled == true)
    let slow = try #require(byName["slow"])
    #expect(slow.metric == "p95_ms" && slow.comparison == .above && !slow.isBuiltIn)
    #expect(slow.levels == [.init(2000, .warning), .init(4000, .error)] && slow.windowSeconds == 600)
    #expect(slow.minimumOperations == 20 && slow.cooldownSeconds == 3600 && slow.channels == ["hook"])
    #expect(slow.target == .wrappers([NameGlob("checkout-*")]) && slow.forSeconds == 60)
    let little = try #require(byName["little"])
    #expect(little.target == .system && little.comparison == .below && little.levels == [.init(10, .warning)])
  }

  @Test func channelsHaveTheirSecretsOnlyWhenTheySend() async throws {
    let plan = AlertPlan(
      try settings(
        """
        channels:
          hook:
            type: webhook
            url: ${env:TOKEN}
            headers: {X-Team: ops}
            min_severity: error
            wrappers: ["shop-*"]
            group_wait: 30s
            repeat: 0s
            send_resolved: false
            escalate: {after: 15m, to: other}
          other: {type: webhook, url: "${env:NONE}"}
          locked: {type: webhook, url: "${credential:slack/oncall}"}
        heartbeat: {url: "http://localhost/beat", every: 30s}
        """), secrets: secrets)
    let channel = plan.channels[0].channel
    #expect(channel.minimumSeverity == .error && channel.groupWaitSeconds == 30 && channel.repeatSeconds == 0)
    #expect(!channel.sendsResolved && channel.escalation == .init(afterSeconds: 900, to: "other"))
    let values = try await plan.channels[0].values().get()
    #expect(values.text("url") == "a-secret" && values.map("headers") == ["X-Team": "ops"])
    func reason(_ place: Int) async -> String {
      guard case .failure(let secret) = await plan.channels[place].values() else { return "" }
      return secret.reason
    }
    #expect(await reason(1).contains("${env:NONE}"))
    let locked = await reason(2)
    #expect(locked.contains("locked") && locked.contains("WRAPTOP_CREDENTIAL_KEY"))
    #expect(plan.heartbeat?.seconds == 30)
    #expect(try await plan.heartbeat?.url().get() == "http://localhost/beat")
  }
}
