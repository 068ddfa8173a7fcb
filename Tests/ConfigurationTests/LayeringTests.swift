import Configuration
import TestSupport
import Testing

@Suite struct LayeringTests {
  private let daily: FieldPath = "daily_budget"

  /// Layers that say a daily budget of `bot`, or nothing.
  private func layers(_ amount: (Layer) -> String?) -> ResolvedConfiguration {
    func file(_ layer: Layer) -> Part {
      ["wrappers": ["bot": .map(amount(layer).map { [("daily_budget", .plain($0))] } ?? [])]]
    }
    return resolved(
      file: file(.file), profile: file(.profile),
      amount(.environment).map { ["WRAPPER_BOT_DAILY_BUDGET": $0] } ?? [:], runtime: file(.runtime),
      set: amount(.override).map { ["bot.daily_budget=\($0)"] } ?? [])
  }

  @Test func aStrongerLayerHidesAllBelow() throws {
    let read = layers { "\($0.rank)" }
    let field = try #require(read.wrappers["bot"].flatMap { read.field(daily, of: $0) })
    #expect(
      field.candidates == [
        GivenValue(.override, .option("--set bot.daily_budget"), .number(5)),
        GivenValue(.runtime, .place(Configuration.SourceLocation(file: "r.json", line: 3)), .number(4)),
        GivenValue(.environment, .variable("WRAPPER_BOT_DAILY_BUDGET"), .number(3)),
        GivenValue(.profile, .place(Configuration.SourceLocation(file: "p.yaml", line: 3)), .number(2)),
        GivenValue(.file, .place(Configuration.SourceLocation(file: "w.yaml", line: 3)), .number(1)),
      ])
    #expect(read.findings == [] && read.monitoring(of: "bot").budget.daily == 5)
  }

  @Test func whatIsWrongIsAnErrorOnlyWhereNothingHidesIt() {
    let all = layers { $0 == .override ? "1" : "-\($0.rank)" }
    #expect(all.isValid && all.value("bot", daily) == .number(1))
    #expect(
      all.warnings == [
        "w.yaml:3: wrapper bot: daily_budget: has to be a number above 0 dollars; it is -1",
        "p.yaml:3: wrapper bot: daily_budget: has to be a number above 0 dollars; it is -2",
        "$WRAPPER_BOT_DAILY_BUDGET: wrapper bot: daily_budget: has to be a number above 0 dollars",
        "r.json:3: wrapper bot: daily_budget: has to be a number above 0 dollars; it is -4",
      ])
    for wrong in Layer.allCases.dropFirst() {
      let read = layers { $0 == wrong ? "-1" : $0 < wrong ? "1" : nil }
      let strongest = read.findings.filter { $0.layer == wrong }
      #expect(strongest.map(\.severity) == [.error], "\(wrong): \(read.findings)")
      #expect(strongest.first?.path == daily && strongest.first?.wrapper == "bot")
    }
  }

  @Test func rulesAreCheckedOverAllLayersWhereTheStrongestStands() {
    let read = resolved(
      file: ["wrappers": ["bot": ["monthly_budget": "10"]]], runtime: ["wrappers": ["bot": ["daily_budget": "11"]]])
    #expect(
      read.errors == ["r.json:3: wrapper bot: daily_budget: must not be above monthly_budget, which is 10; it is 11"])
    let other = resolved(
      file: ["wrappers": ["bot": ["daily_budget": "11"]]], ["WRAPPER_BOT_MONTHLY_BUDGET": "10"])
    #expect(other.errors.map { $0.hasPrefix("$WRAPPER_BOT_MONTHLY_BUDGET: wrapper bot: daily_budget: ") } == [true])
    #expect(
      resolved(
        file: ["wrappers": ["bot": ["daily_budget": "11", "monthly_budget": "10"]]],
        runtime: ["wrappers": ["bot": ["monthly_budget": "12"]]]
      ).isValid)
  }

  @Test func partsOfAFieldLayerOnTheirOwn() {
    let read = resolved(
      file: ["wrappers": ["bot": ["budget_alert_thresholds": ["warning": "0.5", "critical": "0.6"]]]],
      runtime: ["wrappers": ["bot": ["budget_alert_thresholds": ["warning": "0.55"]]]])
    #expect(read.value("bot", .warning) == .number(0.55) && read.value("bot", .critical) == .number(0.6))
  }

  @Test func theBudgetOfAllAndTheZoneAreTheProfiles() {
    let read = resolved(
      file: ["budgets": ["daily": "-1", "monthly": "5", "thresholds": ["warning": "0.1"]], "budget_timezone": "UTC"],
      profile: ["budgets": ["daily": "6", "thresholds": ["critical": "0.2"]], "budget_timezone": "Asia/Tokyo"])
    #expect(read.overall.warning == 0.1 && read.overall.critical == 0.2 && read.zone?.name == "Asia/Tokyo")
    #expect(read.warnings == ["w.yaml:2: budgets: daily: has to be a number above 0 dollars; it is -1"])
    #expect(read.errors == ["p.yaml:2: budgets: daily: must not be above monthly, which is 5; it is 6"])
  }

  // MARK: Kinds

  @Test func theStrongestLayerThatSaysTheKindDecides() {
    let read = resolved(
      file: ["wrappers": ["bot": ["kind": "nonsense", "strong_model": "x"]]],
      profile: ["wrappers": ["bot": ["kind": "routellm"]]], runtime: ["wrappers": ["bot": ["weak_model": "y"]]])
    #expect(read.wrappers["bot"]?.kind == "routellm" && read.isValid)
    #expect(read.wrappers["bot"]?.kindOrigin == .place(Configuration.SourceLocation(file: "p.yaml", line: 3)))
    #expect(
      read.warnings.count == 1 && read.warnings[0].hasPrefix("w.yaml:3: wrapper bot: kind: nonsense is not known"))
    let changed = resolved(
      file: ["wrappers": ["bot": ["kind": "routellm", "strong_model": "x"]]],
      profile: ["wrappers": ["bot": ["kind": "poml"]]])
    #expect(changed.errors.count == 1 && changed.errors[0].contains("is no field of kind poml, but of routellm"))
  }

  @Test func wrappersMayFirstAppearInAnyFile() {
    let read = resolved(
      profile: ["wrappers": ["p": ["kind": "poml"]]], runtime: ["wrappers": ["r": ["kind": "routellm"]]])
    #expect(read.wrappers.mapValues(\.kind) == ["p": "poml", "r": "routellm"] && read.findings == [])
    #expect(read.wrappers["r"]?.origin == .place(Configuration.SourceLocation(file: "r.json", line: 2)))
  }

  @Test func theRuntimeFileTellsOfWrappersOnly() {
    let read = resolved(runtime: ["budgets": ["daily": "5"], "wrapers": .map([]), "kinds": .map([])])
    #expect(
      read.errors == [
        "r.json:1: budgets: has no place in the runtime file, which holds only `wrappers`; say it in the wrappers file",
        "r.json:3: wrapers: is not known here; did you mean wrappers?",
        "r.json:4: kinds: has no place in the runtime file, which holds only `wrappers`; say it in the wrappers file",
      ])
  }

  // MARK: SeededRandom layers

  /// What is in force is what the strongest layer says that says anything, and the rest is hidden in order.
  @Test(arguments: 0..<50) func theStrongestOfRandomLayersWins(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let values: [(path: FieldPath, values: [String])] = [
      ("daily_budget", ["1", "2", "3"]), ("monthly_budget", ["90", "91"]), ("enabled", ["true", "false"]),
      ("budget_alert_thresholds.warning", ["0.1", "0.2"]), ("api_endpoint", ["http://a", "https://b.example/c"]),
      ("max_retry_attempts", ["0", "10"]), ("api_key", ["sk-a", "${env:KEY}"]),
    ]
    let layers: [Layer] = [.file, .profile, .environment, .runtime, .override]
    var said: [Layer: [String: [FieldPath: String]]] = [:]
    for layer in layers {
      for wrapper in ["a", "b.c", "b"] where layer == .file || random.next() % 2 == 0 {
        for (path, values) in values where random.next() % 2 == 0 {
          // A secret is not taken on the command line, and a wrapper needs its endpoint.
          let value =
            path == "api_key" && layer == .override ? "${env:KEY}" : values[Int(random.next() % UInt64(values.count))]
          said[layer, default: [:]][wrapper, default: [:]][path] = value
        }
      }
    }
    func file(_ layer: Layer) -> Part {
      let wrappers: [(String, Part)] = ["a", "b.c", "b"].map { wrapper in
        let fields: [(String, Part)] = (said[layer]?[wrapper] ?? [:]).map { path, value in
          path.parts.count == 1
            ? (path.field, .plain(value)) : (path.field, .map([(path.parts[1], .plain(value))]))
        }
        return (wrapper, .map(fields))
      }
      return ["wrappers": .map(wrappers)]
    }
    var environment = ["KEY": "secret"]
    var overrides: [String] = []
    for (wrapper, fields) in said[.environment] ?? [:] {
      for (path, value) in fields { environment[VariableName.name(of: path, of: wrapper)] = value }
    }
    for (wrapper, fields) in said[.override] ?? [:] { overrides += fields.map { "\(wrapper).\($0)=\($1)" } }
    let read = resolved(
      file: file(.file), profile: file(.profile), environment, runtime: file(.runtime), set: overrides)
    #expect(!read.findings.contains { $0.message.contains("not known") || $0.message.contains("no field") })
    for wrapper in ["a", "b.c", "b"] {
      let given = try #require(read.wrappers[wrapper]).given
      for (path, _) in values {
        let expected = layers.reversed().compactMap { layer in said[layer]?[wrapper]?[path].map { (layer, $0) } }
        #expect(given[path]?.map(\.layer) ?? [] == expected.map(\.0), "\(wrapper) \(path)")
        for (value, text) in zip(given[path] ?? [], expected.map(\.1)) {
          // A text in a variable is not shown.
          let own = "${env:\(VariableName.name(of: path, of: wrapper))}"
          let shown = value.layer == .environment && path == "api_endpoint" ? own : text
          #expect(value.value == .secret && text == "sk-a" || value.value.written == shown, "\(wrapper) \(path)")
        }
      }
    }
    #expect(Set(read.variables.map(\.name)) == Set(environment.keys).subtracting(["KEY"]))
    for variable in read.variables {
      #expect(
        variable.isInForce == (read.wrappers[variable.wrapper]?.given[variable.path]?.first?.layer == .environment))
    }
  }

  // MARK: Kinds

  @Test func whatOperatorsSetNeverMakesAWrapperAnotherOne() {
    // What a viewer without the wrappers file once wrote.
    let poisoned: Part = ["wrappers": ["bot": ["kind": "external", "daily_budget": "30"]]]
    for file in [["kind": "routellm", "threshold": "0.5"], ["kind": "routellm"]] as [Part] {
      let read = resolved(file: ["wrappers": ["bot": file]], runtime: poisoned)
      #expect(read.wrappers["bot"]?.kind == "routellm" && read.isValid)
      #expect(read.value("bot", "daily_budget") == .number(30))
      #expect(
        read.warnings == [
          "r.json:3: wrapper bot: kind: external does not count, for the wrappers file makes it routellm; take it out"
        ])
    }
    let profile = resolved(profile: ["wrappers": ["bot": ["kind": "poml"]]], runtime: poisoned)
    #expect(profile.wrappers["bot"]?.kind == "poml" && profile.isValid)
    // A file that says nothing of the kind makes it external.
    let silent = resolved(
      file: ["wrappers": ["bot": ["enabled": "false"]]], runtime: ["wrappers": ["bot": ["kind": "poml"]]])
    #expect(silent.wrappers["bot"]?.kind == "external" && silent.warnings.count == 1)
  }

  @Test func aWrapperThatOnlyOperatorsToldOfIsWhatTheySay() {
    let read = resolved(
      file: ["wrappers": ["other": ["kind": "routellm"]]], runtime: ["wrappers": ["bot": ["kind": "poml"]]])
    #expect(read.wrappers["bot"]?.kind == "poml" && read.findings.isEmpty)
  }
}
