import Configuration
import Testing

@Suite struct DraftTests {
  private let file: Part = [
    "wrappers": [
      "bot": [
        "kind": "routellm", "timeout_seconds": "20", "domain_routing_overrides": ["law.example": ["threshold": "0.5"]],
      ], "other": ["enabled": "false"],
    ]
  ]
  private let runtime: Part = [
    "wrappers": ["bot": ["timeout_seconds": "10", "daily_budget": "5", "api_key": .quoted("sk-by-hand")]]
  ]

  private func state(_ runtime: Part?, version: String = "1", overrides: [String] = []) -> ConfigurationState {
    var line = 0
    var sources = ConfigurationSources(file: .file(file.node(from: &line)), overrides: overrides)
    line = 0
    sources.runtime = runtime?.node(file: "runtime.json", from: &line)
    let resolved = ResolvedConfiguration(sources)
    #expect(resolved.isValid, "\(resolved.findings)")
    return ConfigurationState(resolved: resolved, versions: ["bot": EntryVersion(version)])
  }

  private func draft() -> Draft { Draft(of: "bot", in: state(runtime)) }

  private func changes(_ draft: Draft) -> [String] {
    draft.changes.map { "\($0.path): \($0.old?.shown ?? "-") > \($0.new?.shown ?? "-")" }
  }

  // MARK: Edits

  @Test func aDraftBeginsWithoutEdits() {
    let draft = draft()
    #expect(!draft.isEdited && draft.changes == [] && draft.findings == [] && !draft.canBeWritten)
    #expect(draft.preview == draft.base && draft.request() == nil && draft.kind.name == "routellm")
  }

