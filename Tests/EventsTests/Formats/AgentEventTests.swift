import Testing

@testable import Events

/// Log records of coding agents (article OpenTelemetry).
@Suite struct AgentEventTests {
  private let time = #""timeUnixNano":"1767268801500000000""#

  @Test(arguments: [
    #""body":{"stringValue":"claude_code.api_request"}"#, #""eventName":"claude_code.api_request""#,
    #""eventName":"api_request""#,
  ])
  func claudeCode(_ name: String) {
    let line = otlpLog(
      time + "," + name,
      [
        attribute("session.id", "s1"), whole("event.sequence", 4), attribute("event.name", "api_request"),
        attribute("model", "claude-opus-4-7"), attribute("cost_usd", "0.03"),
        whole("cost_usd_micros", 31250), attribute("duration_ms", "1500"), attribute("input_tokens", "3"),
        whole("output_tokens", 40), whole("cache_read_tokens", 900), whole("cache_creation_tokens", 97),
        attribute("request_id", "req_1"), attribute("user.id", "u"),
      ])
    #expect(
      told(
        line, "id", "start", "model_used", "prompt_tokens", "completion_tokens", "cache_read_input_tokens",
        "cache_creation_input_tokens", "session_id", "request_id")
        == [
          "claude-code chat success 0.03125 USD 1500.0 ms id=req_1 start=2026-01-01T12:00:00.000000Z "
            + "model_used=claude-opus-4-7 prompt_tokens=1000 completion_tokens=40 cache_read_input_tokens=900 "
            + "cache_creation_input_tokens=97 session_id=s1 request_id=req_1"
        ])
  }

  @Test func claudeCodeErrors() {
    let line = otlpLog(
      time,
      [
        attribute("event.name", "claude_code.api_error"), attribute("session.id", "s1"),
        whole("event.sequence", 5), attribute("model", "claude-opus-4-7"), attribute("error", "Overloaded"),
        attribute("status_code", "529"), whole("duration_ms", 20), whole("attempt", 2),
      ], service: "claude-code-desktop")
    #expect(
      told(line, "id", "code", "message")
        == ["claude-code-desktop chat error no cost 20.0 ms id=s1:5 code=529 message=Overloaded"])
  }

  @Test(arguments: [
    "api_retries_exhausted", "api_refusal", "user_prompt", "tool_result", "tool_decision", "api_request_body",
  ])
  func otherEventsAreSkipped(_ name: String) {
    #expect(told(otlpLog(time, [attribute("event.name", name), attribute("model", "m")])) == ["1 skipped"])
    #expect(told(otlpLog(time, [attribute("event.name", name)], service: "shop")) == ["1 skipped"])
  }

  @Test func codex() {
    let common = [
      attribute("conversation.id", "c"), attribute("event.timestamp", "2026-01-01T12:00:01Z"),
      attribute("model", "gpt-5"),
    ]
    func line(_ name: String, _ rest: [String]) -> String {
      otlpLog(time, [attribute("event.name", name)] + common + rest, service: "codex_cli_rs")
    }
    let answer = line(
      "codex.sse_event",
      [
        attribute("event.kind", "response.completed"), attribute("input_token_count", "100"),
        attribute("output_token_count", "20"), whole("cached_token_count", 60),
        whole("reasoning_token_count", 5),
      ])
    #expect(
      told(answer, "prompt_tokens", "completion_tokens", "cache_read_input_tokens", "reasoning_tokens")
        == [
          "codex_cli_rs chat success no cost prompt_tokens=100 completion_tokens=20 cache_read_input_tokens=60 "
            + "reasoning_tokens=5"
        ])
    #expect(told(line("codex.sse_event", [attribute("event.kind", "response.created")])) == ["1 skipped"])
    #expect(
      told(
        line("codex.sse_event", [attribute("event.kind", "response.failed"), attribute("error.message", "no")]),
        "message")
        == ["codex_cli_rs chat error no cost message=no"])
    #expect(told(line("codex.api_request", [whole("http.response.status_code", 200)])) == ["1 skipped"])
    #expect(
      told(
        line("codex.api_request", [whole("http.response.status_code", 429), attribute("duration_ms", "30")]), "code")
        == ["codex_cli_rs chat error no cost 30.0 ms code=429"])
    // The same calls stand on its traces.
    #expect(told(otlp(span("chat gpt-5", []), service: "codex_cli_rs")) == ["1 skipped"])
  }

  @Test func gemini() {
    func line(_ name: String, _ rest: [String]) -> String {
      otlpLog(
        time, [attribute("event.name", name), attribute("session.id", "s"), attribute("prompt_id", "p")] + rest,
        service: "gemini-cli")
    }
    let counts = [
      attribute("model", "gemini-3-pro"), whole("duration_ms", 700), whole("input_token_count", 100),
      whole("output_token_count", 20), whole("cached_content_token_count", 60),
      whole("thoughts_token_count", 30), whole("tool_token_count", 4), whole("total_token_count", 154),
    ]
    #expect(
      told(line("gemini_cli.api_response", counts), "prompt_tokens", "completion_tokens", "cache_read_input_tokens")
        == [
          "gemini-cli chat success no cost 700.0 ms prompt_tokens=104 completion_tokens=50 cache_read_input_tokens=60"
        ])
    #expect(
      told(
        line(
          "gemini_cli.api_error",
          [
            attribute("model_name", "gemini-3-pro"), whole("duration", 9), whole("status_code", 500),
            attribute("error.message", "internal"),
          ]), "code", "message", "model_used")
        == ["gemini-cli chat error no cost 9.0 ms code=500 message=internal model_used=gemini-3-pro"])
    #expect(told(line("gemini_cli.api_request", [attribute("model", "m")])) == ["1 skipped"])
    #expect(told(line("gen_ai.client.inference.operation.details", counts)) == ["1 skipped"])
  }

  @Test func timeOfObservation() {
    let line = otlpLog(
      #""timeUnixNano":"0","observedTimeUnixNano":"1767268801500000000""#,
      [attribute("event.name", "claude_code.api_request"), attribute("model", "m")])
    #expect(told(line, "end")[0].hasSuffix("end=2026-01-01T12:00:01.500000Z"))
  }
}
