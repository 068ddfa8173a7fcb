import Testing

@testable import Events

/// What LiteLLM's proxy writes (article LiteLLM).
@Suite struct LiteLLMTests {
  /// A payload of an attempt that took 1.5 s.
  private func payload(_ fields: String, times: String = #""startTime":1767268800.25,"endTime":1767268801.75"#)
    -> String
  {
    #"{"id":"chatcmpl-1","litellm_call_id":"call-1","trace_id":"trace-1","call_type":"acompletion",\#(times),\#(fields)}"#
  }

  private let priced = #""model_map_information":{"model_map_value":{"input_cost_per_token":0.0000025}}"#

  @Test func success() {
    let line = payload(
      #""status":"success","model":"openai/gpt-4o","model_group":"fast","custom_llm_provider":"openai","session_id":"","end_user":"","stream":true,"completionStartTime":1767268800.625,"response_time":0.375,"response_cost":0.00022500000000000002,"prompt_tokens":40,"completion_tokens":20,"total_tokens":60,"cache_hit":null,"error_information":{"error_code":"","error_class":"","error_message":""},"metadata":{"user_api_key_alias":"team-key","user_api_key_user_id":"ann","user_api_key_team_alias":"red","usage_object":{"prompt_tokens":40,"prompt_tokens_details":{"cached_tokens":30},"cache_creation_input_tokens":4,"completion_tokens_details":{"reasoning_tokens":5}}},"request_tags":["a","b"],"cost_breakdown":{"input_cost":0.0001,"output_cost":0.000125},"messages":[{"role":"user","content":"hidden words"}],\#(priced)"#
    )
    #expect(
      told(
        line, "id", "code", "start", "end", "request_id", "session_id", "user_id", "model_used", "prompt_tokens",
        "completion_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "reasoning_tokens",
        "time_to_first_token_ms", "tags", "team", "stream")
        == [
          "fast acompletion success 0.000225 USD 1500.0 ms id=chatcmpl-1 code=none "
            + "start=2026-01-01T12:00:00.250000Z end=2026-01-01T12:00:01.750000Z request_id=trace-1 session_id=none "
            + "user_id=ann model_used=openai/gpt-4o prompt_tokens=40 completion_tokens=20 cache_read_input_tokens=30 "
            + "cache_creation_input_tokens=4 reasoning_tokens=5 time_to_first_token_ms=375 tags=a,b team=red stream=true"
        ])
    let batch = decodeForeign(line)
    #expect(!String(decoding: batch.texts, as: UTF8.self).contains("hidden"))
  }

