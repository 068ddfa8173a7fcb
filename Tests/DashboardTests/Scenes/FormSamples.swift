import Configuration
import Snapshots

@testable import Dashboard

// Configurations for the form: nothing of the wrapper is wrong, so that only what is typed can be.
extension Sample {
  /// `external`, with values of the file, of the environment and of wraptop itself.
  static var editable: ConfigurationState {
    var state = configuration
    state.resolved.findings = []
    let place = { (line: Int) in Origin.place(Configuration.SourceLocation(file: wrappersFile, line: line)) }
    let own = { (line: Int) in
      Origin.place(Configuration.SourceLocation(file: "/home/ops/.local/state/wraptop/runtime.json", line: line))
    }
    state.resolved.wrappers["router"] = WrapperConfiguration(
      name: "router", kind: "routellm", kindOrigin: place(4), origin: place(3),
      given: [
        "enabled": [GivenValue(.file, place(5), .flag(true))],
        "api_endpoint": [GivenValue(.file, place(6), .text("https://gateway.example.com/v1"))],
        "timeout_seconds": [
          GivenValue(.environment, .variable("WRAPPER_SUPPORT_BOT_TIMEOUT_SECONDS"), .number(45)),
          GivenValue(.file, place(7), .number(20)),
        ],
        "daily_budget": [GivenValue(.runtime, own(3), .number(5)), GivenValue(.file, place(8), .number(20))],
        "monthly_budget": [GivenValue(.file, place(9), .number(900))],
        "api_key": [GivenValue(.file, place(10), .secret)],
        FieldPath(["domain_routing_overrides", "law", "threshold"]): [GivenValue(.file, place(12), .number(0.05))],
      ])
    return state
  }

  /// The same after others have written the budget to the runtime file.
  static func editable(budget: Double?, version: String) -> ConfigurationState {
    var state = editable
    state.versions["router"] = EntryVersion(version)
    state.generation += 1
    var given = state.resolved.wrappers["router"]?.given["daily_budget"] ?? []
    given.removeAll { $0.layer == .runtime }
    if let budget { given.insert(GivenValue(.runtime, .standard, .number(budget)), at: 0) }
    state.resolved.wrappers["router"]?.given["daily_budget"] = given
    return state
  }

  static func record(
    _ number: Int, _ field: String = "daily_budget", old: FieldValue? = .number(20), new: FieldValue? = .number(5),
    action: AuditAction = .change, reason: String = "the budget of the quarter"
  ) -> AuditRecord {
    AuditRecord(
      number: number, time: "2026-01-31T11:0\(number % 10):00.123456Z",
      actor: AuditActor(uid: 1000, user: "ops", from: "203.0.113.7"), action: action, wrapper: "router",
      field: field, old: old, new: new, layer: "runtime", reason: reason, previous: AuditHead.start.hash)
  }

  static var records: [AuditRecord] {
    [
      record(12), record(9, "api_key", old: .secret, new: .reference(.environment("KEY")), reason: ""),
      record(7, "enabled", old: .flag(true), new: .flag(false), action: .autoDisable, reason: "budget spent"),
      record(4, "api_key", old: nil, new: nil, action: .credentialRead, reason: ""),
    ]
  }
}

extension Operator {
  /// Someone who looks at the configuration of the support bot, with nothing wrong in it.
  static func editing(_ state: ConfigurationState = Sample.editable, columns: Int = 80, rows: Int = 24) -> Operator {
    var seat = Operator(Sample.with(state), columns: columns, rows: rows)
    seat.press("c")
    return seat
  }

  /// Puts the cursor on a field.
  mutating func go(to path: FieldPath) {
    press("g")
    for _ in 0..<200 where state.fields.content.field(at: state.fields.cursor.row)?.path != path { press("j") }
  }

  var form: FormPane? { state.form }
  var message: String { state.message?.text ?? "" }

  /// What the program is asked to write.
  var written: ChangeRequest? {
    for case .configure(.write(let request)) in effects { return request }
    return nil
  }

  /// The configuration that is kept changes.
  mutating func take(_ state: ConfigurationState) {
    change { $0.configuration = state }
  }
}
