// Log records by which coding agents tell of their requests: Claude Code, Codex, Gemini CLI (article OpenTelemetry).
extension TelemetryLogRecord {
  /// What the record comes to. All that is no answer and no failure of a model is skipped.
  var outcome: ForeignRecords.Outcome {
    switch agentEvent {
    case "claude_code.api_request": accepted { claudeRequest(&$0) }
    case "claude_code.api_error": accepted { claudeError(&$0) }
    case "codex.sse_event": codexAnswer
    case "codex.api_request", "codex.websocket_request": codexRequest
    case "gemini_cli.api_response": accepted { geminiResponse(&$0) }
    case "gemini_cli.api_error": accepted { geminiError(&$0) }
    default: .skipped
    }
  }

  private var service: String { resource.attributes.text(.serviceName) ?? "" }

  /// The event's name with the agent's prefix. Claude Code leaves that out in the attribute.
  private var agentEvent: String {
    for name in [eventName, attributes.text(.eventName) ?? ""] where !name.isEmpty {
      if Self.agents.contains(where: { name.hasPrefix($0.prefix) }) { return name }
      if let agent = Self.agents.first(where: { service.hasPrefix($0.service) }) { return agent.prefix + name }
    }
    return ""
  }

  private static let agents: [(service: String, prefix: String)] = [
    ("claude-code", "claude_code."), ("codex", "codex."), ("gemini-cli", "gemini_cli."),
  ]

  // MARK: What all of them tell

  private func accepted(_ tell: (inout ForeignRecord) -> Void) -> ForeignRecords.Outcome {
    guard let end = eventTime else {
      return .rejected(Fault(reason: .missingField, field: "timeUnixNano"))
    }
    var record = ForeignRecord()
    record.end = end
    if let duration = attributes.number(.durationMs, .duration), duration >= 0 {
      record.duration = Int64(billionths: duration / 1000)
    }
    record.type = "chat"
    record.model = attributes.text(.model, .modelName)
    record.session = attributes.text(.sessionID, .codexConversation)
    record.user = attributes.text(.userID)
    tell(&record)
    record.wrapperKeys = [.service]
    record.names.add(resource)
    record.names[.model] = record.model
    record.names[.provider] = record.provider
    record.names[.user] = record.user
    if record.names[.service] == nil {
      record.names[.service] = Self.agents.first { agentEvent.hasPrefix($0.prefix) }?.service
    }
    return .accepted(record)
  }

  private var eventTime: Timestamp? {
    if time > 0 { return Timestamp(microseconds: Int64(clamping: time / 1000)) }
    return attributes.text(.eventTimestamp).flatMap { Timestamp($0) }
  }

  private func fail(_ record: inout ForeignRecord, code: String?, message: String?) {
    let isTimeout = [code, message].contains { text in
      guard let text = text?.lowercased() else { return false }
      return text.contains("timeout") || text.contains("timed out")
    }
    record.status = isTimeout || code == "408" || code == "504" ? .timeout : .error
    record.errorCode = code
    record.errorMessage = message
  }

  // MARK: Claude Code

  private func claudeRequest(_ record: inout ForeignRecord) {
    record.provider = "anthropic"
    record.request = attributes.text(.requestID)
    identifyClaude(&record, "request", by: record.request)
    let read = attributes.count([.agentCacheRead])
    let written = attributes.count([.agentCacheCreation])
    record.tokens = TokenUsage(
      prompt: attributes.count([.agentInput]).map { $0 &+ (read ?? 0) &+ (written ?? 0) },
      completion: attributes.count([.agentOutput]), cacheRead: read, cacheWrite: written)
    if let micros = attributes.number(.agentCostMicros) {
      record.cost = Int64(billionths: micros / 1e6)
    } else if let dollars = attributes.number(.agentCost) {
      record.cost = Int64(billionths: dollars)
    }
    if let first = attributes.number(.firstTokenMs) { record.timeToFirstToken = Int64(billionths: first / 1000) }
  }

