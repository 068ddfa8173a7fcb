import Configuration
import Testing

@Suite struct FileLayerTests {
  @Test func aFileIsReadAsItIsMeant() throws {
    let read = resolved([
      "budget_timezone": "Europe/Berlin",
      "budgets": ["daily": "100", "monthly": "2e3", "thresholds": ["warning": "0.5", "critical": "1"]],
      "wrappers": [
        "a": [
          "kind": "routellm", "daily_budget": "12.5", "budget_alert_thresholds": ["warning": ".7"],
          "auto_disable_on_exceed": "true", "api_key": .quoted("sk-1"),
          "domain_routing_overrides": ["law.example": ["threshold": "0.5", "enabled": "true"]],
        ],
        "b": ["cost_tracking_enabled": "false", "monthly_budget": "null", "daily_budget": "~"], "c": "",
      ],
    ])
    #expect(read.findings == [])
    #expect(read.zone == ZoneName("Europe/Berlin", at: Configuration.SourceLocation(file: "w.yaml", line: 1)))
    #expect(read.overall.daily == 100 && read.overall.monthly == 2000)
    #expect(read.overall.warning == 0.5 && read.overall.critical == 1)
    #expect(Set(read.wrappers.keys) == ["a", "b", "c"])
    let a = try #require(read.wrappers["a"])
    #expect(a.kind == "routellm" && a.origin == .place(Configuration.SourceLocation(file: "w.yaml", line: 9)))
    #expect(a.kindOrigin == .place(Configuration.SourceLocation(file: "w.yaml", line: 10)))
    let monitoring = read.monitoring(of: a)
    #expect(monitoring.budget.daily == 12.5 && monitoring.budget.monthly == nil && monitoring.disablesOnExceed)
    #expect(monitoring.budget.warning == 0.7 && monitoring.budget.critical == 0.95 && monitoring.tracksCosts)
    #expect(a.given["api_key"]?.map(\.value) == [.secret])
    #expect(read.value("a", FieldPath(["domain_routing_overrides", "law.example", "threshold"])) == .number(0.5))
    #expect(read.monitoring(of: "b").tracksCosts == false && read.monitoring(of: "b").budget == BudgetSettings())
    #expect(read.wrappers["c"]?.given == [:] && read.wrappers["c"]?.kindOrigin == .standard)
  }

  @Test func nothingIsAConfigurationToo() {
    #expect(resolved() == ResolvedConfiguration())
    #expect(ResolvedConfiguration(ConfigurationSources(file: .file(nil))) == ResolvedConfiguration())
    #expect(resolved("") == ResolvedConfiguration())
    #expect(resolved(["wrappers": "null", "budgets": "~"]) == ResolvedConfiguration())
  }

