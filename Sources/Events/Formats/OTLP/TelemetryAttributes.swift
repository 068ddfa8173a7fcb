/// The attributes of spans, log records, and resources that are read. It is an allow-list: no other attribute becomes a
/// value, so that prompts and completions never enter memory as such (article OpenTelemetry).
package enum TelemetryKey: String, CaseIterable, Sendable {
  // Who is asked for what.
  case serviceName = "service.name"
  case operationName = "gen_ai.operation.name"
  case requestType = "llm.request.type"
  case traceloopKind = "traceloop.span.kind"
  case openInferenceKind = "openinference.span.kind"
  case providerName = "gen_ai.provider.name"
  case system = "gen_ai.system"
  case llmProvider = "llm.provider"
  case llmSystem = "llm.system"
  case requestModel = "gen_ai.request.model"
  case responseModel = "gen_ai.response.model"
  case responseID = "gen_ai.response.id"
  case llmModelName = "llm.model_name"
  case llmModel = "llm.model"
  case vercelOperation = "ai.operationId"
  case vercelModel = "ai.model.id"
  case vercelProvider = "ai.model.provider"
  case vercelResponseModel = "ai.response.model"
  case modelGroup = "litellm.model_group"
  case stream = "gen_ai.request.stream"
  case isStreaming = "gen_ai.is_streaming"

  // Tokens.
  case inputTokens = "gen_ai.usage.input_tokens"
  case outputTokens = "gen_ai.usage.output_tokens"
  case promptTokens = "gen_ai.usage.prompt_tokens"
  case completionTokens = "gen_ai.usage.completion_tokens"
  case totalTokens = "gen_ai.usage.total_tokens"
  case cacheRead = "gen_ai.usage.cache_read.input_tokens"
  case cacheReadOld = "gen_ai.usage.cache_read_input_tokens"
  case cacheReadSentry = "gen_ai.usage.input_tokens.cached"
  case cacheWrite = "gen_ai.usage.cache_write.input_tokens"
  case cacheWriteUnderscored = "gen_ai.usage.cache_write_input_tokens"
  case cacheWriteSentry = "gen_ai.usage.input_tokens.cache_write"
  case cacheCreation = "gen_ai.usage.cache_creation.input_tokens"
  case cacheCreationOld = "gen_ai.usage.cache_creation_input_tokens"
  case reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
  case llmPrompt = "llm.token_count.prompt"
  case llmCompletion = "llm.token_count.completion"
  case llmTotal = "llm.token_count.total"
  case llmCacheRead = "llm.token_count.prompt_details.cache_read"
  case llmCacheWrite = "llm.token_count.prompt_details.cache_write"
  case llmUsagePrompt = "llm.usage.prompt_tokens"
  case llmUsageCompletion = "llm.usage.completion_tokens"
  case llmUsageTotal = "llm.usage.total_tokens"
  case vercelPrompt = "ai.usage.promptTokens"
  case vercelCompletion = "ai.usage.completionTokens"
  case vercelInput = "ai.usage.inputTokens"
  case vercelOutput = "ai.usage.outputTokens"
  case vercelTotal = "ai.usage.totalTokens"
  case vercelCached = "ai.usage.cachedInputTokens"

  // Cost.
  case costAmount = "gen_ai.usage.cost.amount"
  case costCurrency = "gen_ai.usage.cost.currency"
  case usageCost = "gen_ai.usage.cost"
  case usageTotalCost = "gen_ai.usage.total_cost"
  case litellmCost = "litellm.cost.total"
  case genAITotalCost = "gen_ai.cost.total_cost"
  case llmCostTotal = "llm.cost.total"
  case costUSD = "gen_ai.usage.cost_usd"
  case operationCost = "operation.cost"

  // How it went.
  case errorType = "error.type"
  case errorCode = "error.code"
  case errorText = "error.message"
  case providerErrorCode = "litellm.provider.error.code"
  case exceptionType = "exception.type"
  case exceptionMessage = "exception.message"
  case cacheHit = "litellm.cache_hit"
  case firstChunk = "gen_ai.response.time_to_first_chunk"
  case vercelFirstChunk = "ai.response.msToFirstChunk"
  case llmFirstToken = "llm.time_to_first_token"
  case llmDuration = "llm.duration_ms"
  case statusCode = "http.response.status_code"

  // Whose it is.
  case conversationID = "gen_ai.conversation.id"
  case sessionID = "session.id"
  case userID = "user.id"
  case endUserID = "enduser.id"
  case genAIUser = "gen_ai.user"
  case traceloopSession = "traceloop.association.properties.session_id"
  case traceloopUser = "traceloop.association.properties.user_id"
  case litellmCallID = "litellm.call_id"
  case keyAlias = "metadata.user_api_key_alias"
  case openRouterKey = "openrouter.api_key_name"
  case containerName = "container.name"
  case podName = "k8s.pod.name"
  case unit = "systemd.unit"

  // Agents' events (article Agents).
  case eventName = "event.name"
  case eventTimestamp = "event.timestamp"
  case eventSequence = "event.sequence"
  case eventKind = "event.kind"
  case promptID = "prompt.id"
  case requestID = "request_id"
  case model = "model"
  case modelName = "model_name"
  case agentCost = "cost_usd"
  case agentCostMicros = "cost_usd_micros"
  case durationMs = "duration_ms"
  case duration = "duration"
  case agentInput = "input_tokens"
  case agentOutput = "output_tokens"
  case agentCacheRead = "cache_read_tokens"
  case agentCacheCreation = "cache_creation_tokens"
  case inputCount = "input_token_count"
  case outputCount = "output_token_count"
  case cachedCount = "cached_token_count"
  case cachedContentCount = "cached_content_token_count"
  case reasoningCount = "reasoning_token_count"
  case thoughtsCount = "thoughts_token_count"
  case toolCount = "tool_token_count"
  case totalCount = "total_token_count"
  case agentError = "error"
  case agentErrorType = "error_type"
  case agentStatusCode = "status_code"
  case attempt = "attempt"
  case success = "success"
  case firstTokenMs = "ttft_ms"
  case querySource = "query_source"
  case agentName = "agent.name"
  case geminiPrompt = "prompt_id"
  case codexConversation = "conversation.id"

  private static let byName: [String: TelemetryKey] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
  private static let longestName = allCases.map(\.rawValue.utf8.count).max() ?? 0

  /// The key with that name; nil if its attribute is not read.
  package init?(name: UnsafeBufferPointer<UInt8>) {
    guard name.count <= Self.longestName, let key = Self.byName[String(decoding: name, as: UTF8.self)] else {
      return nil
    }
    self = key
  }
}

