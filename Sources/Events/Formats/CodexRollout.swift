/// The files of Codex's sessions (article Agents): usage is told after each answer, often twice, and the model by the turn's
/// context before it.
struct CodexRolloutFormat: EventFormat {
  let name = "codex"
  let wrapperKeys: [WrapperKey] = [.model]
  let defaultWrapper = "codex"
  let signatures: [StaticString] = [#""payload""#]

  func recognizes(_ object: JSONValue) -> Bool {
    object["payload"]?.isObject == true && object["type"]?.isString == true && object["timestamp"]?.isString == true
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    guard let payload = object["payload"] else { return records.skip() }
    if object["type"]?.holds("turn_context") == true, let model = payload["model"]?.text {
      return records.add(.context(scope: nil, model: model))
    }
    guard object["type"]?.holds("event_msg") == true, payload["type"]?.holds("token_count") == true,
      let info = payload["info"], info.isObject, let usage = info["last_token_usage"], usage.isObject
    else { return records.skip() }
    guard let time = object["timestamp"]?.time else { return records.reject(.outOfRange, "timestamp") }
    var record = ForeignRecord()
    record.end = time
    record.type = "chat"
    record.model = info["model"]?.text
    record.names[.model] = record.model
    record.names[.service] = defaultWrapper
    record.provider = "openai"
    record.names[.provider] = record.provider
    // Input has what was cached in it, output what was reasoned.
    record.tokens = TokenUsage(
      prompt: usage["input_tokens"]?.count, completion: usage["output_tokens"]?.count,
      total: usage["total_tokens"]?.count, cacheRead: usage["cached_input_tokens"]?.count,
      reasoning: usage["reasoning_output_tokens"]?.count)
    let keys: [StaticString] = ["input_tokens", "cached_input_tokens", "output_tokens", "reasoning_output_tokens"]
    let totals = keys.map { (info["total_token_usage"] ?? usage)[$0]?.count ?? 0 }
    // A session that goes on elsewhere begins with what was told before.
    record.id = ["codex", time.description] + totals.map(String.init)
    record.operationID = "codex:" + time.description
    record.link = .running(totals: totals, isUnnamed: record.model == nil)
    tell(limits: payload["rate_limits"], &record)
    records.accept(record)
  }

  // How much of the plan is used.
  private func tell(limits: JSONValue?, _ record: inout ForeignRecord) {
    let plans: [(StaticString, StaticString, StaticString)] = [
      ("primary", "plan_used_percent", "plan_resets_at"),
      ("secondary", "plan_long_used_percent", "plan_long_resets_at"),
    ]
    for (window, used, resets) in plans {
      guard let limit = limits?[window] else { continue }
      if let percent = limit["used_percent"]?.number { record.numbers.append((used, percent)) }
      if let time = limit["resets_at"]?.time { record.texts.append((resets, time.description)) }
    }
  }
}