  @Test func changesAreInTheOrderOfTheForm() {
    var draft = draft()
    draft.type("0.7", at: FieldPath(["domain_routing_overrides", "law", "threshold"]))
    draft.set("budget_alert_thresholds.critical", to: .number(0.9))
    draft.set("budget_alert_thresholds.warning", to: .number(0.5))
    draft.type("7", at: "timeout_seconds")
    #expect(
      changes(draft) == [
        "timeout_seconds: 10 > 7", "budget_alert_thresholds.warning: - > 0.5",
        "budget_alert_thresholds.critical: - > 0.9", "domain_routing_overrides.law.threshold: - > 0.7",
      ])
    let timeout = draft.fields.first { $0.path == "timeout_seconds" }
    #expect(timeout?.candidates.map(\.value) == [.integer(7), .integer(20), .integer(30)])
    let request = draft.request(reason: "slow")
    #expect(request?.changes == draft.changes && request?.reason == "slow" && request?.newKind == nil)
    #expect(request?.versions == ["bot": EntryVersion("1")])
  }

  @Test func whatTheLayerHoldsIsNoEdit() {
    var draft = draft()
    draft.type("10", at: "timeout_seconds")
    #expect(!draft.isEdited && draft.undo() == nil)
    draft.type("100", at: "timeout_seconds")
    draft.type("10", at: "timeout_seconds")
    #expect(!draft.isEdited && draft.undo() == nil)
    // What a weaker layer says is an edit all the same.
    draft.type("20", at: "timeout_seconds")
    #expect(changes(draft) == ["timeout_seconds: 10 > 20"])
  }

  @Test func aTextThatIsNoValueStays() {
    var draft = draft()
    draft.set("enabled", to: .flag(true))
    draft.type("-5", at: "daily_budget")
    #expect(draft.text(at: "daily_budget") == "-5" && draft.isEdited("daily_budget"))
    #expect(draft.fault(at: "daily_budget")?.message == #"has to be a number above 0 dollars; it is "-5""#)
    #expect(draft.findings(at: "daily_budget").map(\.severity) == [.error] && draft.findings(at: "enabled") == [])
    #expect(!draft.canBeWritten && draft.request() == nil)
    #expect(draft.preview.given["daily_budget"] == draft.base.given["daily_budget"])
    draft.revert("daily_budget")
    #expect(draft.text(at: "daily_budget") == nil && draft.canBeWritten)
  }

  @Test func valuesAreCheckedTogether() {
    var draft = draft()
    draft.type("4", at: "monthly_budget")
    #expect(
      draft.findings.map(\.message) == ["must not be below daily_budget, which is 5 (runtime.json:4); it is 4"]
        && !draft.canBeWritten)
    draft.type("3", at: "daily_budget")
    #expect(draft.findings == [] && draft.canBeWritten)
  }

  @Test func aValueIsTakenOut() {
    var draft = draft()
    draft.remove("timeout_seconds")
    #expect(changes(draft) == ["timeout_seconds: 10 > -"])
    #expect(draft.kind.value("timeout_seconds", of: draft.preview) == .integer(20))
    // There is nothing of it in the layer but the edit.
    draft.set("retry_jitter", to: .flag(false))
    draft.remove("retry_jitter")
    #expect(changes(draft) == ["timeout_seconds: 10 > -"])
    draft.remove("nonsense")
    #expect(draft.undo() == "retry_jitter" && draft.undo() == "retry_jitter" && draft.undo() == "timeout_seconds")
  }

  @Test func anEntryOfATableIsTakenOutAsAWhole() {
    var draft = draft()
    let entry = FieldPath(["domain_routing_overrides", "a.b"])
    for part in ["threshold", "enabled"] {
      draft.set(FieldPath(entry.parts + [part]), to: part == "enabled" ? .flag(true) : .number(0.25))
    }
    draft.set(FieldPath(["domain_routing_overrides", "c", "enabled"]), to: .flag(true))
    #expect(draft.kind.keys(of: "domain_routing_overrides", of: draft.preview) == ["a.b", "c", "law.example"])
    draft.remove(entry)
    #expect(draft.kind.keys(of: "domain_routing_overrides", of: draft.preview) == ["c", "law.example"])
    draft.undo()
    #expect(draft.changes.count == 3)
    draft.revert(FieldPath([]))
    #expect(!draft.isEdited)
    draft.undo()
    #expect(draft.changes.count == 3)
  }

  @Test func whatTheKindDoesNotKnowIsLeftAlone() {
    var draft = draft()
    draft.set("enable_poml", to: .flag(true))
    draft.type("x", at: "budget_alert_thresholds")
    draft.type("1", at: FieldPath(["domain_routing_overrides", "", "threshold"]))
    draft.setSecret(at: "timeout_seconds")
    #expect(!draft.isEdited && draft.undo() == nil)
  }

  @Test func whatStillHidesAChangeIsKnown() throws {
    var draft = Draft(of: "bot", in: state(runtime, overrides: ["bot.timeout_seconds=15"]))
    draft.type("7", at: "timeout_seconds")
    let change = try #require(draft.changes.first)
    #expect(draft.hidden(by: change)?.value == .integer(15) && draft.hidden(by: change)?.layer == .override)
    let layers = draft.kind.field("timeout_seconds", of: draft.preview)?.candidates.map(\.layer)
    #expect(layers == [.override, .runtime, .file, .standard])
    draft.type("6", at: "daily_budget")
    #expect(draft.changes.compactMap { draft.hidden(by: $0) }.count == 1)
  }

  // MARK: Steps

  @Test func whatIsTypedIsOneStep() {
    var draft = draft()
    for text in ["1", "12", "12.", "12.5"] { draft.type(text, at: "daily_budget") }
    draft.endTyping()
    draft.type("12.55", at: "daily_budget")
    draft.type("", at: "timeout_seconds")
    #expect(draft.undo() == "timeout_seconds" && changes(draft) == ["daily_budget: 5 > 12.55"])
    #expect(draft.undo() == "daily_budget" && changes(draft) == ["daily_budget: 5 > 12.5"])
    #expect(draft.undo() == "daily_budget" && !draft.isEdited && draft.undo() == nil)
    #expect(draft.redo() == "daily_budget" && changes(draft) == ["daily_budget: 5 > 12.5"])
    draft.set("enabled", to: .flag(true))
    #expect(draft.redo() == nil)
  }

  // MARK: Secrets

  @Test func aSecretComesWithTheRequest() throws {
    var draft = draft()
    draft.setSecret(at: "api_key")
    #expect(changes(draft) == ["api_key: ******** > ${credential:bot/api_key}"] && draft.canBeWritten)
    #expect(draft.awaitedSecrets == ["api_key"])
    #expect(draft.request() == nil && draft.request(secrets: ["api_key": Secret()]) == nil)
    let secret = try #require(Secret("sk-new"))
    let request = try #require(draft.request(secrets: ["api_key": secret, "oauth_client_secret": secret]))
    #expect(request.secrets.keys.map(\.description) == ["bot/api_key"])
  }

  @Test func aSecretIsReplacedUnderTheSameName() {
    var draft = Draft(
      of: "bot", in: state(["wrappers": ["bot": ["api_key": .quoted("${credential:bot/api_key}")]]]))
    draft.set("api_key", to: draft.kind.value("api_key", of: draft.base) ?? .secret)
    #expect(!draft.isEdited)
    draft.setSecret(at: "api_key")
    #expect(changes(draft) == ["api_key: ${credential:bot/api_key} > ${credential:bot/api_key}"] && draft.canBeWritten)
  }

  @Test func noPlainTextOfASecretIsKept() {
    var draft = draft()
    draft.type("sk-SECRET", at: "oauth_client_secret")
    draft.set("api_key", to: .text("sk-SECRET"))
    var shown = ""
    dump(draft, to: &shown)
    dump(draft.findings, to: &shown)
    #expect(!shown.contains("SECRET") && draft.findings.count == 2 && draft.request() == nil)
    draft.type("${env:KEY}", at: "oauth_client_secret")
    draft.set("api_key", to: .secret)
    #expect(changes(draft) == ["oauth_client_secret: - > ${env:KEY}"] && draft.canBeWritten)
  }

  // MARK: New wrappers

  @Test func aNewWrapperIsOfAKind() {
    var draft = Draft(of: "new", in: state(runtime), newKind: "poml")
    #expect(draft.isNew && draft.kind.name == "poml" && !draft.canBeWritten)
    draft.type("no", at: "enable_poml")
    #expect(draft.request()?.newKind == "poml")
    #expect(Draft(of: "bot", in: state(runtime), newKind: "poml").newKind == nil)
    #expect(Draft(of: "new", in: state(runtime)).newKind == nil)
  }

  @Test(arguments: ["", "a\nb", String(repeating: "x", count: 257)]) func aNewWrapperHasAName(name: String) {
    var draft = Draft(of: name, in: state(runtime), newKind: "poml")
    draft.set("enable_poml", to: .flag(false))
    #expect(draft.findings.count == 1 && draft.request() == nil)
  }

  // MARK: Others

  @Test func whatOthersWroteIsSetAgainstTheEdits() {
    var draft = draft()
    draft.type("7", at: "timeout_seconds")
    draft.type("6", at: "daily_budget")
    draft.remove("api_key")
    let theirs: Part = ["wrappers": ["bot": ["timeout_seconds": "8", "daily_budget": "6", "debug_logging": "true"]]]
    var rebased = draft.rebased(onto: state(theirs, version: "2"))
    #expect(changes(rebased) == ["timeout_seconds: 8 > 7"] && rebased.conflicts == rebased.changes)
    #expect(rebased.request()?.versions == ["bot": EntryVersion("2")])
    #expect(rebased.kind.value("debug_logging", of: rebased.preview) == .flag(true))
    rebased.revert("timeout_seconds")
    #expect(rebased.conflicts == [] && !rebased.canBeWritten)
    while rebased.undo() != nil {}
    #expect(!rebased.isEdited && rebased.preview == rebased.base)
  }

  @Test func anEditThatTheKindNoLongerKnowsIsNotWritten() {
    var draft = Draft(of: "new", in: state(runtime), newKind: "poml")
    draft.set("enable_poml", to: .flag(false))
    draft.set("debug_logging", to: .flag(true))
    var rebased = draft.rebased(onto: state(["wrappers": ["new": ["kind": "external"]]]))
    #expect(rebased.findings.map(\.path) == ["enable_poml"] && rebased.request() == nil && !rebased.isNew)
    rebased.revert("enable_poml")
    #expect(rebased.request()?.changes.map(\.path) == ["debug_logging"])
  }

  // MARK: Whose fault it is

  @Test func whatAChangeBreaksIsToldOfTheChange() {
    let file: Part = ["wrappers": ["bot": ["daily_budget": "50", "monthly_budget": "100"]]]
    let resolved = resolved(file: file, runtime: ["wrappers": ["bot": ["daily_budget": "40"]]])
    var draft = Draft(of: "bot", in: ConfigurationState(resolved: resolved))
    draft.type("900", at: "daily_budget")
    #expect(
      draft.findings.map(\.description) == [
        "wrapper bot: daily_budget: must not be above monthly_budget, which is 100 (w.yaml:4); it is 900"
      ])
    #expect(draft.findings.map(\.layer) == [.runtime])
    draft.revert(FieldPath([]))
    draft.type("30", at: "monthly_budget")
    #expect(
      draft.findings.map(\.description) == [
        "wrapper bot: monthly_budget: must not be below daily_budget, which is 40 (r.json:3); it is 30"
      ])
    // Both are the operator's.
    draft.type("900", at: "daily_budget")
    #expect(draft.findings.map(\.path) == ["daily_budget"])
    #expect(draft.findings.first?.message == "must not be above monthly_budget, which is 30; it is 900")
  }

  @Test func whatAChangeMakesNecessaryIsToldOfNoLine() {
    let resolved = resolved(file: ["wrappers": ["bot": ["enabled": "false"]]])
    var draft = Draft(of: "bot", in: ConfigurationState(resolved: resolved))
    draft.type("true", at: "enabled")
    #expect(draft.findings.map(\.origin) == [.standard])
    #expect(draft.findings.map(\.path) == ["api_endpoint"])
  }

  // MARK: Secrets in the clear

  private static let secret = "sk-proj-0123456789abcdef"

  @Test func aValueThatLooksLikeASecretIsWarnedOf() {
    var draft = draft()
    draft.type(Self.secret, at: "weak_model")
    #expect(draft.exposedSecrets == ["weak_model"])
    #expect(draft.findings.map(\.severity) == [.warning])
    #expect(draft.findings.first?.message.contains("api_key or oauth_client_secret") == true)
    #expect(draft.findings.allSatisfy { !$0.description.contains(Self.secret) })
    #expect(draft.canBeWritten && draft.request()?.exposesSecrets == false)
    #expect(draft.request(exposesSecrets: true)?.exposesSecrets == true)
    draft.type("gpt-4o-mini", at: "weak_model")
    #expect(draft.exposedSecrets.isEmpty && draft.findings.isEmpty)
    draft.set(FieldPath(["domain_routing_overrides", Self.secret, "threshold"]), to: .number(0.5))
    #expect(draft.exposedSecrets.count == 1)
  }

  @Test func aSecretWhereItBelongsIsNotWarnedOf() {
    var draft = draft()
    draft.setSecret(at: "api_key")
    #expect(draft.exposedSecrets.isEmpty)
    draft.type("${env:BOT_KEY}", at: "oauth_client_secret")
    draft.type("${env:BOT_MODEL}", at: "weak_model")
    #expect(draft.exposedSecrets.isEmpty)
  }

  @Test func aFieldThatIsCalledLikeASecretIsWarnedOfWhateverItHolds() {
    let resolved = resolved(file: [
      "kinds": [
        "mytool": [
          "fields": [
            "db_password": ["type": "string"], "region": ["type": "string"], "retry_token": ["type": "int"],
            "vault_secret": ["type": "string", "sensitive": "true"],
          ]
        ]
      ], "wrappers": ["bot": ["kind": "mytool"]],
    ])
    var draft = Draft(of: "bot", in: ConfigurationState(resolved: resolved))
    draft.type("hunter2", at: "db_password")
    draft.type("eu-west-1", at: "region")
    draft.type("3", at: "retry_token")
    #expect(draft.exposedSecrets == ["db_password"])
    #expect(draft.findings.first?.message.contains("vault_secret") == true)
  }

  @Test func noBuiltInFieldIsCalledLikeASecretWithoutBeingOne() {
    for (path, description) in Kind.builtIn.flatMap(\.leaves) where !description.isSensitive {
      let change = FieldChange(wrapper: "bot", path: path, old: nil, new: .text("plain words"))
      #expect(!Kind.builtIn.contains { change.exposesSecret(in: $0) }, "\(path)")
    }
  }
}