  @Test(arguments: [
    (#""RateLimitError","error_code":"429""#, "error", "429"), (#""Timeout","error_code":"""#, "timeout", "Timeout"),
    (#""APITimeoutError","error_code":null"#, "timeout", "APITimeoutError"),
    (#""X","error_code":"408""#, "timeout", "408"),
    (#""X","error_code":"504""#, "timeout", "504"), (#""X","error_code":"499""#, "cancelled", "499"),
    (#""ClientDisconnected","error_code":"""#, "cancelled", "ClientDisconnected"),
    (#""AuthenticationError","error_code":401"#, "error", "401"),
  ])
  func failures(_ information: String, _ status: String, _ code: String) {
    let line = payload(
      #""status":"failure","model_group":"fast","response_cost":0,"total_tokens":0,"error_information":{"error_class":\#(information),"error_message":"it broke"}"#
    )
    #expect(
      told(line, "code", "message") == ["fast acompletion \(status) 0 USD 1500.0 ms code=\(code) message=it broke"])
  }

  /// A failure comes twice, and has the call's id in common with the answer of its fallback.
  @Test func identity() {
    func key(_ id: String, _ status: String) -> OperationKey? {
      decodeForeign(payload(#""status":"\#(status)","model_group":"m""#).replacing("chatcmpl-1", with: id)).events
        .first?.key
    }
    #expect(key("a", "failure") == key("a", "failure") && key("a", "failure") != key("a", "success"))
    #expect(key("a", "success") != key("b", "success"))
  }

  @Test func namesOfWrappers() {
    func name(_ fields: String, by key: WrapperKey? = nil) -> String {
      told(payload(#""status":"failure",\#(fields)"#), wrapperBy: key)[0].split(separator: " ").first.map(String.init)
        ?? ""
    }
    #expect(name(#""model_group":"group","model":"m""#) == "group")
    #expect(name(#""model_group":null,"model":"m""#) == "m")
    #expect(name(#""model_group":"","model":"","metadata":{"user_api_key_alias":"alias"}"#) == "alias")
    #expect(name(#""model_group":"","model":"""#) == "(proxy)")
    let all =
      #""model_group":"group","model":"m","custom_llm_provider":"p","metadata":{"user_api_key_alias":"k","user_api_key_team_alias":"t"}"#
    #expect([WrapperKey.provider, .key, .team, .model].map { name(all, by: $0) } == ["p", "k", "t", "m"])
  }

  /// A cost of 0 is free, from a cache, or not known.
  @Test func costsOfZero() {
    func cost(_ fields: String) -> String {
      told(
        payload(#""status":"success","model_group":"m","model":"x","prompt_tokens":5,"response_cost":0,\#(fields)"#))[0]
    }
    #expect(cost(priced).contains("success 0 USD"))
    #expect(cost(#""model_map_information":{"model_map_value":{"input_cost_per_token":0}}"#).contains("no cost"))
    #expect(cost(#""model_map_information":{"model_map_value":null}"#).contains("no cost"))
    #expect(cost(#""zero_cost_diagnostic":{"reason":"missing_pricing_key"},\#(priced)"#).contains("no cost"))
    #expect(cost(#""cache_hit":true"#).contains("success 0 USD"))
    #expect(cost(#""cache_hit":"True""#).contains("success 0 USD"))
    let batch = decodeForeign(
      payload(#""status":"success","model_group":"m","model":"x","prompt_tokens":5,"response_cost":0"#))
    #expect(batch.events.first?.flags.contains([.hasTokens, .hasModel]) == true)
  }

  @Test func fallbacksByHeader() {
    let headers =
      #""hidden_params":{"additional_headers":{"x-litellm-attempted-fallbacks":1,"x-litellm-attempted-retries":2}}"#
    #expect(
      told(payload(#""status":"success","model_group":"backup",\#(headers)"#), "retries")
        == ["backup acompletion fallback no cost 1500.0 ms retries=2"])
    let none = headers.replacing("fallbacks\":1", with: "fallbacks\":0")
    #expect(told(payload(#""status":"success","model_group":"backup",\#(none)"#))[0].contains(" success "))
  }

  @Test(arguments: [
    #""startTime":"2026-01-01 12:00:00.250000","endTime":"2026-01-01 12:00:01.750000""#,
    #""startTime":"2026-01-01T12:00:00.25+00:00","endTime":"2026-01-01T13:00:01.75+01:00""#,
    #""startTime":1767268800250,"endTime":1767268801750"#,
  ])
  func times(_ times: String) {
    #expect(
      told(payload(#""status":"success","model_group":"m""#, times: times), "start")
        == ["m acompletion success no cost 1500.0 ms start=2026-01-01T12:00:00.250000Z"])
  }

  @Test func wrongTimes() {
    #expect(told(payload(#""status":"success""#, times: #""startTime":"yesterday""#)) == ["outOfRange(startTime)"])
    #expect(told(payload(#""status":"success""#, times: #""startTime":1,"endTime":{}"#)) == ["wrongType(endTime)"])
    #expect(told(payload(#""status":"success""#, times: #""startTime":1,"endTime":2"#)) == ["outOfRange(start_time)"])
  }

  /// A row of the spend logs: JSON within texts, and Python's words for true and false.
  @Test func spendLogs() {
    let metadata =
      #"{\"user_api_key_alias\":\"k\",\"attempted_fallbacks\":1,\"usage_object\":{\"prompt_tokens_details\":{\"cached_tokens\":8}}}"#
    let line =
      #"{"request_id":"r1","call_type":"acompletion","api_key":"88dc","spend":0.002,"total_tokens":15,"prompt_tokens":10,"completion_tokens":5,"startTime":"2026-01-01T12:00:00Z","endTime":"2026-01-01T12:00:01Z","model":"gpt-4o","model_group":"fast","user":"ann","cache_hit":"False","status":"success","metadata":"\#(metadata)","request_tags":"[\"x\"]"}"#
    #expect(
      told(line, "id", "user_id", "prompt_tokens", "cache_read_input_tokens", "api_key_alias", "cache_hit")
        == [
          "fast acompletion fallback 0.002 USD 1000.0 ms id=r1 user_id=ann prompt_tokens=10 cache_read_input_tokens=8 "
            + "api_key_alias=k cache_hit=false"
        ])
  }

  /// The first version of the generic API's callback: all values are texts, as Python prints them.
  @Test func textsOnly() {
    let line =
      #"{"id":"c1","call_type":"acompletion","cache_hit":"None","startTime":"2026-01-01 12:00:00.000000","endTime":"2026-01-01 12:00:02.000000","model":"gpt-4o","user":"ann","modelParameters":"{}","usage":"Usage(completion_tokens=20, prompt_tokens=10, total_tokens=30)","metadata":"{'a': None}","cost":"0.0015"}"#
    #expect(
      told(line, "prompt_tokens", "completion_tokens", "user_id")
        == ["gpt-4o acompletion success 0.0015 USD 2000.0 ms prompt_tokens=10 completion_tokens=20 user_id=ann"])
    let dictionary = line.replacing(
      "Usage(completion_tokens=20, prompt_tokens=10, total_tokens=30)",
      with: "{'completion_tokens': 20, 'prompt_tokens': 10, 'total_tokens': 30}")
    #expect(told(dictionary, "prompt_tokens") == ["gpt-4o acompletion success 0.0015 USD 2000.0 ms prompt_tokens=10"])
  }

  /// What the proxy's own logger writes tells of no request.
  @Test func logLines() {
    let line =
      #"{"message":"POST /chat","level":"INFO","timestamp":"2026-01-01T12:00:00.000000","logger":"proxy.py:1"}"#
    #expect(told(line) == ["1 skipped"])
    #expect(told(line.replacing("}", with: #","operation":1}"#)) == ["1 skipped"])
    #expect(told(#"{"message":"x","level":"INFO"}"#) == ["missingField(wrapper_name)"])
  }

  /// Lines of 13 kB and of 10 MB among native ones.
  @Test func longLinesAmongNativeOnes() {
    let native = #"{"wrapper_name":"w","status":"success"}"#
    for size in [13_000, 10_000_000] {
      let line = payload(#""status":"success","model_group":"m","messages":"\#(String(repeating: "x", count: size))""#)
      let batch = decodeForeign([native, line, native].joined(separator: "\n") + "\n")
      #expect(told(batch).map { $0.prefix(2) } == ["w ", "m ", "w "])
      #expect(batch.texts.count < 1000)
    }
  }
}
