// Which spans are operations, and what they tell: the conventions of OpenTelemetry for generative AI, old and new names,
// and the dialects of OpenLLMetry, OpenInference, the Vercel AI SDK, LiteLLM, and Plano (article OpenTelemetry).
extension TelemetrySpan {
  /// What the span comes to. Whether it is an operation is decided before its values are looked at.
  var outcome: ForeignRecords.Outcome {
    guard let type = modelCall else { return .skipped }
    guard end > 0 else { return .rejected(Fault(reason: .missingField, field: "endTimeUnixNano")) }
    var record = ForeignRecord()
    if spanID.contains(where: { $0 != 0 }) {
      record.id = ["otlp", traceID.hex, spanID.hex]
      record.operationID = spanID.hex
    }
    record.request = traceID.isEmpty ? nil : traceID.hex
    record.type = type
    record.end = Timestamp(microseconds: Int64(clamping: end / 1000))
    if start > 0 {
      record.start = Timestamp(microseconds: Int64(clamping: start / 1000))
      if end >= start { record.duration = Int64(clamping: end - start) }
    }
    describe(&record)
    tell(usage: &record)
    judge(&record)
    return .accepted(record)
  }

  // MARK: Which spans count

  /// The type of the operation if the span is a call of a model; nil if it is something else.
  private var modelCall: String? {
    if name.hasPrefix("claude_code.") || isOfAgent(["codex", "gemini-cli"]) { return nil }
    // Outer spans repeat the tokens of those within them.
    let vercel = attributes.text(.vercelOperation) ?? (name.hasPrefix("ai.") ? name : nil)
    if let vercel, vercel.hasPrefix("ai.") {
      let last = vercel.split(separator: ".").last ?? ""
      guard last.hasPrefix("do") else { return nil }
      return attributes.text(.operationName) ?? (last.contains("Embed") ? "embeddings" : "chat")
    }
    if name == "raw_gen_ai_request" { return nil }
    if let operation = attributes.text(.operationName) {
      if Self.modelCalls.contains(operation) { return operation }
      return Self.isOther(operation) || !namesModel ? nil : operation
    }
    if let kind = attributes.text(.openInferenceKind) {
      switch kind.uppercased() {
      case "LLM": return "chat"
      case "EMBEDDING": return "embeddings"
      default: return nil
      }
    }
    if attributes.text(.traceloopKind) != nil, attributes.text(.requestType) == nil { return nil }
    if let type = attributes.text(.requestType) { return namesModel || Self.modelCalls.contains(type) ? type : nil }
    let first = String(name.prefix { $0 != " " })
    if Self.modelCalls.contains(first) { return first }
    return Self.isOther(first) || !namesModel ? nil : "default"
  }

  private func isOfAgent(_ prefixes: [String]) -> Bool {
    guard let service = resource.attributes.text(.serviceName) else { return false }
    return prefixes.contains { service == $0 || service.hasPrefix($0 + "_") || service.hasPrefix($0 + "-") }
  }

  private static let modelCalls: Set = ["chat", "text_completion", "generate_content", "embeddings"]
  private static let others: Set = [
    "invoke_agent", "invoke_workflow", "execute_tool", "create_agent", "retrieval", "plan",
  ]

  /// True for what agents do beside calling models.
  private static func isOther(_ operation: String) -> Bool {
    others.contains(operation) || operation.hasSuffix("_memory") || operation.hasSuffix("_memory_store")
      || operation == "memory"
  }

  private var namesModel: Bool {
    attributes.text(.requestModel, .responseModel, .llmModelName, .llmModel, .vercelModel) != nil
  }

  // MARK: What they tell

