import Configuration
import Testing

@Suite struct ReferenceTests {
  private func bot(_ field: String, _ text: String, _ environment: [String: String] = [:]) -> ResolvedConfiguration {
    resolved(file: ["wrappers": ["bot": .map([(field, .quoted(text))])]], environment)
  }

  @Test func whatIsNoSecretIsReadFromTheVariable() throws {
    let read = bot("daily_budget", "${env:LIMIT}", ["LIMIT": "2.5"])
    let given = try #require(read.wrappers["bot"]?.given["daily_budget"]?.first)
    #expect(
      given
        == GivenValue(
          .file, .place(Configuration.SourceLocation(file: "w.yaml", line: 3)), .number(2.5), variable: "LIMIT"))
    #expect(read.findings == [])
    #expect(bot("auth_type", "${env:A}", ["A": "oauth"]).value("bot", "auth_type") == .text("oauth"))
  }

  @Test func aTextStaysAReferenceForItMayBeASecretUnderAWrongName() {
    let read = bot("api_endpoint", "${env:E}", ["E": "http://a"])
    #expect(read.value("bot", "api_endpoint") == .reference(.environment("E")) && read.findings == [])
    let wrong = bot("api_endpoint", "${env:E}", ["E": "hunter2"])
    #expect(wrong.errors.count == 1 && wrong.errors[0].hasSuffix("does not fit: has to begin with http:// or https://"))
  }

  @Test(arguments: [
    "daily_budget", "max_retry_attempts", "enabled", "auth_type", "api_endpoint", "budget_alert_thresholds",
  ])
  func noMessageCarriesTheValueOfAVariable(field: String) {
    let word = "hunter2-very-secret"
    let part = field == "budget_alert_thresholds" ? ".warning" : ""
    let own = "WRAPPER_BOT_\(field.uppercased())\(part.isEmpty ? "" : "_WARNING")"
    let direct = resolved(file: ["wrappers": ["bot": .map([])]], [own: word])
    #expect(direct.errors.count == 1 && !direct.findings.description.contains(word), "\(direct.errors)")
    guard part.isEmpty else { return }
    let referred = bot(field, "${env:DB}", ["DB": word])
    #expect(referred.errors.count == 1 && !referred.findings.description.contains(word), "\(referred.errors)")
    let option = resolved(file: ["wrappers": ["bot": .map([])]], set: ["bot.\(field)=\(word)"])
    #expect(option.errors.count == 1 && !option.findings.description.contains(word), "\(option.errors)")
  }

  @Test func aRuleBetweenValuesNamesTheVariableAndNotItsValue() {
    let read = resolved(
      file: ["wrappers": ["bot": ["daily_budget": .quoted("${env:LIMIT}")]]],
      ["LIMIT": "777", "WRAPPER_BOT_MONTHLY_BUDGET": "555"])
    #expect(
      read.errors == [
        "$WRAPPER_BOT_MONTHLY_BUDGET: wrapper bot: daily_budget: must not be above monthly_budget, which is the value of "
          + "$WRAPPER_BOT_MONTHLY_BUDGET; it is the value of $LIMIT"
      ])
  }

  @Test(arguments: ["run.hunter2", "hunter2.x", "bot.hunter2", "bot.daily_budget.hunter2"])
  func noMessageRepeatsAnArgumentThatIsNothingKnown(name: String) {
    let read = resolved(file: ["wrappers": ["bot": .map([])]], set: ["\(name)=hunter2"])
    #expect(read.errors.count == 1 && !read.errors.description.contains("hunter2"), "\(read.errors)")
    let near = resolved(file: ["wrappers": ["bot": .map([])]], set: ["bott.daily_budget=5", "bot.daily_budge=5"])
    #expect(near.errors.count == 2 && near.errors[0].contains("bott is no wrapper"), "\(near.errors)")
    #expect(near.errors[1].contains("daily_budge is no field"), "\(near.errors)")
  }

  @Test func aKeyInAURLIsMaskedAndCannotBeWrittenBack() {
    let url = "https://h.example/v1?api_key=hunter2&x=1"
    let read = bot("api_endpoint", url)
    #expect(read.value("bot", "api_endpoint") == .text("https://h.example/v1?api_key=********&x=1"))
    var draft = Draft(of: "bot", in: ConfigurationState(resolved: read))
    draft.type("https://h.example/v1?api_key=********&x=2", at: "api_endpoint")
    #expect(draft.fault(at: "api_endpoint")?.message.hasPrefix("must not hold ********") == true)
    let change = AuditEntry(
      actor: AuditActor(uid: 0, user: "u", from: "local"), action: .change, wrapper: "bot", field: "api_endpoint",
      new: .text(url), layer: "runtime", reason: "because of key=hunter2")
    #expect(!change.record(after: .start, at: "t").line.contains("hunter2"))
    #expect(!FieldValue.text(url).shown.contains("hunter2"))
  }

  @Test func aWrapperFindsItsSecretsAndNoOthers() throws {
    let file: Part = [
      "kinds": ["mine": ["fields": ["pin": ["sensitive": "true", "env": .quoted("OTHER_PIN")]]]],
      "wrappers": [
        "bot": [
          "kind": "routellm", "api_key": .quoted("${env:OWN}"), "oauth_client_secret": .quoted("plain-secret-9"),
          "api_endpoint": .quoted("https://h/?key=abc"), "daily_budget": "null",
          "domain_routing_overrides": ["law.x": ["threshold": "0.5", "strong_model": .quoted("a\"b")]],
        ], "other": ["kind": "mine", "api_key": "x"],
      ],
    ]
    let sources = ConfigurationSources(
      file: .file(file.root()), environment: ["OWN": "own-secret", "OTHER_PIN": "1234", "WRAPPER_BOT_WEAK_MODEL": "w"])
    let resolved = ResolvedConfiguration(sources)
    let own = try WrapperEnvironment(of: #require(resolved.wrappers["bot"]), in: resolved, sources)
    func text(_ field: String) -> WrapperEnvironment.Text? { own.values["WRAPPER_BOT_" + field] }
    #expect(text("API_KEY") == .known("own-secret") && text("OAUTH_CLIENT_SECRET") == .known("plain-secret-9"))
    #expect(text("API_ENDPOINT") == .known("https://h/?key=abc") && text("WEAK_MODEL") == .known("w"))
    #expect(
      text("DAILY_BUDGET") == nil && text("TIMEOUT_SECONDS") == .known("30") && text("ENABLED") == .known("false"))
    #expect(text("DOMAIN_ROUTING_OVERRIDES") == .known(#"{"law.x":{"strong_model":"a\"b","threshold":0.5}}"#))
    #expect(text("BUDGET_ALERT_THRESHOLDS") == .known(#"{"critical":0.95,"warning":0.8}"#))
    #expect(own.withheld == ["OTHER_PIN"])
    #expect(!"\(resolved)".contains("own-secret") && !"\(resolved)".contains("plain-secret-9"))
  }

  @Test func aSecretStaysAReference() {
    let read = bot("api_key", "${env:KEY}", ["KEY": "sk-1"])
    #expect(read.value("bot", "api_key") == .reference(.environment("KEY")) && read.findings == [])
  }

  @Test(arguments: ["daily_budget", "api_endpoint", "api_key"]) func aVariableThatIsNotSetIsAWarning(field: String) {
    let read = bot(field, "${env:NOT_SET}")
    #expect(
      read.findings.map(\.description) == [
        "w.yaml:3: wrapper bot: \(field): $NOT_SET, to which it refers, is not set; set it before wraptop is started"
      ])
    #expect(read.isValid && (read.value("bot", FieldPath(field)) != nil) == (field == "api_key"))
  }

  @Test(
    arguments: [
      (
        "daily_budget", "${env:V}", ["V": "-1"],
        "refers to $V, whose value does not fit: has to be a number above 0 dollars"
      ),
      ("daily_budget", "${env:V}", ["V": "${env:W}"], "refers to $V, whose value does not fit: "),
      (
        "api_version", "${env:V}", ["V": "${env:W}"],
        "refers to $V, which holds a reference itself; write that one here"
      ),
      (
        "api_version", "${env:EXTERNAL_API_KEY}", ["EXTERNAL_API_KEY": "sk-1"],
        "must not refer to $EXTERNAL_API_KEY, which holds a secret: "
      ),
      (
        "api_version", "${env:WRAPPER_BOT_API_KEY}", ["WRAPPER_BOT_API_KEY": "sk-1"],
        "must not refer to $WRAPPER_BOT_API_KEY, which holds a secret: "
      ), ("api_version", "${credential:a/b}", [:], "must not refer to a credential, for it is shown as it is; "),
      ("enabled", "${credential:a/b}", [:], "must not refer to a credential, for it is shown as it is; "),
      ("api_key", "${env:a-b}", [:], "has to be a whole reference, ${env:NAME} or ${credential:SERVICE/KEY}"),
    ] as [(String, String, [String: String], String)])
  func whatCannotBeReferredToIsAnError(field: String, text: String, environment: [String: String], message: String) {
    let read = bot(field, text, environment)
    #expect(read.errors.count == 1 && read.errors[0].contains(": \(field): \(message)"), "\(read.errors)")
    #expect(!read.errors.description.contains("sk-1"))
  }

  @Test func aCredentialThatIsNotThereIsAWarning() throws {
    let file: Part = ["wrappers": ["bot": ["api_key": "${credential:bot/api_key}"]]]
    let name = try #require(CredentialName("bot/api_key"))
    #expect(resolved(file: file, credentials: [name]).findings == [])
    #expect(resolved(file: file, credentials: nil).findings == [])
    let read = resolved(file: file, credentials: [])
    #expect(
      read.findings.map(\.description) == [
        "w.yaml:3: wrapper bot: api_key: bot/api_key is not in the credential store; "
          + "set it with `wraptop credential set bot/api_key`"
      ])
    #expect(read.isValid && read.value("bot", "api_key") == .reference(.credential(name)))
  }
}
