/// What LiteLLM's proxy writes, one attempt on an upstream a line: the payload of its callbacks
/// (StandardLoggingPayload), rows of its spend logs, and the first version of its `generic_api` callback, whose values
/// are all texts (article LiteLLM).
struct LiteLLMFormat: EventFormat {
  let name = "litellm"
  let wrapperKeys: [WrapperKey] = [.modelGroup, .model, .key]
  // Requests that were turned away before a model was looked for.
  let defaultWrapper = "(proxy)"
  let signatures: [StaticString] = [#""call_type""#, #""litellm_call_id""#, #""model_map_information""#]

  func recognizes(_ object: JSONValue) -> Bool {
    object["call_type"]?.isString == true && object.first("startTime", "endTime", "status", "litellm_call_id") != nil
  }

  func decode(_ object: JSONValue, into records: inout ForeignRecords) {
    // Metadata of spend logs is JSON in a text.
    var metadata = object["metadata"]
    if let text = metadata?.bytes { metadata = records.parse(text) }
    var attempt = LiteLLMAttempt(object: object, metadata: metadata)
    attempt.read(into: &records)
  }
}

/// One line of LiteLLM.
private struct LiteLLMAttempt {
  let object: JSONValue
  let metadata: JSONValue?
  private var record = ForeignRecord()

  init(object: JSONValue, metadata: JSONValue?) {
    self.object = object
    self.metadata = metadata
  }

  mutating func read(into records: inout ForeignRecords) {
    for key: StaticString in ["startTime", "endTime"] {
      guard let value = object[key], value.time == nil else { continue }
      return records.reject(value.isString ? .outOfRange : .wrongType, "\(key)")
    }
    record.start = object["startTime"]?.time
    record.end = object["endTime"]?.time
    let failed = object["status"]?.holds("failure") == true
    identify(failed ? "failure" : "success")
    describe()
    let isHit = object["cache_hit"]?.condition
    if let isHit { record.flags.append(("cache_hit", isHit)) }
    tell(isHit: isHit == true)
    time()
    if failed { judge() } else { recover() }
    if let trace = object["trace_id"]?.text {
      record.link = .attempt(trace: trace, group: record.names[.modelGroup] ?? "", reason: failed ? reason : nil)
    }
    records.accept(record)
  }

  // A failure comes twice, by the handlers for both kinds of calls. The id of a call is that of all of its attempts.
  private mutating func identify(_ status: String) {
    guard let id = object.first("id", "request_id", "litellm_call_id")?.text else { return }
    record.id = ["litellm", id, status]
    record.operationID = id
  }

  private mutating func describe() {
    record.type = object["call_type"]?.text
    record.model = object["model"]?.text
    record.provider = object["custom_llm_provider"]?.text
    record.request = object["trace_id"]?.text
    record.session = object["session_id"]?.text
    record.user =
      metadata?["user_api_key_user_id"]?.text ?? object.first("end_user", "user")?.text
      ?? metadata?["user_api_key_end_user_id"]?.text
    record.names[.modelGroup] = object["model_group"]?.text
    record.names[.model] = record.model
    record.names[.provider] = record.provider
    record.names[.user] = record.user
    record.names[.key] = metadata?["user_api_key_alias"]?.text
    record.names[.team] = (metadata?["user_api_key_team_alias"] ?? object["team_id"])?.text
    record.names[.project] = metadata?["user_api_key_project_alias"]?.text
    if let key = record.names[.key] { record.texts.append(("api_key_alias", key)) }
    if let team = record.names[.team] { record.texts.append(("team", team)) }
    if object["stream"]?.condition == true { record.flags.append(("stream", true)) }
    var tags: [String] = []
    object["request_tags"]?.forEachElement { if let tag = $0.text, tags.count < 16 { tags.append(tag) } }
    for tag in tags { record.texts.append(("tags", tag)) }
  }

  private mutating func tell(isHit: Bool) {
    let usage = metadata?["usage_object"] ?? object["usage"]
    // The oldest form has the usage as Python prints it.
    let printed = usage?.bytes
    func count(_ key: StaticString) -> Int64? {
      object[key]?.count ?? usage?[key]?.count ?? printed?.printedCount(key)
    }
    let details = usage?["prompt_tokens_details"]
    record.tokens = TokenUsage(
      prompt: count("prompt_tokens"), completion: count("completion_tokens"), total: count("total_tokens"),
      cacheRead: details?["cached_tokens"]?.count ?? usage?["cache_read_input_tokens"]?.count
        ?? printed?.printedCount("cached_tokens"),
      cacheWrite: usage?["cache_creation_input_tokens"]?.count ?? details?["cache_creation_tokens"]?.count,
      reasoning: usage?["completion_tokens_details"]?["reasoning_tokens"]?.count)
    guard let cost = object.first("response_cost", "spend", "cost")?.decimal else { return }
    // A price that is not known makes a cost of 0, as a free answer and one from the cache do.
    if cost == 0, !isHit, record.tokens.areAny, object["status"]?.holds("failure") != true, !hasPrice {
      record.flags.append(("unpriced", true))
    } else {
      record.cost = Int64(billionths: cost)
    }
    if let breakdown = object["cost_breakdown"] {
      for key: StaticString in [
        "input_cost", "output_cost", "cache_read_cost", "cache_creation_cost", "tool_usage_cost",
      ] {
        if let part = breakdown[key]?.number { record.numbers.append((key, part)) }
      }
    }
    if let saved = object["saved_cache_cost"]?.number, saved > 0 { record.numbers.append(("saved_cache_cost", saved)) }
  }