  private func claudeError(_ record: inout ForeignRecord) {
    record.provider = "anthropic"
    record.request = attributes.text(.requestID)
    // Each attempt that failed is one of its own.
    identifyClaude(&record, "error \(attributes.text(.attempt) ?? "")", by: record.request)
    let message = attributes.text(.agentError)
    fail(&record, code: attributes.text(.agentStatusCode), message: message)
  }

  private func identifyClaude(_ record: inout ForeignRecord, _ kind: String, by request: String?) {
    if let request {
      record.id = ["claude_code", kind, request]
    } else if let session = attributes.text(.sessionID), let sequence = attributes.text(.eventSequence) {
      record.id = ["claude_code", kind, session, sequence]
      record.operationID = session + ":" + sequence
    }
  }

  // MARK: Codex

  private var codexAnswer: ForeignRecords.Outcome {
    let failure = attributes.text(.errorText)
    guard attributes.text(.eventKind) == "response.completed" || failure != nil else { return .skipped }
    return accepted { record in
      record.provider = "openai"
      identifyByTime(&record, "codex answer", attributes.text(.codexConversation))
      record.tokens = TokenUsage(
        prompt: attributes.count([.inputCount]), completion: attributes.count([.outputCount]),
        cacheRead: attributes.count([.cachedCount]), reasoning: attributes.count([.reasoningCount]))
      if let failure { fail(&record, code: attributes.text(.errorType), message: failure) }
    }
  }

  // The tokens of a request that went well are told by the record of its answer, which has no id in common with it.
  private var codexRequest: ForeignRecords.Outcome {
    let code = attributes.number(.statusCode, .agentStatusCode)
    let message = attributes.text(.errorText)
    guard (code ?? 0) >= 400 || attributes.flag(.success) == false || code == nil && message != nil else {
      return .skipped
    }
    return accepted { record in
      record.provider = "openai"
      identifyByTime(&record, "codex request \(attributes.text(.attempt) ?? "")", attributes.text(.codexConversation))
      fail(&record, code: attributes.text(.statusCode, .agentStatusCode), message: message)
    }
  }

  private func identifyByTime(_ record: inout ForeignRecord, _ kind: String, _ owner: String?) {
    guard let owner, let time = attributes.text(.eventTimestamp) ?? eventTime?.description else { return }
    record.id = [kind, owner, time]
    record.operationID = owner + ":" + time
  }

  // MARK: Gemini CLI

  private func geminiResponse(_ record: inout ForeignRecord) {
    geminiRequest(&record)
    let input = attributes.count([.inputCount]), output = attributes.count([.outputCount])
    let thoughts = attributes.count([.thoughtsCount]) ?? 0, tools = attributes.count([.toolCount]) ?? 0
    let total = attributes.count([.totalCount])
    // Thoughts and tools stand beside input and output where the total says so.
    let areApart = total.map { $0 == (input ?? 0) &+ (output ?? 0) &+ thoughts &+ tools } ?? false
    record.tokens = TokenUsage(
      prompt: input.map { areApart ? $0 &+ tools : $0 }, completion: output.map { areApart ? $0 &+ thoughts : $0 },
      total: total, cacheRead: attributes.count([.cachedContentCount]), reasoning: thoughts > 0 ? thoughts : nil)
    let code = attributes.number(.agentStatusCode, .statusCode) ?? 0
    if code >= 400 || attributes.text(.errorText) != nil {
      fail(&record, code: attributes.text(.agentStatusCode, .statusCode), message: attributes.text(.errorText))
    }
  }

  private func geminiError(_ record: inout ForeignRecord) {
    geminiRequest(&record)
    let message = attributes.text(.errorText, .agentError)
    fail(&record, code: attributes.text(.agentStatusCode, .statusCode, .agentErrorType, .errorType), message: message)
  }

  private func geminiRequest(_ record: inout ForeignRecord) {
    record.provider = "gemini"
    record.request = attributes.text(.geminiPrompt)
    let owner = [attributes.text(.sessionID), record.request].compactMap(\.self).joined(separator: ":")
    identifyByTime(&record, agentEvent, owner.isEmpty ? nil : owner)
  }
}
