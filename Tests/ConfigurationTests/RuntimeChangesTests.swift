import Configuration
import Testing

@Suite struct RuntimeChangesTests {
  private func node(_ part: Part) -> ConfigurationNode {
    var line = 1
    return part.node(file: "runtime.json", from: &line)
  }

  private func change(_ path: FieldPath, _ new: FieldValue?, wrapper: String = "bot") -> FieldChange {
    FieldChange(wrapper: wrapper, path: path, old: nil, new: new)
  }

  // What is there, places aside.
  private func text(_ node: ConfigurationNode) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.isQuoted ? "'\(scalar.text)'" : scalar.text
    case .sequence(let parts): "[" + parts.map(text).joined(separator: ", ") + "]"
    case .mapping(let entries): "{" + entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private func applied(_ part: Part, _ changes: [FieldChange], newKind: String? = nil) throws -> String {
    text(try node(part).applying(changes, newKind: newKind))
  }

  @Test func mappingsAreMadeWhereTheyAreMissing() throws {
    let threshold = FieldPath(["domain_routing_overrides", "law.example", "threshold"])
    let changes = [
      change("budget_alert_thresholds.warning", .number(0.5)), change(threshold, .number(1)),
      change("enabled", .flag(true)), change("api_version", .text("2")),
      change("api_key", .reference(.environment("K"))),
    ]
    let expected =
      "{wrappers: {bot: {kind: 'routellm', budget_alert_thresholds: {warning: 0.5}, domain_routing_overrides: "
      + "{law.example: {threshold: 1}}, enabled: true, api_version: '2', api_key: '${env:K}'}}}"
    #expect(text(try ConfigurationNode.empty(at: "r").applying(changes, newKind: "routellm")) == expected)
    #expect(try applied("", changes, newKind: "routellm") == expected)
    #expect(try applied(["wrappers": ["bot": "null"]], changes, newKind: "routellm") == expected)
  }

  @Test func allElseStaysAsItIs() throws {
    let file: Part = [
      "_note": ["a", "b"],
      "wrappers": [
        "a": .map([]), "bot": ["api_key": .quoted("sk-by-hand"), "daily_budget": "5.00", "enabled": "true"],
        "c": "null",
      ],
    ]
    #expect(
      try applied(file, [change("daily_budget", .number(7)), change("debug_logging", .flag(true))])
        == "{_note: [a, b], wrappers: {a: {}, bot: {api_key: 'sk-by-hand', daily_budget: 7, enabled: true, "
        + "debug_logging: true}, c: null}}")
    let node = node(file)
    #expect(try node.applying([]) == node)
    #expect(try node.applying([change("timeout_seconds", nil)]) == node)
  }

  @Test func whatIsEmptiedGoes() throws {
    let file: Part = [
      "wrappers": [
        "bot": ["budget_alert_thresholds": ["warning": "0.5"], "enabled": "true"], "b": ["enabled": "true"],
      ]
    ]
    let warning = change("budget_alert_thresholds.warning", nil)
    #expect(try applied(file, [warning]) == "{wrappers: {bot: {enabled: true}, b: {enabled: true}}}")
    #expect(try applied(file, [warning, change("enabled", nil)]) == "{wrappers: {b: {enabled: true}}}")
    #expect(try applied(["wrappers": ["bot": ["enabled": "true"]]], [change("enabled", nil)]) == "{}")
    #expect(
      try applied(["wrappers": ["bot": ["kind": "poml", "enabled": "true"]]], [change("enabled", nil)])
        == "{wrappers: {bot: {kind: poml}}}")
  }

  @Test func theKindThatIsThereStays() throws {
    #expect(
      try applied(["wrappers": ["bot": ["kind": "poml"]]], [change("enabled", .flag(true))], newKind: "external")
        == "{wrappers: {bot: {kind: poml, enabled: true}}}")
  }

  private static let others: [(Part, String)] = [
    (.list([]), "a list"), (.plain("5"), "a single value"), (.map([("wrappers", .list([]))]), "a list"),
    (.map([("wrappers", .map([("bot", .plain("SECRET"))]))]), "a single value"),
    (.map([("wrappers", .map([("bot", .map([("budget_alert_thresholds", .plain("SECRET"))]))]))]), "a single value"),
    (.map([("wrappers", .map([])), ("wrappers", .map([]))]), "stands here again"),
    (.map([("wrappers", .map([("bot", .map([])), ("bot", .map([]))]))]), "stands here again"),
  ]

  @Test(arguments: others) func aFileOfAnotherShapeIsNotTouched(part: Part, message: String) {
    let warning = change("budget_alert_thresholds.warning", .number(0.5))
    let error = #expect(throws: ConfigurationFault.self) { try node(part).applying([warning]) }
    #expect(error?.description.contains(message) == true && error?.description.contains("SECRET") == false)
  }

  @Test func aMaskedValueIsNotWritten() {
    let error = #expect(throws: ConfigurationFault.self) {
      try node(.map([])).applying([change("enabled", .flag(true)), change("api_key", .secret)])
    }
    #expect(error?.message.contains("masked") == true)
    #expect(throws: ConfigurationFault.self) { try node(.map([])).applying([change("threshold", .number(.nan))]) }
  }
}