  private func describe(_ record: inout ForeignRecord) {
    let asked = attributes.text(.requestModel, .llmModelName, .llmModel, .vercelModel)
    let answered = attributes.text(.responseModel, .vercelResponseModel)
    record.model = answered ?? asked
    if let asked, let answered, asked != answered { record.texts.append(("request_model", asked)) }
    record.provider = attributes.text(.providerName, .system, .llmProvider, .llmSystem, .vercelProvider)
    record.session = attributes.text(.conversationID, .sessionID, .traceloopSession)
    record.user = attributes.text(.userID, .endUserID, .genAIUser, .traceloopUser)
    record.names[.provider] = record.provider
    record.names[.model] = record.model
    record.names[.modelGroup] = attributes.text(.modelGroup)
    record.names[.key] = attributes.text(.keyAlias, .openRouterKey)
    record.names[.user] = record.user
    record.names.add(resource)
    if let stream = attributes.flag(.stream) ?? attributes.flag(.isStreaming) {
      record.flags.append(("stream", stream))
    }
  }

  private func tell(usage record: inout ForeignRecord) {
    record.tokens = TokenUsage(
      prompt: attributes.count([
        .inputTokens, .promptTokens, .llmPrompt, .llmUsagePrompt, .vercelInput, .vercelPrompt,
      ]),
      completion: attributes.count([
        .outputTokens, .completionTokens, .llmCompletion, .llmUsageCompletion, .vercelOutput, .vercelCompletion,
      ]),
      total: attributes.count([.totalTokens, .llmTotal, .llmUsageTotal, .vercelTotal]),
      cacheRead: attributes.count([.cacheRead, .cacheReadOld, .cacheReadSentry, .llmCacheRead, .vercelCached]),
      cacheWrite: attributes.count([
        .cacheWrite, .cacheWriteUnderscored, .cacheWriteSentry, .cacheCreation, .cacheCreationOld, .llmCacheWrite,
      ]),
      reasoning: attributes.count([.reasoningTokens]))
    if let seconds = attributes.number(.firstChunk) {
      record.timeToFirstToken = Int64(billionths: seconds)
    } else if let milliseconds = attributes.number(.vercelFirstChunk, .llmFirstToken) {
      record.timeToFirstToken = Int64(billionths: milliseconds / 1000)
    }
    let isHit = attributes.flag(.cacheHit)
    if let isHit { record.flags.append(("cache_hit", isHit)) }
    guard let (cost, isOfLiteLLM) = reportedCost else { return }
    // LiteLLM says 0 of a model whose price it does not know.
    if isOfLiteLLM, cost == 0, isHit != true, record.tokens.areAny { return }
    record.cost = Int64(billionths: cost)
  }

  /// The cost in dollars by the first attribute that tells it. There is no released one.
  private var reportedCost: (dollars: Double, isOfLiteLLM: Bool)? {
    let currency = attributes.text(.costCurrency)
    if currency == nil || currency == "USD", let cost = attributes.number(.costAmount) { return (cost, false) }
    for key: TelemetryKey in [
      .usageCost, .usageTotalCost, .litellmCost, .genAITotalCost, .llmCostTotal, .costUSD, .operationCost,
    ] {
      if let cost = attributes.number(key) { return (cost, key == .litellmCost || key == .genAITotalCost) }
    }
    return nil
  }

  private func judge(_ record: inout ForeignRecord) {
    let type = attributes.text(.errorType)
    // No status, or one that says nothing, means that it went well.
    guard statusCode == 2 || type != nil else { return }
    let kind = type ?? exception.text(.exceptionType)
    record.status = kind?.lowercased().contains("timeout") == true ? .timeout : .error
    record.errorCode = kind ?? attributes.text(.providerErrorCode, .errorCode, .statusCode)
    record.errorMessage = statusMessage ?? exception.text(.exceptionMessage) ?? attributes.text(.errorText)
  }
}

extension WrapperNames {
  /// Takes what a resource tells.
  mutating func add(_ resource: TelemetryResource) {
    self[.service] = resource.attributes.text(.serviceName)
    self[.container] = resource.attributes.text(.containerName)
    self[.pod] = resource.attributes.text(.podName)
    self[.unit] = resource.attributes.text(.unit)
  }
}

extension [UInt8] {
  /// The bytes as hexadecimal digits.
  var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(2 * count)
    for byte in self {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