  private var hasPrice: Bool {
    if object["zero_cost_diagnostic"]?.isObject == true { return false }
    let map = object["model_map_information"]?["model_map_value"]
    return (map?["input_cost_per_token"]?.number ?? 0) > 0
  }

  // `response_time` is the time to the first token where the answer was streamed, so it is not read.
  private mutating func time() {
    guard let start = record.start else { return }
    if let end = record.end, end >= start {
      record.duration = (end.microseconds - start.microseconds).multipliedReportingOverflow(by: 1000).partialValue
    }
    if let first = object["completionStartTime"]?.time, first >= start, object["stream"]?.condition == true {
      record.timeToFirstToken = (first.microseconds - start.microseconds) &* 1000
    }
  }

  private var information: JSONValue? { object["error_information"] ?? metadata?["error_information"] }
  private var errorClass: String? { information?["error_class"]?.text }
  private var httpCode: String? {
    information?["error_code"]?.text ?? information?["error_code"]?.integer.map { String($0) }
  }
  private var reason: String { [errorClass, httpCode].compactMap(\.self).joined(separator: " ") }

  private mutating func judge() {
    record.errorCode = httpCode ?? errorClass
    record.errorMessage = information?["error_message"]?.text ?? object["error_str"]?.text
    if let errorClass { record.texts.append(("error_class", errorClass)) }
    record.status =
      switch (errorClass, httpCode) {
      case ("Timeout", _), ("APITimeoutError", _), (_, "408"), (_, "504"): .timeout
      case ("ClientDisconnected", _), (_, "499"): .cancelled
      default: .error
      }
  }

  private mutating func recover() {
    let headers = object["hidden_params"]?["additional_headers"]
    let fallbacks = headers?["x-litellm-attempted-fallbacks"]?.count ?? metadata?["attempted_fallbacks"]?.count ?? 0
    if let retries = headers?["x-litellm-attempted-retries"]?.count ?? metadata?["attempted_retries"]?.count,
      retries > 0
    {
      record.numbers.append(("retries", Double(retries)))
    }
    guard fallbacks > 0 else { return }
    record.status = .fallback
    record.fallbackUsed = true
  }
}

extension JSONValue {
  /// True or false, also as Python prints them; nil for anything else, such as `"None"`.
  var condition: Bool? {
    if let flag { return flag }
    if holds("True") || holds("true") { return true }
    return holds("False") || holds("false") ? false : nil
  }

  /// A number, or a text that is one and nothing else.
  var decimal: Double? {
    if let number { return number }
    guard let text, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  /// A count, as a number or as text; nil for negative ones.
  var count: Int64? {
    guard let number = decimal, number >= 0, number < 9e18 else { return nil }
    return Int64(number)
  }

  /// A time as events carry it: ISO text, or seconds since the epoch, or milliseconds when over 1e11; numbers also as
  /// text.
  var time: Timestamp? {
    if let bytes, let time = Timestamp(isoBytes: bytes) { return time }
    guard let number = decimal, number >= 0, number < 1e16 else { return nil }
    return Timestamp(microseconds: Int64((number * (number > 1e11 ? 1e3 : 1e6)).rounded()))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The whole number behind a name in what Python prints, as `prompt_tokens=12` or `'prompt_tokens': 12`.
  fileprivate func printedCount(_ name: StaticString) -> Int64? {
    let length = name.utf8CodeUnitCount
    guard count > length else { return nil }
    for at in 0..<(count - length) {
      // The end of a longer name is another one.
      guard self[at] == name.utf8Start[0], at == 0 || !self[at - 1].isNameByte,
        UnsafeBufferPointer(rebasing: self[at..<(at + length)]).holds(name)
      else { continue }
      var place = at + length
      while place < count, [UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "'"), 0x20, 0x22].contains(self[place]) {
        place += 1
      }
      let digits = self[place...].prefix { $0 &- 0x30 < 10 }
      if place > at + length, !digits.isEmpty { return Int64(String(decoding: digits, as: UTF8.self)) }
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool { self == UInt8(ascii: "_") || self | 0x20 &- 0x61 < 26 || self &- 0x30 < 10 }
}
