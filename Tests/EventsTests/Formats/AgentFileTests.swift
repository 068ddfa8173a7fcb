import Testing

@testable import Events

/// Files of coding agents, and of a gateway (articles Claude Code, Agents, Gateways).
@Suite struct AgentFileTests {
  private func answer(_ usage: String, model: String = "claude-opus-4-7", rest: String = "") -> String {
    #"{"type":"assistant","uuid":"u","sessionId":"s","timestamp":"2026-01-01T12:00:00.000Z","cwd":"/home/ann/shop","requestId":"req_1","message":{"id":"msg_1","model":"\#(model)","usage":{\#(usage)}}\#(rest)}"#
  }

  private let usage =
    #""input_tokens":3,"cache_creation_input_tokens":97,"cache_read_input_tokens":900,"output_tokens":40"#

  // MARK: Claude Code

  @Test func claudeAnswers() {
    #expect(
      told(
        answer(usage), "id", "start", "request_id", "session_id", "model_used", "prompt_tokens", "completion_tokens",
        "cache_read_input_tokens", "cache_creation_input_tokens", "project")
        == [
          "claude-opus-4-7 chat success no cost id=msg_1 start=2026-01-01T12:00:00.000000Z request_id=req_1 session_id=s "
            + "model_used=claude-opus-4-7 prompt_tokens=1000 completion_tokens=40 cache_read_input_tokens=900 "
            + "cache_creation_input_tokens=97 project=shop"
        ])
    #expect(told(answer(usage), wrapperBy: .project)[0].hasPrefix("shop "))
    #expect(
      told(answer(usage, rest: #","costUSD":0.25,"ttftMs":120"#), "time_to_first_token_ms")[0].contains(
        "0.25 USD time_to_first_token_ms=120"))
    // No cost, and no name, of what is no model.
    #expect(
      told(answer(usage, model: "<synthetic>"), "model_used") == ["claude-code chat success no cost model_used=none"])
    let parts =
      #""input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":2,"ephemeral_1h_input_tokens":4},"output_tokens":1"#
    #expect(told(answer(parts), "cache_creation_input_tokens", "prompt_tokens")[0].hasSuffix("=6 prompt_tokens=7"))
  }

  @Test func claudeIdentity() {
    let first = decodeForeign(answer(usage)).events[0].key
    #expect(decodeForeign(answer(usage.replacing("40", with: "80"))).events[0].key == first)
    #expect(decodeForeign(answer(usage).replacing("req_1", with: "req_2")).events[0].key != first)
    // Without an id each line is its own operation.
    let nameless = answer(usage).replacing(#""id":"msg_1","#, with: "")
    #expect(!decodeForeign(nameless).events[0].flags.contains(.hasID))
    #expect(
      told(#"{"message":{"usage":{"input_tokens":5,"output_tokens":1}}}"#) == ["claude-code chat success no cost"])
    // A sub-agent's answer that stands in its parent's file as well.
    let progress =
      #"{"type":"progress","sessionId":"s","timestamp":"2026-01-01T12:00:00.000Z","data":{"message":\#(answer(usage))}}"#
    #expect(decodeForeign(progress).events[0].key == first && told(progress)[0].hasPrefix("claude-opus-4-7 "))
  }

  @Test(arguments: [
    #"{"type":"user","sessionId":"s","message":{"content":"x"},"toolUseResult":{"usage":{"input_tokens":5}}}"#,
    #"{"type":"summary","summary":"x","leafUuid":"y"}"#, #"{"type":"file-history-snapshot","snapshot":{}}"#,
    #"{"type":"assistant","sessionId":"s","message":{"content":"limit reached"}}"#,
    #"{"type":"progress","sessionId":"s","data":{"hookEvent":"x"}}"#, #"{"type":"queue-operation","sessionId":"s"}"#,
    #"{"type":"assistant","session_id":"s","message":{"usage":{"input_tokens":5}}}"#,
    #"{"type":"system","subtype":"init","session_id":"s","model":"m"}"#, #"{"type":"user","session_id":"s"}"#,
    #"{"type":"result","session_id":"s"}"#,
    // Times and the like of what is no operation are not looked at.
    #"{"type":"user","sessionId":"s","timestamp":"never"}"#,
  ])
  func claudeSkips(_ line: String) { #expect(told(line) == ["1 skipped"]) }

  @Test(arguments: [
    (#""apiErrorStatus":529,"error":"server_error""#, "error code=529 message=API Error: no"),
    (#""error":"rate_limit""#, "error code=rate_limit message=API Error: no"),
    (#""error":{"type":"authentication_failed","message":"who"}"#, "error code=authentication_failed message=who"),
    (#""apiErrorStatus":408"#, "timeout code=408 message=API Error: no"),
  ])
  func claudeErrors(_ fields: String, _ expected: String) {
    for session in [#""sessionId":"s""#, #""session_id":"s""#] {
      let line =
        #"{"type":"assistant",\#(session),"timestamp":"2026-01-01T12:00:00Z","isApiErrorMessage":true,\#(fields),"message":{"id":"e1","model":"<synthetic>","content":[{"type":"text","text":"API Error: no"}],"usage":{"input_tokens":0}}}"#
      #expect(told(line, "code", "message")[0].replacing(" 0 USD", with: "") == "claude-code chat \(expected)")
    }
  }

  @Test func claudeRuns() {
    let line =
      #"{"type":"result","subtype":"success","is_error":false,"duration_ms":4000,"total_cost_usd":0.125,"session_id":"s","uuid":"u1","result":"private","usage":{"input_tokens":1},"modelUsage":{"small":{"inputTokens":10,"outputTokens":2,"costUSD":0.025},"large":{"inputTokens":100,"outputTokens":20,"cacheReadInputTokens":50,"cacheCreationInputTokens":5,"costUSD":0.1}}}"#
    #expect(
      told(line, "id", "prompt_tokens", "completion_tokens", "cache_read_input_tokens", "model_used")
        == [
          "large run success 0.125 USD 4000.0 ms id=u1 prompt_tokens=165 completion_tokens=22 cache_read_input_tokens=50 "
            + "model_used=large"
        ])
    #expect(!String(decoding: decodeForeign(line).texts, as: UTF8.self).contains("private"))
    let failed =
      #"{"type":"result","subtype":"error_max_turns","is_error":true,"duration_ms":1,"session_id":"s","usage":{"input_tokens":5,"output_tokens":1}}"#
    #expect(
      told(failed, "code", "prompt_tokens") == [
        "claude-code run error no cost 1.0 ms code=error_max_turns prompt_tokens=5"
      ])
  }

  @Test func claudeTimes() {
    let line = answer(usage).replacing("2026-01-01T12:00:00.000Z", with: "soon")
    #expect(told(line) == ["outOfRange(timestamp)"])
    // Where a line tells no time, it is when it was read.
    let timeless = answer(usage).replacing(#""timestamp":"2026-01-01T12:00:00.000Z","#, with: "")
    #expect(told(timeless, "end")[0].hasSuffix("end=2026-01-02T00:00:00.000000Z"))
  }

  // MARK: Codex

  @Test func codexUsage() {
    let line =
      #"{"timestamp":"2026-01-01T12:00:00.5Z","type":"event_msg","payload":{"type":"token_count","info":{"model":"gpt-5","total_token_usage":{"input_tokens":500,"cached_input_tokens":400,"output_tokens":60,"reasoning_output_tokens":20,"total_tokens":560},"last_token_usage":{"input_tokens":100,"cached_input_tokens":80,"output_tokens":30,"reasoning_output_tokens":10,"total_tokens":130}},"rate_limits":{"primary":{"used_percent":42.5,"window_minutes":300,"resets_at":1767272400},"secondary":{"used_percent":7}}}}"#
    #expect(
      told(
        line, "end", "prompt_tokens", "completion_tokens", "cache_read_input_tokens", "reasoning_tokens",
        "plan_used_percent", "plan_resets_at", "plan_long_used_percent")
        == [
          "gpt-5 chat success no cost end=2026-01-01T12:00:00.500000Z prompt_tokens=100 completion_tokens=30 "
            + "cache_read_input_tokens=80 reasoning_tokens=10 plan_used_percent=42.5 "
            + "plan_resets_at=2026-01-01T13:00:00.000000Z plan_long_used_percent=7"
        ])
    #expect(told(line.replacing(#""model":"gpt-5","#, with: ""))[0].hasPrefix("codex chat "))
    let heartbeat =
      #"{"timestamp":"2026-01-01T12:00:00Z","type":"event_msg","payload":{"type":"token_count","info":null,"rate_limits":{}}}"#
    #expect(told(heartbeat) == ["1 skipped"])
    #expect(
      told(#"{"timestamp":"2026-01-01T12:00:00Z","type":"response_item","payload":{"type":"message"}}"#) == [
        "1 skipped"
      ])
  }

  // MARK: Aider, Kong

  @Test func aider() {
    let line =
      #"{"event":"message_send","properties":{"main_model":"deepseek/deepseek-chat","weak_model":"None","prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cost":0.0002,"total_cost":1.5},"user_id":"u","time":1767268800}"#
    #expect(
      told(line, "end", "prompt_tokens", "user_id")
        == [
          "deepseek/deepseek-chat message_send success 0.0002 USD end=2026-01-01T12:00:00.000000Z prompt_tokens=10 user_id=u"
        ])
    #expect(told(line.replacing("0.0002", with: "0"))[0].contains("no cost"))
    #expect(told(line.replacing("deepseek/deepseek-chat", with: "None"))[0].hasPrefix("aider "))
    #expect(told(#"{"event":"launched","properties":{},"user_id":"u","time":1767268800}"#) == ["1 skipped"])
    #expect(!decodeForeign(line).events[0].flags.contains(.hasID))
  }

  @Test func kong() {
    let line =
      #"{"started_at":1767268800000,"request":{"id":"r1"},"service":{"name":"svc"},"consumer":{"username":"ann"},"latencies":{"request":1500},"response":{"status":200},"ai":{"proxy":{"meta":{"provider_name":"openai","request_model":"gpt-4","response_model":"gpt-4-0613","llm_latency":900},"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"cost":0.0031,"time_to_first_token":75}}}}"#
    #expect(
      told(line, "id", "start", "model_used", "prompt_tokens", "time_to_first_token_ms", "user_id")
        == [
          "openai chat success 0.0031 USD 1500.0 ms id=r1 start=2026-01-01T12:00:00.000000Z model_used=gpt-4-0613 "
            + "prompt_tokens=10 time_to_first_token_ms=75 user_id=ann"
        ])
    for (status, outcome) in [(429, "error"), (504, "timeout"), (499, "cancelled")] {
      #expect(told(line.replacing("200", with: "\(status)"), "code")[0].hasPrefix("openai chat \(outcome) "))
    }
    #expect(told(#"{"started_at":1,"latencies":{},"ai":{}}"#) == ["1 skipped"])
  }

  // MARK: SDKs

  @Test func pythonSpans() {
    let line =
      #"{"name":"chat gpt-4o","context":{"trace_id":"0x4bf92f3577b34da6a3ce929d0e0e4736","span_id":"0x00f067aa0ba902b7","trace_state":"[]"},"kind":"SpanKind.CLIENT","parent_id":null,"start_time":"2026-01-01T12:00:00.000000Z","end_time":"2026-01-01T12:00:01.500000Z","status":{"status_code":"ERROR","description":"no"},"attributes":{"gen_ai.operation.name":"chat","gen_ai.request.model":"gpt-4o","gen_ai.usage.input_tokens":10,"error.type":"APITimeoutError"},"events":[],"links":[],"resource":{"attributes":{"service.name":"shop"},"schema_url":""}}"#
    #expect(
      told(line, "id", "request_id", "message", "prompt_tokens")
        == [
          "shop chat timeout no cost 1500.0 ms id=00f067aa0ba902b7 request_id=4bf92f3577b34da6a3ce929d0e0e4736 "
            + "message=no prompt_tokens=10"
        ])
    #expect(decodeForeign(line).events[0].key == decodeForeign(otlp(span("chat", []))).events[0].key)
  }

  @Test func copilot() {
    let chat =
      #"{"type":"span","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"chat gpt-5","startTime":[1767268800,0],"endTime":[1767268801,500000000],"status":{"code":0},"attributes":{"gen_ai.operation.name":"chat","gen_ai.response.model":"gpt-5","gen_ai.response.id":"resp1","gen_ai.usage.input_tokens":10,"github.copilot.cost":1},"resource":{"attributes":{"service.name":"github-copilot"}}}"#
    #expect(
      told(chat, "id", "prompt_tokens") == ["github-copilot chat success no cost 1500.0 ms id=resp1 prompt_tokens=10"])
    #expect(
      told(chat.replacing(#""gen_ai.operation.name":"chat""#, with: #""gen_ai.operation.name":"invoke_agent""#)) == [
        "1 skipped"
      ])
    #expect(told(#"{"type":"metric","name":"x","dataPoints":[]}"#) == ["1 skipped"])
    let log =
      #"{"hrTime":[1767268801,500000000],"attributes":{"event.name":"gen_ai.client.inference.operation.details","gen_ai.response.model":"gpt-5","gen_ai.response.id":"resp1","gen_ai.usage.input_tokens":10},"_body":"private"}"#
    #expect(decodeForeign(log).events.first?.key == decodeForeign(chat).events.first?.key)
    #expect(
      told(log.replacing("gen_ai.client.inference.operation.details", with: "copilot_chat.tool.call")) == ["1 skipped"])
  }

  // MARK: Which format it is

  /// A fixed format reads no other, and text beside its lines is nothing wrong.
  @Test func fixedFormats() {
    let claude = answer(usage), native = #"{"wrapper_name":"w"}"#
    #expect(told(claude, format: "claude")[0].hasPrefix("claude-opus"))
    #expect(told(claude, format: "litellm") == ["missingField(wrapper_name)"])
    #expect(told(native, format: "claude") == ["missingField(wrapper_name)"])
    #expect(told(claude, format: "native") == ["missingField(wrapper_name)"])
    #expect(told("Starting the server\n" + claude, format: "claude").count == 2)
    #expect(told("Starting the server\n" + claude)[1] == "notJSON")
    let after = decodeForeign(claude + "\nplain words\n")
    #expect(after.skipped == 1 && after.rejections.isEmpty)
    var before = decodeForeign("plain words\n{\"a\n" + claude)
    #expect(before.plainText == 1 && before.rejections.count == 2)
    before.skipPlainText()
    #expect(before.skipped == 1 && before.rejected == [.notJSON: 1] && before.rejections.count == 1)
  }

  /// What loggers add to native records.
  @Test func nativeRecordsThroughLoggers() {
    #expect(
      told(
        #"{"wrapper_name":"w","duration_ms":5,"timestamp":"2026-01-01T12:00:00Z","event":"request finished"}"#, "end")
        == ["w default success no cost 5.0 ms end=2026-01-01T12:00:00.000000Z"])
    #expect(
      told(
        #"{"wrapper_name":"w","level":50,"time":1767268800000,"err":{"message":"broke","type":"E"}}"#, "end", "message",
        "code")
        == ["w default error no cost end=2026-01-01T12:00:00.000000Z message=broke code=E"])
    #expect(told(#"{"wrapper_name":"w","level":"error","error":"broke","success":true}"#)[0].contains("success"))
    #expect(told(#"{"wrapper_name":"w","event":"strat","operation_id":"1"}"#) == ["unknownEvent(event)"])
  }
}
