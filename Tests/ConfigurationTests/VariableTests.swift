import Configuration
import Testing

@Suite struct VariableTests {
  private let wrappers: Part = [
    "wrappers": [
      "support-bot": .map([]), "support": ["api_endpoint": "http://a"], "größe 1": .map([]),
      "router": ["kind": "routellm", "domain_routing_overrides": ["law.example": ["enabled": "true"]]],
    ]
  ]

  @Test(
    arguments: [
      ("WRAPPER_SUPPORT_BOT_DAILY_BUDGET", "5", "support-bot", ["daily_budget"], .number(5)),
      ("WRAPPER_SUPPORT_ENABLED", "YES", "support", ["enabled"], .flag(true)),
      ("WRAPPER_GR__E_1_MAX_RETRY_ATTEMPTS", "7", "größe 1", ["max_retry_attempts"], .integer(7)),
      (
        "WRAPPER_SUPPORT_BOT_BUDGET_ALERT_THRESHOLDS_WARNING", "0.5", "support-bot",
        ["budget_alert_thresholds", "warning"], .number(0.5)
      ), ("WRAPPER_SUPPORT_API_KEY", "sk-1", "support", ["api_key"], .secret),
      (
        "WRAPPER_ROUTER_DOMAIN_ROUTING_OVERRIDES_LAW_EXAMPLE_STRONG_MODEL", "m", "router",
        ["domain_routing_overrides", "law.example", "strong_model"],
        .reference(.environment("WRAPPER_ROUTER_DOMAIN_ROUTING_OVERRIDES_LAW_EXAMPLE_STRONG_MODEL"))
      ), ("EXTERNAL_API_KEY", "${credential:a/b}", "support", ["api_key"], .reference(Reference("${credential:a/b}")!)),
    ] as [(String, String, String, [String], FieldValue)])
  func aVariableSetsAValue(name: String, text: String, wrapper: String, path: [String], value: FieldValue) {
    let read = resolved(file: wrappers, [name: text, "OTHER": "x"])
    let path = FieldPath(path)
    #expect(read.wrappers[wrapper]?.given[path]?.first == GivenValue(.environment, .variable(name), value))
    #expect(read.variables.contains(FoundVariable(name: name, wrapper: wrapper, path: path, isInForce: true)))
    #expect(read.findings == [])
  }

  @Test func theLongestNameThatLeavesAFieldIsMeant() {
    let file: Part = ["wrappers": ["a": .map([]), "a_debug": .map([]), "a_debug_logging": .map([])]]
    // Of `a_debug` nothing is called `LOGGING`.
    let read = resolved(file: file, ["WRAPPER_A_DEBUG_LOGGING": "1", "WRAPPER_A_DEBUG_TIMEOUT_SECONDS": "1"])
    #expect(
      read.variables.map { "\($0.wrapper): \($0.path)" } == ["a: debug_logging", "a_debug: timeout_seconds"]
        && read.findings == [])
  }

  @Test func theVariableOfAWrapperHidesThatOfTheField() throws {
    let read = resolved(
      file: wrappers, ["EXTERNAL_API_KEY": "sk-1", "WRAPPER_SUPPORT_API_KEY": "sk-2"],
      runtime: ["wrappers": ["router": ["api_key": "sk-3"]]])
    let given = try #require(read.wrappers["support"]?.given["api_key"])
    #expect(given.map(\.origin) == [.variable("WRAPPER_SUPPORT_API_KEY"), .variable("EXTERNAL_API_KEY")])
    #expect(
      read.variables.map { "\($0.name) \($0.wrapper) \($0.isInForce)" } == [
        "EXTERNAL_API_KEY größe 1 true", "EXTERNAL_API_KEY router false", "EXTERNAL_API_KEY support false",
        "EXTERNAL_API_KEY support-bot true", "WRAPPER_SUPPORT_API_KEY support true",
      ])
  }

  @Test func whatDoesNotFitIsAnErrorAndWhatIsNotKnownAWarning() {
    let read = resolved(
      file: wrappers,
      [
        "WRAPPER_SUPPORT_MAX_RETRY_ATTEMPTS": "11", "WRAPPER_SUPPORT_BOT_DAYLY_BUDGET": "sk-1",
        "WRAPPER_NOBODY_ENABLED": "1", "WRAPPER_SUPPORT": "x", "WRAPPER_": "", "WRAPPER_SUPPORT_": "",
        "wrapper_support_enabled": "1",
      ])
    #expect(
      read.errors == [
        "$WRAPPER_SUPPORT_MAX_RETRY_ATTEMPTS: wrapper support: max_retry_attempts: has to be a whole number from 0 to 10"
      ])
    #expect(
      read.warnings == [
        "$WRAPPER_SUPPORT_: wrapper support: sets nothing:  is no field of kind external",
        "$WRAPPER_SUPPORT_BOT_DAYLY_BUDGET: wrapper support-bot: sets nothing: DAYLY_BUDGET is no field of kind "
          + "external; did you mean DAILY_BUDGET?",
      ])
  }

  @Test func wrappersThatAreCalledTheSameAreAnErrorToldOnce() {
    let file: Part = ["wrappers": ["a b": .map([]), "a-b": .map([]), "A_B": .map([])]]
    let read = resolved(file: file, runtime: ["wrappers": ["a-b": .map([])]])
    #expect(
      read.errors == [
        "w.yaml:3: wrapper a-b: is called WRAPPER_A_B in environment variables, and so is a b; rename one of them",
        "w.yaml:4: wrapper A_B: is called WRAPPER_A_B in environment variables, and so is a b; rename one of them",
      ])
  }

  @Test func keysOfATableThatAreCalledTheSameAreToldApartByNobody() {
    let file: Part = [
      "wrappers": [
        "r": ["kind": "routellm", "domain_routing_overrides": ["a b": ["enabled": "1"], "a-b": ["enabled": "true"]]]
      ]
    ]
    let read = resolved(file: file, ["WRAPPER_R_DOMAIN_ROUTING_OVERRIDES_A_B_THRESHOLD": "0.5"])
    #expect(
      read.errors == [
        "w.yaml:6: wrapper r: domain_routing_overrides.a b.enabled: has to be true or false, not 1",
        "$WRAPPER_R_DOMAIN_ROUTING_OVERRIDES_A_B_THRESHOLD: wrapper r: may mean any of "
          + "domain_routing_overrides.a b.threshold, domain_routing_overrides.a-b.threshold; "
          + "set it in a file, or rename one of them",
      ])
  }

  @Test func aVeryLongVariableTakesNoTime() {
    let long = String(repeating: "_", count: 100_000)
    #expect(resolved(file: wrappers, ["WRAPPER_\(long)": "x", "WRAPPER_SUPPORT_\(long)": "x"]).errors == [])
  }
}
