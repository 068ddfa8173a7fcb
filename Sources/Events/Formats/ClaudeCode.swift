/// What Claude Code writes: the files of its sessions, of which one request is told over several lines, and the stream of
/// `claude -p --output-format stream-json`, of which a whole run is one operation (article Claude Code).
struct ClaudeCodeFormat: EventFormat {
  let name = "claude"
  let wrapperKeys: [WrapperKey] = [.model]
  let defaultWrapper = "claude-code"
  let signatures: [StaticString] = [#""sessionId""#, #""parentUuid""#, #""session_id""#, #""file-history-snapshot""#]

  func recognizes(_ object: JSONValue) -> Bool {
    let type = object["type"]
    if object["sessionId"]?.isString == true { return type?.isString == true || object["message"]?.isObject == true }
    if object["message"]?["usage"]?.isObject == true, type == nil || type?.holds("assistant") == true { return true }
    if object["session_id"]?.isString == true, let type {
      return ["assistant", "user", "system", "result", "stream_event"].contains { type.holds($0) }
    }
    return type?.holds("summary") == true && object["leafUuid"] != nil
      || type?.holds("file-history-snapshot") == true
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    guard let type = object["type"] else { return answer(object, around: object, into: &records) }
    if type.holds("assistant") {
      answer(object, around: object, into: &records)
    } else if type.holds("progress") {
      // A sub-agent's answer; its own file may tell it again.
      guard let nested = object["data"]?["message"], nested["type"]?.holds("assistant") == true,
        nested["message"]?["usage"]?.isObject == true
      else { return records.skip() }
      answer(nested, around: object, into: &records)
    } else if type.holds("result") {
      run(object, into: &records)
    } else if type.holds("system"), object["subtype"]?.holds("init") == true,
      let session = object["session_id"]?.text, let model = object["model"]?.text
    {
      records.add(.context(scope: session, model: model))
    } else {
      records.skip()
    }
  }

  /// A line that tells of an answer, or of a request that failed.
  private func answer(_ line: JSONValue, around outer: JSONValue, into records: inout ForeignRecords) {
    let message = line["message"]
    let failed = line["isApiErrorMessage"]?.flag == true
    let usage = message?["usage"]
    // Lines of the stream are summed up by that of the result.
    let isOfStream = line["session_id"] != nil && line["sessionId"] == nil
    guard failed || usage?.isObject == true && !isOfStream else { return records.skip() }
    var record = ForeignRecord()
    if let timestamp = line["timestamp"] ?? outer["timestamp"] {
      guard let time = timestamp.time else { return records.reject(.outOfRange, "timestamp") }
      record.start = time
    }
    record.type = "chat"
    record.request = line["requestId"]?.text
    if let id = message?["id"]?.text {
      record.id = ["claude", failed ? "error" : "", id, record.request ?? ""]
      record.operationID = id
      if !failed { record.link = .growing }
    }
    if let model = message?["model"]?.text, model != "<synthetic>" { record.model = model }
    record.provider = "anthropic"
    record.session = (line["sessionId"] ?? outer["sessionId"] ?? line["session_id"])?.text
    describe(&record, cwd: (line["cwd"] ?? outer["cwd"])?.text)
    if let usage { record.tokens = TokenUsage(claude: usage) }
    if let cost = line["costUSD"]?.decimal { record.cost = Int64(billionths: cost) }
    if let first = line["ttftMs"]?.number, first >= 0 { record.timeToFirstToken = Int64(billionths: first / 1000) }
    if failed { fail(&record, line) }
    records.accept(record)
  }

  private func describe(_ record: inout ForeignRecord, cwd: String?) {
    record.names[.model] = record.model
    record.names[.provider] = record.provider
    record.names[.service] = defaultWrapper
    if let project = cwd?.split(separator: "/").last { record.names[.project] = String(project) }
    if let project = record.names[.project] { record.texts.append(("project", project)) }
  }

  private func fail(_ record: inout ForeignRecord, _ line: JSONValue) {
    let error = line["error"]
    let status = line["apiErrorStatus"]
    record.errorCode = status?.text ?? status?.integer.map { String($0) } ?? error?.text ?? error?["type"]?.text
    record.errorMessage = error?["message"]?.text ?? line["message"]?["content"]?.firstElement?["text"]?.text
    let isTimeout =
      record.errorCode == "408" || record.errorCode == "504" || record.errorCode?.contains("timeout") == true
    record.status = isTimeout ? .timeout : .error
    record.tokens = TokenUsage()
    record.cost = 0
  }

  /// The last line of a stream, which sums up a run.
  private func run(_ line: JSONValue, into records: inout ForeignRecords) {
    let cost = line["total_cost_usd"]?.decimal
    guard cost != nil || line["is_error"]?.flag != nil || line["duration_ms"]?.number != nil else {
      return records.skip()
    }
    var record = ForeignRecord()
    record.type = "run"
    record.session = line.first("session_id", "sessionId")?.text
    if let timestamp = line["timestamp"]?.time { record.end = timestamp }
    if let duration = line["duration_ms"]?.number, duration >= 0 {
      record.duration = Int64(billionths: duration / 1000)
    }
    if let id = line["uuid"]?.text {
      record.id = ["claude run", id]
      record.operationID = id
    } else if let session = record.session {
      record.id = ["claude run", session, "\(record.duration ?? -1)", "\(cost ?? -1)"]
      record.operationID = session
    }
    if let cost { record.cost = Int64(billionths: cost) }
    tell(models: line["modelUsage"], &record)
    if !record.tokens.areAny, let usage = line["usage"] { record.tokens = TokenUsage(claude: usage) }
    record.provider = "anthropic"
    describe(&record, cwd: line["cwd"]?.text)
    if let session = record.session { record.link = .unnamed(scope: session) }
    let kind = line["subtype"]?.text
    if line["is_error"]?.flag == true || kind?.hasPrefix("error") == true {
      record.status = .error
      record.errorCode = kind == "success" ? "error" : kind
      record.errorMessage = line["result"]?.text
    }
    records.accept(record)
  }

  // Tokens are summed over all models; the run is named after the one that cost most, unless its beginning named one.
  private func tell(models: JSONValue?, _ record: inout ForeignRecord) {
    var sum = TokenUsage()
    var most = -1.0
    var model: String?
    models?.forEachMember { name, usage in
      let read = usage["cacheReadInputTokens"]?.count ?? 0, written = usage["cacheCreationInputTokens"]?.count ?? 0
      sum.prompt = (sum.prompt ?? 0) &+ (usage["inputTokens"]?.count ?? 0) &+ read &+ written
      sum.completion = (sum.completion ?? 0) &+ (usage["outputTokens"]?.count ?? 0)
      sum.cacheRead = (sum.cacheRead ?? 0) &+ read
      sum.cacheWrite = (sum.cacheWrite ?? 0) &+ written
      let cost = usage["costUSD"]?.number ?? 0
      if cost > most { (most, model) = (cost, String(decoding: name, as: UTF8.self)) }
    }
    record.tokens = sum
    record.model = model
  }
}

extension TokenUsage {
  /// Usage as Anthropic's API tells it: input without what is from and into caches.
  init(claude usage: JSONValue) {
    self.init()
    let input = usage["input_tokens"]?.count
    cacheRead = usage["cache_read_input_tokens"]?.count
    cacheWrite = usage["cache_creation_input_tokens"]?.count
    if cacheWrite == nil, let parts = usage["cache_creation"] {
      cacheWrite =
        (parts["ephemeral_5m_input_tokens"]?.count ?? 0) &+ (parts["ephemeral_1h_input_tokens"]?.count ?? 0)
    }
    if input != nil || cacheRead != nil || cacheWrite != nil {
      prompt = (input ?? 0) &+ (cacheRead ?? 0) &+ (cacheWrite ?? 0)
    }
    completion = usage["output_tokens"]?.count
  }
}
