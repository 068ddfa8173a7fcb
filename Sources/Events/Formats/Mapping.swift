/// How the fields of a JSON object become those of an operation (article Mapping files): what a mapping file says, and the
/// mappings that come with the program.
package struct Mapping: Sendable, Equatable {
  /// A field of an operation that a mapping can fill.
  package enum Field: String, CaseIterable, Sendable {
    case operationID = "operation_id"
    case operationType = "operation_type"
    case startTime = "start_time"
    case endTime = "end_time"
    case duration = "duration_ms"
    case status
    case errorMessage = "error_message"
    case errorCode = "error_code"
    case fallbackUsed = "fallback_used"
    case fallbackReason = "fallback_reason"
    case cost = "cost_estimate"
    case model
    case provider
    case promptTokens = "prompt_tokens"
    case completionTokens = "completion_tokens"
    case totalTokens = "total_tokens"
    case cacheReadTokens = "cache_read_input_tokens"
    case cacheWriteTokens = "cache_creation_input_tokens"
    case reasoningTokens = "reasoning_tokens"
    case timeToFirstToken = "time_to_first_token_ms"
    case userID = "user_id"
    case sessionID = "session_id"
    case requestID = "request_id"
    case wrapperName = "wrapper_name"
    case modelGroup = "model_group"
    case service
    case key
    case project

    /// What its values are.
    package var kind: Kind {
      switch self {
      case .startTime, .endTime: .time
      case .duration, .timeToFirstToken: .duration
      case .cost: .money
      case .promptTokens, .completionTokens, .totalTokens, .cacheReadTokens, .cacheWriteTokens, .reasoningTokens: .count
      case .status: .status
      case .fallbackUsed: .flag
      default: .text
      }
    }
  }

  /// Kinds of values.
  package enum Kind: Sendable { case text, time, duration, money, count, status, flag }

  /// What numbers are in, where the field leaves that open.
  package enum Unit: String, CaseIterable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"
    case dollars = "usd"
    case cents

    /// How many of it make a second, or a dollar.
    var perWhole: Double {
      switch self {
      case .seconds, .dollars: 1
      case .cents: 100
      case .milliseconds: 1e3
      case .microseconds: 1e6
      case .nanoseconds: 1e9
      }
    }

    /// True if it can be that of a field.
    package func fits(_ kind: Kind) -> Bool {
      switch kind {
      case .money: self == .dollars || self == .cents
      case .time, .duration: self != .dollars && self != .cents
      default: false
      }
    }
  }

  /// Where a field comes from.
  package struct Source: Sendable, Equatable {
    /// Names on the way to the value, joined by dots; the first of several that is there counts. A name may have dots
    /// itself.
    package var paths: [String]
    package var unit: Unit?
    /// What texts and numbers stand for, by ranges such as `200-399`; `*` is anything else.
    package var values: [(pattern: String, status: OperationStatus)]

    package init(_ paths: String..., unit: Unit? = nil, values: [(pattern: String, status: OperationStatus)] = []) {
      self.init(paths: paths, unit: unit, values: values)
    }

    package init(paths: [String], unit: Unit? = nil, values: [(pattern: String, status: OperationStatus)] = []) {
      self.paths = paths
      self.unit = unit
      self.values = values
    }

    package static func == (a: Source, b: Source) -> Bool {
      a.paths == b.paths && a.unit == b.unit && a.values.map(\.pattern) == b.values.map(\.pattern)
        && a.values.map(\.status) == b.values.map(\.status)
    }
  }

  /// What an object must hold to be an operation.
  package enum Condition: Sendable, Equatable {
    /// It has the path.
    case present(String)
    /// It has that text, number, or flag there.
    case equal(String, String)
  }

  package var name: String
  package var conditions: [Condition]
  package var fields: [Field: Source]
  /// Texts that stand for nothing.
  package var absent: Set<String>

  package init(name: String, conditions: [Condition] = [], fields: [Field: Source], absent: Set<String> = []) {
    self.name = name
    self.conditions = conditions
    self.fields = fields
    self.absent = absent
  }

  /// The mapping of that name that comes with the program.
  package static func shipped(_ name: String) -> Mapping? { shipped.first { $0.name == name } }

  /// Those that come with the program; they are used only where they are asked for.
  package static let shipped: [Mapping] = [envoy, langfuse, bifrost]

  private static let statusOfHTTP: [(pattern: String, status: OperationStatus)] = [
    ("0-399", .success), ("408", .timeout), ("504", .timeout), ("499", .cancelled), ("*", .error),
  ]

  // Access logs of Envoy AI Gateway with the keys of its documentation, which leave out a value as `-`.
  private static let envoy = Mapping(
    name: "envoy", conditions: [.present("response_code")],
    fields: [
      .operationID: Source("x-request-id"), .requestID: Source("x-request-id"), .startTime: Source("start_time"),
      .duration: Source("duration"), .status: Source("response_code", values: statusOfHTTP),
      .errorCode: Source("response_flags", "response_code"), .provider: Source("gen_ai.provider.name"),
      .model: Source("gen_ai.response.model", "gen_ai.request.model"),
      .promptTokens: Source("gen_ai.usage.input_tokens"), .completionTokens: Source("gen_ai.usage.output_tokens"),
      .totalTokens: Source("gen_ai.usage.total_tokens"),
      .cacheReadTokens: Source("gen_ai.usage.cached_input_tokens", "gen_ai.usage.cache_read.input_tokens"),
    ], absent: ["-"])

  // Observations of a blob export of Langfuse.
  private static let langfuse = Mapping(
    name: "langfuse", conditions: [.equal("type", "GENERATION")],
    fields: [
      .operationID: Source("id"), .requestID: Source("trace_id"), .operationType: Source("name"),
      .startTime: Source("start_time"), .endTime: Source("end_time"), .duration: Source("latency", unit: .seconds),
      .timeToFirstToken: Source("time_to_first_token", unit: .seconds), .cost: Source("total_cost"),
      .status: Source("level", values: [("ERROR", .error), ("*", .success)]), .errorMessage: Source("status_message"),
      .model: Source("provided_model_name", "model"), .userID: Source("user_id"), .sessionID: Source("session_id"),
      .promptTokens: Source("usage_details.input"), .completionTokens: Source("usage_details.output"),
      .totalTokens: Source("usage_details.total"),
      .cacheReadTokens: Source("usage_details.cache_read_input_tokens", "usage_details.input_cached_tokens"),
      .cacheWriteTokens: Source("usage_details.cache_creation_input_tokens"),
      .project: Source("project_id"),
    ])

  // Rows of Bifrost's log store.
  private static let bifrost = Mapping(
    name: "bifrost", conditions: [.present("provider"), .present("status"), .present("timestamp")],
    fields: [
      .operationID: Source("id"), .requestID: Source("parent_request_id"), .operationType: Source("object"),
      .startTime: Source("timestamp"), .duration: Source("latency"), .cost: Source("cost"),
      .status: Source("status", values: [("success", .success), ("processing", .started), ("*", .error)]),
      .errorMessage: Source("error_details.error.message"),
      .errorCode: Source("error_details.error.code", "error_details.error.type", "error_details.status_code"),
      .fallbackUsed: Source("fallback_index"), .provider: Source("provider"), .model: Source("model"),
      .promptTokens: Source("token_usage.prompt_tokens"), .completionTokens: Source("token_usage.completion_tokens"),
      .totalTokens: Source("token_usage.total_tokens"),
      .cacheReadTokens: Source("token_usage.prompt_tokens_details.cached_tokens"),
      .userID: Source("user_id"), .key: Source("virtual_key_name", "selected_key_name"),
    ])
}
