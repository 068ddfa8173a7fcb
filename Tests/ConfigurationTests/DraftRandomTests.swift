import Configuration
import TestSupport
import Testing

/// Drafts under random edits, held against the reading of all layers, which knows nothing of drafts.
@Suite struct DraftRandomTests {
  @Test func whateverIsTypedOnlyValidFilesComeOfIt() throws {
    var run = DraftRun(seed: 6)
    let drafts = modelSeeds(1250, brief: 100)
    for number in drafts {
      if number % 12 == 0 { run.startOver() }
      try run.oneDraft()
    }
    #expect(run.edits >= drafts.count * 70, "\(run.edits)")
    // It would say nothing if drafts could hardly ever be written, or always.
    let few = drafts.count / 4
    #expect(run.written > few && run.refused > few, "\(run.written) \(run.refused)")
  }
}

private struct DraftRun {
  private(set) var edits = 0
  private(set) var written = 0
  private(set) var refused = 0
  private var generator: SeededRandom
  private var runtime = ConfigurationNode.empty(at: "runtime.json")
  private var version = 0
  private var paths: [String: [FieldPath]] = [:]

  init(seed: UInt64) { generator = SeededRandom(seed: seed) }

  private static let file: Part = [
    "kinds": [
      "tool": [
        "fields": [
          "depth": ["type": "int", "min": "1", "max": "9", "required": "true", "default": "3"],
          "mode": ["type": "choice", "allowed": ["fast", "slow"]], "pin": ["type": "string", "sensitive": "true"],
          "ratio": ["type": "double", "min": "0.5", "unit": "%"],
        ]
      ]
    ],
    "wrappers": [
      "external": ["daily_budget": "10"], "routellm": ["kind": "routellm", "max_connections": "30"],
      "poml": ["kind": "poml", "auth_type": "oauth", "oauth_client_id": "me", "oauth_client_secret": "sk-file"],
      "tool": ["kind": "tool"],
    ],
  ]

  private func state() -> ConfigurationState {
    var line = 0
    let sources = ConfigurationSources(
      file: .file(Self.file.node(from: &line)), environment: ["URL": "http://env.example"], runtime: runtime,
      overrides: ["external.monthly_budget=5000"])
    return ConfigurationState(
      resolved: ResolvedConfiguration(sources),
      versions: ["external", "routellm", "poml", "tool"].reduce(into: [:]) { $0[$1] = EntryVersion("\(version)") })
  }

  /// Back to a runtime file that somebody wrote by hand.
  mutating func startOver() {
    var line = 0
    let part: Part = [
      "wrappers": ["routellm": ["api_key": .quoted("sk-by-hand"), "timeout_seconds": "5"], "tool": ["depth": "2"]]
    ]
    runtime = part.node(file: "runtime.json", from: &line)
  }

  mutating func oneDraft() throws {
    let name = pick(["external", "routellm", "poml", "tool", "new one", "a/b {c}"])
    let state = state()
    try #require(state.resolved.findings.filter { $0.severity == .error } == [])
    var draft = Draft(of: name, in: state, newKind: pick([nil, "poml", "routellm", "tool", "unheard of"]))
    for _ in 0..<81 {
      edit(&draft)
      if chance(60) { try check(draft, keeps: false) }
    }
    if chance(2) { for finding in draft.findings { if let path = finding.path { draft.revert(path) } } }
    checkSteps(draft)
    try check(draft, keeps: true)
    if chance(5) { try rebase(draft) }
  }

  // MARK: Edits

  private mutating func edit(_ draft: inout Draft) {
    edits += 1
    let path = path(of: draft.kind)
    switch UInt8.random(in: 0..<32, using: &generator) {
    case 0..<16: draft.type(text(for: path), at: path)
    case 16..<20:
      if let value = try? draft.kind.description(of: path)?.value(typed: text(for: path)) { draft.set(path, to: value) }
    case 20: draft.set(path, to: pick([.secret, .number(.nan), .integer(.max), .text("a\u{0}"), .flag(true)]))
    case 21..<25: draft.remove(chance(4) ? FieldPath(Array(path.parts.prefix(2))) : path)
    case 25: draft.setSecret(at: chance(2) ? "api_key" : path)
    case 26..<28: draft.undo()
    case 28: draft.redo()
    case 29:
      // What is wrong is set right at last, else hardly anything would be written.
      for finding in draft.findings { if let path = finding.path { draft.revert(path) } }
    case 30: draft.revert(path)
    default:
      for finding in draft.findings { if let path = finding.path { draft.remove(path) } }
    }
  }