/// The value of an attribute. Lists, maps, and bytes are none.
package enum TelemetryValue: Sendable, Equatable {
  /// A text, cut to `TelemetryAttributes.longestText` bytes.
  case text(String)
  case integer(Int64)
  case double(Double)
  case flag(Bool)

  /// A text that is read; one that is too long is cut.
  package init(text bytes: UnsafeBufferPointer<UInt8>) {
    self = .text(String(decoding: bytes.prefix(TelemetryAttributes.longestText), as: UTF8.self))
  }
}

/// Attributes by key. Of a repeated key the first counts.
package struct TelemetryAttributes: Sendable, Equatable {
  private var entries: [(key: TelemetryKey, value: TelemetryValue)] = []

  /// The most bytes of a text: enough to redact whole keys before it is cut again.
  package static let longestText = 4096

  /// No attributes.
  package init() {}

  /// Adds one, if its key is new.
  package mutating func add(_ key: TelemetryKey, _ value: TelemetryValue) {
    guard self[key] == nil else { return }
    entries.append((key, value))
  }

  package subscript(key: TelemetryKey) -> TelemetryValue? {
    // By index, since a closure would be handed copies of the values before it, too.
    for index in entries.indices where entries[index].key == key { return entries[index].value }
    return nil
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.entries.count == b.entries.count && a.entries.allSatisfy { b[$0.key] == $0.value }
  }

  /// A text that is not empty; a number as it is written.
  func text(_ keys: TelemetryKey...) -> String? {
    for key in keys {
      switch self[key] {
      case .text(let text) where !text.isEmpty: return text
      case .integer(let number): return String(number)
      default: continue
      }
    }
    return nil
  }

  /// A number, also one that was sent as text.
  func number(_ keys: TelemetryKey...) -> Double? {
    for key in keys {
      switch self[key] {
      case .integer(let number): return Double(number)
      case .double(let number) where number.isFinite: return number
      case .text(let text):
        if let number = Double(text), number.isFinite { return number }
      default: continue
      }
    }
    return nil
  }

  /// A count of something, also one that was sent as text; nil for negative ones.
  func count(_ keys: [TelemetryKey]) -> Int64? {
    for key in keys {
      guard let number = number(key), number >= 0, number < 9e18 else { continue }
      return Int64(number)
    }
    return nil
  }

  /// True or false, also one that was sent as text.
  func flag(_ key: TelemetryKey) -> Bool? {
    switch self[key] {
    case .flag(let flag): flag
    case .text("true"), .text("True"): true
    case .text("false"), .text("False"): false
    default: nil
    }
  }
}
