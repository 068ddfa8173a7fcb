import Configuration
import Testing

/// What is empty says nothing; what is null says that there is nothing (article Configuration, Layers).
@Suite struct EmptyValueTests {
  private func bot(_ fields: Part) -> Part { ["wrappers": ["bot": fields]] }

  @Test(arguments: ["daily_budget", "api_endpoint", "api_version", "enabled", "kind"])
  func anEmptyTextLetsWeakerLayersShow(field: String) {
    let weaker: Part = [
      "daily_budget": "5", "api_endpoint": "https://x", "api_version": "v2", "enabled": "true", "kind": "poml",
    ]
    let read = resolved(file: bot(weaker), profile: bot(.map([(field, .quoted(""))])))
    let alone = resolved(file: bot(weaker))
    #expect(read.findings == [] && read.wrappers["bot"]?.given == alone.wrappers["bot"]?.given)
    #expect(read.wrappers["bot"]?.kind == "poml")
  }

  @Test func whatUpstreamWritesForNoSecretIsNone() {
    let read = resolved(file: bot(["api_key": .quoted(""), "oauth_client_id": "null"]), ["EXTERNAL_API_KEY": "x"])
    #expect(read.findings == [] && read.value("bot", "api_key") == .secret)
    #expect(read.value("bot", "oauth_client_id") == nil)
    #expect(resolved(file: bot(["api_key": .quoted("")])).value("bot", "api_key") == nil)
  }

  @Test func anEmptyVariableIsNoneAndThatIsSaidOnce() {
    let file: Part = ["wrappers": ["bot": ["daily_budget": "5", "api_key": .quoted("k")], "other": .map([])]]
    let read = resolved(file: file, ["EXTERNAL_API_KEY": "", "WRAPPER_BOT_DAILY_BUDGET": ""])
    #expect(read.isValid && read.value("bot", "daily_budget") == .number(5) && read.value("bot", "api_key") == .secret)
    #expect(read.value("other", "api_key") == nil)
    #expect(
      read.warnings == [
        "$EXTERNAL_API_KEY: is empty, which counts as not set",
        "$WRAPPER_BOT_DAILY_BUDGET: is empty, which counts as not set",
      ])
    #expect(!read.variables.contains { $0.isInForce })
  }

  @Test func anEmptyOverrideIsNone() {
    let read = resolved(file: bot(["daily_budget": "5"]), set: ["bot.daily_budget="])
    #expect(read.value("bot", "daily_budget") == .number(5))
    #expect(read.findings.map(\.description) == ["--set bot.daily_budget: is empty, which counts as not set"])
  }

  @Test func aReferenceToAnEmptyVariableLetsWeakerLayersShow() {
    let file = bot(["api_key": .quoted("k"), "strong_model": .quoted("a"), "kind": "routellm"])
    let profile = bot(["api_key": .quoted("${env:X}"), "strong_model": .quoted("${env:X}")])
    let read = resolved(file: file, profile: profile, ["X": ""])
    #expect(read.isValid && read.value("bot", "api_key") == .secret && read.value("bot", "strong_model") == .text("a"))
    #expect(read.warnings.count == 2 && read.warnings.allSatisfy { $0.contains("$X, to which it refers, is empty") })
  }

  @Test(arguments: [Layer.profile, .runtime]) func nullEmptiesAFieldAndHidesWhatIsBelow(layer: Layer) {
    let weaker = bot(["daily_budget": "5", "timeout_seconds": "7", "api_key": .quoted("k")])
    let nothing = bot(["daily_budget": "null", "timeout_seconds": "null", "api_key": "null"])
    let read = resolved(
      file: weaker, profile: layer == .profile ? nothing : nil, runtime: layer == .runtime ? nothing : nil)
    #expect(read.findings == [])
    #expect(read.value("bot", "daily_budget") == nil && read.value("bot", "api_key") == nil)
    #expect(read.monitoring(of: "bot").budget.daily == nil)
    // What has a default cannot be empty.
    #expect(read.value("bot", "timeout_seconds") == .number(30))
    let field = read.wrappers["bot"].flatMap { read.field("daily_budget", of: $0) }
    #expect(field?.value == nil && field?.layer == layer && field?.hidden.map(\.value) == [.number(5)])
  }

  @Test func aStrongerLayerHidesNull() {
    let read = resolved(
      file: bot(["daily_budget": "null"]), ["WRAPPER_BOT_DAILY_BUDGET": "3"], runtime: bot(["monthly_budget": "null"]))
    #expect(read.value("bot", "daily_budget") == .number(3))
  }

  @Test func nullEmptiesWholeTablesAndRecords() {
    let row: Part = ["threshold": "0.5", "strong_model": .quoted("m")]
    let file: Part = [
      "wrappers": [
        "bot": [
          "kind": "routellm", "budget_alert_thresholds": ["warning": "0.1"],
          "domain_routing_overrides": ["law": row, "tax": row],
        ]
      ]
    ]
    let table = resolved(file: file, profile: bot(["domain_routing_overrides": "null"]))
    #expect(table.findings == [] && keys(table) == [])
    let entry = resolved(file: file, profile: bot(["domain_routing_overrides": ["law": "null"]]))
    #expect(entry.findings == [] && keys(entry) == ["tax"])
    let record = resolved(file: file, profile: bot(["budget_alert_thresholds": "null"]))
    #expect(record.findings == [] && record.monitoring(of: "bot").budget.warning == 0.8)
  }

  private func keys(_ read: ResolvedConfiguration) -> [String]? {
    read.wrappers["bot"].map { read.kind(of: $0).keys(of: "domain_routing_overrides", of: $0) }
  }

  @Test func nullIsNoAnswerWhereAValueIsRequired() {
    let kinds: Part = ["mine": ["fields": ["region": ["required": "true"]]]]
    let read = resolved(
      file: ["kinds": kinds, "wrappers": ["bot": ["kind": "mine", "region": .quoted("eu")]]],
      runtime: bot(["region": "null"]))
    #expect(read.errors.count == 1 && read.errors[0].contains("region: is required"), "\(read.errors)")
  }

  @Test func aProfileCanTakeTheBudgetOfAllAway() {
    let read = resolved(
      file: ["budgets": ["daily": "5", "thresholds": ["warning": "0.5"]]],
      profile: ["budgets": ["daily": "null", "thresholds": "null"]])
    #expect(read.findings == [] && read.overall == BudgetSettings())
  }

  @Test func anUnknownFieldIsAnErrorAlsoWhereItIsNull() {
    let read = resolved(file: bot(["daly_budget": "null"]))
    #expect(read.errors.count == 1 && read.errors[0].contains("did you mean daily_budget?"), "\(read.errors)")
  }

  @Test func aDraftEmptiesAField() throws {
    let read = resolved(file: bot(["daily_budget": "5"]))
    var draft = Draft(of: "bot", in: ConfigurationState(resolved: read))
    draft.set("daily_budget", to: .null)
    let request = try #require(draft.request())
    #expect(request.changes.map(\.new) == [.null] && draft.preview.given["daily_budget"]?.first?.value == .null)
    let file = try ConfigurationNode.empty(at: "r.json").applying(request.changes)
    let after = ResolvedConfiguration(
      ConfigurationSources(file: .file(bot(["daily_budget": "5"]).root()), runtime: file))
    #expect(after.value("bot", "daily_budget") == nil && after.findings == [])
    var again = Draft(of: "bot", in: ConfigurationState(resolved: after))
    again.set("daily_budget", to: .null)
    #expect(!again.isEdited)
    again.type("", at: "daily_budget")
    #expect(again.changes.map(\.new) == [nil])
  }
}