  private mutating func path(of kind: Kind) -> FieldPath {
    if kind.fields.contains(where: { $0.name == "domain_routing_overrides" }), chance(4) {
      let part = pick(["threshold", "strong_model", "weak_model", "enabled", "nothing"])
      return FieldPath(["domain_routing_overrides", pick(["law", "law.example", "", "a\nb", "ä/{}"]), part])
    }
    let all = paths[kind.name] ?? kind.leaves.map(\.path)
    paths[kind.name] = all
    // More often those that have to hold with each other.
    return chance(3) ? pick(["daily_budget", "monthly_budget", .warning, .critical]) : pick(all)
  }

  private mutating func text(for path: FieldPath) -> String {
    let known = FieldCase.all.first { $0.path.field == path.field && $0.path.parts.last == path.parts.last }
    switch UInt8.random(in: 0..<8, using: &generator) {
    case 0..<4: return pick(known?.taken ?? ["1", "5", "fast", "0.75"])
    case 4: if let known { return pick(known.refused) }
    case 5: return FieldValue.number(Double(Int.random(in: 0...2000, using: &generator)) / pick([1, 4, 100])).written
    default: break
    }
    let scalars: [Unicode.Scalar] = [
      "0", "1", "9", ".", "-", "+", "e", "a", "\"", "\\", "{", "}", "$", ":", "/", "#", "\n", "\u{0}", "\u{1B}",
      "\u{9B}", "\u{202E}", "\u{301}", "ß", "例", "😀", " ", "~",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) { text.append(pick(scalars)) }
    return String(text)
  }

  // MARK: Checks

  private mutating func check(_ draft: Draft, keeps: Bool) throws {
    var secrets: [FieldPath: Secret] = [:]
    for path in draft.awaitedSecrets { secrets[path] = Secret("sk-typed") }
    guard let request = draft.request(secrets: secrets) else {
      refused += 1
      #expect(!draft.canBeWritten)
      return
    }
    written += 1
    #expect(draft.canBeWritten && (secrets.isEmpty || draft.request() == nil))
    let before = runtime
    runtime = try before.applying(request.changes, newKind: request.newKind)
    let after = state().resolved
    #expect(after.findings.filter { $0.severity == .error } == [], "\(request.changes)")
    let there = after.wrappers[draft.wrapper]
    #expect(there.map(values) ?? [:] == values(of: draft.preview), "\(request.changes)")
    #expect(there == nil ? request.changes.allSatisfy { $0.new == nil } : there?.kind == draft.kind.name)
    version += 1
    if !keeps { runtime = before }
  }

  // By path, what layers say, and what the variable says to which they refer.
  private func values(of wrapper: WrapperConfiguration) -> [FieldPath: [String]] {
    wrapper.given.mapValues { given in
      given.map {
        let value = $0.value == .reference(.environment("URL")) ? .text("http://env.example") : $0.value
        return "\($0.layer) \(value)"
      }
    }
  }

  private func checkSteps(_ draft: Draft) {
    var other = draft
    while other.undo() != nil {}
    #expect(!other.isEdited && other.changes == [] && other.preview == other.base)
    var later = draft
    guard later.redo() == nil else { return }
    while other.redo() != nil {}
    #expect(other.changes == draft.changes && other.findings == draft.findings)
  }

  private mutating func rebase(_ draft: Draft) throws {
    var theirs = Draft(of: draft.wrapper, in: state())
    for _ in 0..<5 { edit(&theirs) }
    try check(theirs, keeps: true)
    let now = state()
    let rebased = draft.rebased(onto: now)
    for conflict in rebased.conflicts {
      let held = now.resolved.wrappers[draft.wrapper]?.given[conflict.path]?.first { $0.layer == .runtime }
      #expect(conflict.old == held?.value)
    }
    try check(rebased, keeps: true)
  }

  // MARK: Chance

  private mutating func pick<T>(_ all: [T]) -> T { all[Int.random(in: 0..<all.count, using: &generator)] }
  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
}
