/// An operation as a foreign format tells it, before the rules that hold for all records are applied to it (article
/// Events, Operation records).
struct ForeignRecord {
  /// What makes it one operation: the same parts are the same operation, whatever else is told. Empty if there is no id.
  var id: [String] = []
  /// The id as operators see it.
  var operationID: String?
  /// Who can give the wrapper its name.
  var names = WrapperNames()
  /// Which of them does, in the place of what the format says (`EventFormat.wrapperKeys`).
  var wrapperKeys: [WrapperKey]?
  var type: String?
  var start: Timestamp?
  var end: Timestamp?
  /// Nanoseconds.
  var duration: Int64?
  var status = OperationStatus.success
  var errorMessage: String?
  var errorCode: String?
  var fallbackUsed = false
  var fallbackReason: String?
  /// Nanoseconds.
  var fallbackDuration: Int64?
  /// Nano-dollars; nil if the record does not tell it, so that prices estimate it.
  var cost: Int64?
  var costIsEstimated = false
  var tokens = TokenUsage()
  var model: String?
  var provider: String?
  /// Nanoseconds.
  var timeToFirstToken: Int64?
  var user: String?
  var session: String?
  var request: String?
  /// Further metrics: short texts.
  var texts: [(key: StaticString, text: String)] = []
  /// Further metrics: flags.
  var flags: [(key: StaticString, flag: Bool)] = []
  /// Further metrics: numbers.
  var numbers: [(key: StaticString, number: Double)] = []
  /// What only the records around it can tell.
  var link: RecordLink?
}

/// Tokens by kind; nil for what is not told.
struct TokenUsage: Equatable {
  /// Input, that from and into caches included.
  var prompt: Int64?
  /// Output, reasoning included.
  var completion: Int64?
  var total: Int64?
  var cacheRead: Int64?
  var cacheWrite: Int64?
  var reasoning: Int64?

  /// True if there are any.
  var areAny: Bool { [prompt, completion, total, cacheRead, cacheWrite].contains { ($0 ?? 0) > 0 } }
}

/// What can name the wrapper of an operation (`--wrapper-by`).
package enum WrapperKey: String, CaseIterable, Sendable {
  case modelGroup = "model_group"
  case model, provider, service, key, project, team, user, container, pod, unit
}

/// The names that a record and its envelope offer for the wrapper.
struct WrapperNames {
  private var names = [String?](repeating: nil, count: WrapperKey.allCases.count)

  subscript(key: WrapperKey) -> String? {
    get { names[key.place] }
    set { if let newValue, !newValue.isEmpty { names[key.place] = newValue } }
  }
}

extension WrapperKey {
  fileprivate var place: Int {
    switch self {
    case .modelGroup: 0
    case .model: 1
    case .provider: 2
    case .service: 3
    case .key: 4
    case .project: 5
    case .user: 6
    case .container: 7
    case .pod: 8
    case .unit: 9
    case .team: 10
    }
  }
}

/// What a line of a foreign format comes to, record by record.
struct ForeignRecords: ~Copyable {
  enum Outcome {
    case accepted(ForeignRecord)
    /// No operation, but it tells the model of those that follow: in the scope, or in the source if that is nil.
    case context(scope: String?, model: String)
    /// Recognised, but no operation.
    case skipped
    case rejected(Fault)
  }

  private(set) var outcomes: [Outcome] = []
  private var nested: JSONDocument?

  /// The object that a text within a line is; nil if it is none. It holds until the next one.
  mutating func parse(_ text: UnsafeBufferPointer<UInt8>) -> JSONValue? {
    if nested == nil { nested = JSONDocument() }
    return try? nested?.parse(text)
  }

  mutating func add(_ outcome: Outcome) { outcomes.append(outcome) }
  mutating func accept(_ record: ForeignRecord) { outcomes.append(.accepted(record)) }
  mutating func skip() { outcomes.append(.skipped) }
  mutating func reject(_ reason: RejectionReason, _ field: String) {
    outcomes.append(.rejected(Fault(reason: reason, field: field)))
  }
  mutating func removeAll() { outcomes.removeAll(keepingCapacity: true) }
}