  @Test func allFaultsComeAtOnceInTheOrderOfTheFile() {
    let found = faults([
      "wrappers": [
        "a": ["daily_budget": "-1", "dayly_budget": "sk-secret", "monthly_budget": .quoted("5")],
        "b": ["kind": "routelm", "strong_model": "x", "nonsense": "5"],
      ],
      "budgets": ["daily": "5", "monthly": "4"], "budget": "5",
    ])
    #expect(
      found == [
        "w.yaml:3: wrapper a: daily_budget: has to be a number above 0 dollars; it is -1",
        "w.yaml:4: wrapper a: dayly_budget: is not known here; did you mean daily_budget?",
        #"w.yaml:5: wrapper a: monthly_budget: has to be a number, not the text "5"; write it without quotes"#,
        "w.yaml:7: wrapper b: kind: routelm is not known; did you mean routellm?; "
          + "known are external, routellm, poml",
        "w.yaml:11: budgets: daily: must not be above monthly, which is 4; it is 5",
        "w.yaml:13: budget: is not known here; did you mean budgets?",
      ])
  }

  @Test(arguments: ["0", "-5", "0x10", "1_000", "inf", "nan", "1e400", "1e19", "1e-10", "5,5", "ten", "12:30"])
  func whatIsNoAmountIsAFault(text: String) {
    for file: Part in [["wrappers": ["a": ["daily_budget": .plain(text)]]], ["budgets": ["daily": .plain(text)]]] {
      let found = faults(file)
      #expect(found.count == 1 && found[0].contains(": has to be") && found[0].contains(text), "\(found)")
    }
  }

  @Test(arguments: [("5", 5), ("+5", 5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("2.5E-1", 0.25), ("1e18", 1e18)])
  func numbersAreThoseOfYAML(text: String, number: Double) {
    #expect(resolved(["budgets": ["daily": .plain(text)]]).overall.daily == number)
  }

  @Test(
    arguments: [
      ("0", nil, false), ("-0.1", nil, false), ("0.96", nil, false), (nil, "0.8", false), ("0.9", "0.9", false),
      ("0.5", "1.01", false), ("0.01", "1", true), (nil, "0.81", true), ("0.94", nil, true), ("warm", nil, false),
      ("2", "0.5", false),
    ] as [(String?, String?, Bool)]) func thresholdsAreInOrder(warning: String?, critical: String?, isFine: Bool)
  {
    var parts: [(String, Part)] = []
    if let warning { parts.append(("warning", .plain(warning))) }
    if let critical { parts.append(("critical", .plain(critical))) }
    for file: Part in [
      ["wrappers": ["a": ["budget_alert_thresholds": .map(parts)]]], ["budgets": ["thresholds": .map(parts)]],
    ] {
      let found = faults(file)
      #expect(found.isEmpty == isFine, "\(found)")
      #expect(found.count <= 1, "\(found)")
    }
  }

  @Test(arguments: ["yes", "on", "1", "tRue"]) func flagsAreTrueOrFalse(text: String) {
    let found = faults(["wrappers": ["a": ["cost_tracking_enabled": .plain(text)]]])
    #expect(found == ["w.yaml:3: wrapper a: cost_tracking_enabled: has to be true or false, not \(text)"])
  }

  @Test func partsHaveToBeOfTheirShape() {
    let found = faults(["wrappers": ["a", "b"], "budgets": "5", "budget_timezone": ["UTC": ""], "kinds": "x"])
    #expect(
      found == [
        "w.yaml:1: wrappers: has to be a mapping of names to values, not a list",
        "w.yaml:2: budgets: has to be a mapping of names to values, not a single value",
        "w.yaml:3: budget_timezone: has to be a text, not a mapping",
        "w.yaml:5: kinds: has to be a mapping of names to values, not a single value",
      ])
    let inside = faults([
      "wrappers": [
        "a": "sk-1", "b": ["budget_alert_thresholds": "0.5", "api_key": ["x": "sk-2"]],
        "c": [
          "kind": "routellm", "domain_routing_overrides": ["law": "sk-3", "": .map([]), "med": ["treshold": "1"]],
        ],
        "d": ["kind": ["poml"]],
      ]
    ])
    #expect(
      inside == [
        "w.yaml:2: wrapper a: has to be a mapping of names to values, not a single value",
        "w.yaml:4: wrapper b: budget_alert_thresholds: has to be a mapping of names to values, not a single value",
        "w.yaml:5: wrapper b: api_key: has to be a text, not a mapping",
        "w.yaml:10: wrapper c: domain_routing_overrides.law: has to be a mapping of names to values, not a single value",
        "w.yaml:11: wrapper c: domain_routing_overrides.: a name has 1 to 256 bytes; this one has 0",
        "w.yaml:13: wrapper c: domain_routing_overrides.med.treshold: is not known here; did you mean threshold?",
        "w.yaml:15: wrapper d: kind: has to be a text, not a list",
      ])
  }

  @Test func aNameThatStandsTwiceIsAFault() {
    let found = faults([
      "wrappers": [
        "a": [
          "daily_budget": "1", "daily_budget": "2", "budget_alert_thresholds": ["warning": ".1", "warning": ".2"],
        ],
        "a": .map([]),
      ], "wrappers": .map([]),
    ])
    #expect(
      found == [
        "w.yaml:4: wrapper a: daily_budget: stands here again, after line 3",
        "w.yaml:7: wrapper a: budget_alert_thresholds.warning: stands here again, after line 6",
        "w.yaml:8: wrapper a: stands here again, after line 2", "w.yaml:9: wrappers: stands here again, after line 1",
      ])
  }

  @Test func aFieldOfAnotherKindSaysWhose() {
    let found = faults(["wrappers": ["a": ["strong_model": "gpt-4", "enable_poml": "true"]]])
    #expect(
      found == [
        "w.yaml:3: wrapper a: strong_model: is no field of kind external, but of routellm; say `kind: routellm` if it is one",
        "w.yaml:4: wrapper a: enable_poml: is no field of kind external, but of poml; say `kind: poml` if it is one",
      ])
  }

  @Test func aFaultIsNotToldOfWhatIsLeftOutForIt() {
    let found = faults([
      "wrappers": [
        "a": ["enabled": "true", "api_endpoint": "ftp://x"],
        "b": ["auth_type": "oauth", "oauth_client_secret": .quoted(""), "oauth_client_id": "x"],
        "c": ["max_connections": "0", "max_keepalive_connections": "200"],
      ]
    ])
    #expect(found.count == 3, "\(found)")
    #expect(found[0].hasPrefix("w.yaml:4: wrapper a: api_endpoint: ") && found[1].contains("oauth_client_secret: "))
    #expect(found[2].hasPrefix("w.yaml:10: wrapper c: max_connections: "))
  }

  @Test(arguments: [
    ("", "1 to 256 bytes"), (String(repeating: "ä", count: 129), "this one has 258"), ("a\u{1B}[2J", "control"),
    ("a\nb", "control"), ("a\u{9B}b", "control"),
  ]) func aNameIsShortAndPlain(name: String, message: String) {
    let found = faults(["wrappers": .map([(name, .map([]))])])
    #expect(found.count == 1 && found[0].contains(message), "\(found)")
    #expect(!found[0].unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test func noMoreWrappersThanAreToldApart() {
    func file(_ count: Int, _ name: String = "w") -> Part {
      ["wrappers": .map((0..<count).map { ("\(name)\($0)", "") })]
    }
    #expect(resolved(file(10_000)).wrappers.count == 10_000)
    let tooMany = resolved(file: file(10_000), runtime: file(2, "x"))
    #expect(tooMany.errors == ["r.json:2: wrapper x0: is one too many: no more than 10,000 wrappers are told apart"])
    #expect(tooMany.wrappers.count == 10_000)
  }

  // MARK: Folders

  private func folder(_ files: (String, Part)...) -> ResolvedConfiguration {
    let files = files.map { name, part in
      var line = 1
      return (name, part.node(file: "\(name).json", from: &line))
    }
    return ResolvedConfiguration(ConfigurationSources(file: .folder(files, shared: nil)))
  }

  @Test func aFileOfAFolderTellsOfOneWrapper() {
    let read = folder(
      ("one", ["wrapper_name": .quoted("First"), "config": ["router_type": .quoted("mf"), "_note": "5"], "_at": "1"]),
      ("two", ["config": ["daily_budget": "5"]]), ("three", ["config": ["kind": .quoted("poml")]]), ("four", .map([])))
    #expect(
      read.wrappers.mapValues(\.kind) == [
        "First": "routellm", "two": "external", "three": "poml", "four": "external",
      ])
    #expect(read.monitoring(of: "two").budget.daily == 5)
    #expect(
      read.warnings == [
        "one.json:2: wrapper First: has no kind, and only one kind knows all of its fields; it is taken for routellm; say "
          + "which kind it is to be sure",
        "two.json:1: wrapper two: has no kind, and 3 kinds know all of its fields; it is taken for external; say which "
          + "kind it is to be sure",
        "four.json:1: wrapper four: has no kind, and 3 kinds know all of its fields; it is taken for external; say which "
          + "kind it is to be sure",
      ])
    #expect(read.errors == [])
  }

  @Test func aFolderMayHoldAFileOfSeveralWrappers() {
    func read(_ shared: Part, _ own: Part) -> ResolvedConfiguration {
      var line = 1
      let files = [(name: "one", root: own.node(file: "one.json", from: &line))]
      return ResolvedConfiguration(
        ConfigurationSources(file: .folder(files, shared: shared.root("wrappers.json"))))
    }
    let both = read(
      ["_version": "1", "wrappers": ["_note": "2", "two": ["threshold": "0.3", "_source": .quoted("file")]]],
      ["config": ["kind": "poml"]])
    #expect(both.errors == [] && both.wrappers.mapValues(\.kind) == ["one": "poml", "two": "routellm"])
    #expect(both.value("two", "threshold") == .number(0.3))
    let twice = read(["wrappers": ["one": ["daily_budget": "5"]]], ["config": ["daily_budget": "6"]])
    #expect(twice.errors == ["one.json:1: wrapper one: stands here again, after wrappers.json:2"])
  }

  @Test func faultsOfAFolderSayTheirFiles() {
    let read = folder(
      ("b", ["wrapper_name": "x", "config": ["kind": "poml", "daily_budget": "0"]]),
      ("a", ["wrapper_name": "x", "confg": .map([])]), ("c", "5"))
    #expect(
      read.findings.map(\.description) == [
        "b.json:5: wrapper x: daily_budget: has to be a number above 0 dollars; it is 0",
        "a.json:2: wrapper x: stands here again, after b.json:2",
        "a.json:3: confg: is not known here; did you mean config?",
        "c.json:1: has to hold a mapping with `wrapper_name` and `config`, not a single value",
      ])
  }
}
