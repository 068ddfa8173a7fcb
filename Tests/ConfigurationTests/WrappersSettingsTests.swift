import Configuration
import Testing

@Suite struct WrappersSettingsTests {
  @Test func aFileIsReadAsItIsMeant() throws {
    let read = try settings([
      "budget_timezone": "Europe/Berlin",
      "budgets": ["daily": "100", "monthly": "2e3", "thresholds": ["warning": "0.5", "critical": "1"]],
      "wrappers": [
        "a": [
          "kind": "routellm", "daily_budget": "12.5", "budget_alert_thresholds": ["warning": ".7"],
          "auto_disable_on_exceed": "true", "threshold": "whatever", "api_key": .quoted("sk-1"),
        ],
        "b": ["cost_tracking_enabled": "false", "monthly_budget": "null", "daily_budget": "~"], "c": "",
      ],
    ])
    #expect(read.zone == ZoneName("Europe/Berlin", at: Place(file: "w.yaml", line: 1)))
    #expect(read.overall.daily == 100 && read.overall.monthly == 2000)
    #expect(read.overall.warning == 0.5 && read.overall.critical == 1)
    #expect(Set(read.wrappers.keys) == ["a", "b", "c"])
    let a = try #require(read.wrappers["a"])
    #expect(a.kind == "routellm" && a.budget.daily == 12.5 && a.budget.monthly == nil && a.disablesOnExceed)
    #expect(a.budget.warning == 0.7 && a.budget.critical == 0.95 && a.tracksCosts)
    #expect(read.wrappers["b"]?.tracksCosts == false && read.wrappers["b"]?.budget == BudgetSettings())
    #expect(read.wrappers["c"] == WrapperSettings() && read.warnings.isEmpty)
  }

  @Test func nothingIsASettingToo() throws {
    #expect(try WrappersSettings(file: nil) == WrappersSettings())
    #expect(try settings("") == WrappersSettings())
    #expect(try settings(["wrappers": "null", "budgets": "~"]) == WrappersSettings())
  }

  @Test func allFaultsComeAtOnceInTheOrderOfTheFile() {
    let found = faults([
      "wrappers": [
        "a": ["daily_budget": "-1", "dayly_budget": "sk-secret", "monthly_budget": .quoted("5")],
        "b": ["kind": "routelm"],
      ],
      "budgets": ["daily": "5", "monthly": "4"], "budget": "5",
    ])
    #expect(
      found == [
        "w.yaml:3: wrapper a: daily_budget: has to be above 0 dollars; it is -1",
        "w.yaml:4: wrapper a: dayly_budget: is not known here; did you mean daily_budget?",
        #"w.yaml:5: wrapper a: monthly_budget: has to be a number, not the text "5"; write it without quotes"#,
        "w.yaml:7: wrapper b: kind: routelm is not known; did you mean routellm?; "
          + "known are external, routellm, poml",
        "w.yaml:9: budgets: daily: must not be above monthly, which is 4; it is 5",
        "w.yaml:11: budget: is not known here; did you mean budgets?",
      ])
  }

  @Test(arguments: ["0", "-5", "0x10", "1_000", "inf", "nan", "1e400", "1e19", "1e-10", "5,5", "ten", "12:30"])
  func whatIsNoAmountIsAFault(text: String) {
    let found = faults(["wrappers": ["a": ["daily_budget": .plain(text)]]])
    #expect(found.count == 1 && found[0].contains("a: daily_budget: has to be") && found[0].contains(text), "\(found)")
  }

  @Test(arguments: [("5", 5), ("+5", 5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("2.5E-1", 0.25), ("1e18", 1e18)])
  func numbersAreThoseOfYAML(text: String, number: Double) throws {
    #expect(try settings(["budgets": ["daily": .plain(text)]]).overall.daily == number)
  }

  @Test(
    arguments: [
      ("0", nil, false), ("-0.1", nil, false), ("0.96", nil, false), (nil, "0.8", false), ("0.9", "0.9", false),
      ("0.5", "1.01", false), ("0.01", "1", true), (nil, "0.81", true), ("0.94", nil, true), ("warm", nil, false),
    ] as [(String?, String?, Bool)]) func thresholdsAreInOrder(warning: String?, critical: String?, isFine: Bool)
  {
    var parts: [(String, Part)] = []
    if let warning { parts.append(("warning", .plain(warning))) }
    if let critical { parts.append(("critical", .plain(critical))) }
    let found = faults(["wrappers": ["a": ["budget_alert_thresholds": .map(parts)]]])
    #expect(found.isEmpty == isFine, "\(found)")
    #expect(found.count <= 1, "\(found)")
  }

  @Test(arguments: ["yes", "on", "1", "tRue"]) func flagsAreTrueOrFalse(text: String) {
    let found = faults(["wrappers": ["a": ["cost_tracking_enabled": .plain(text)]]])
    #expect(found == ["w.yaml:3: wrapper a: cost_tracking_enabled: has to be true or false, not \(text)"])
  }

  @Test func partsHaveToBeOfTheirShape() {
    let found = faults(["wrappers": ["a", "b"], "budgets": "5", "budget_timezone": ["UTC": ""], "kinds": "x"])
    #expect(found.count == 4, "\(found)")
    #expect(found[0] == "w.yaml:1: wrappers: has to be a mapping of names to values, not a list")
    #expect(found[1] == "w.yaml:2: budgets: has to be a mapping of names to values, not 5")
    #expect(found[2].hasPrefix("w.yaml:3: budget_timezone: has to be a text, not a mapping"))
  }

  @Test func aNameThatStandsTwiceIsAFault() {
    let found = faults([
      "wrappers": ["a": ["daily_budget": "1", "daily_budget": "2"], "a": .map([])], "wrappers": .map([]),
    ])
    #expect(
      found == [
        "w.yaml:4: wrapper a: daily_budget: stands here again, after line 3",
        "w.yaml:5: wrapper a: stands here again, after line 2", "w.yaml:6: wrappers: stands here again, after line 1",
      ])
  }

  @Test(arguments: [
    ("", "1 to 256 bytes"), (String(repeating: "ä", count: 129), "this one has 258"), ("a\u{1B}[2J", "control"),
    ("a\nb", "control"), ("a\u{9B}b", "control"),
  ]) func aNameIsShortAndPlain(name: String, message: String) {
    let found = faults(["wrappers": .map([(name, .map([]))])])
    #expect(found.count == 1 && found[0].contains(message), "\(found)")
    #expect(!found[0].unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test func noMoreWrappersThanAreToldApart() throws {
    func file(_ count: Int) -> Part { ["wrappers": .map((0..<count).map { ("w\($0)", "") })] }
    #expect(try settings(file(10_000)).wrappers.count == 10_000)
    #expect(faults(file(10_002)).count == 1)
  }
}
