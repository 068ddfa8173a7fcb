import Testing

@testable import Events

/// Spans as OTLP/JSON (article OpenTelemetry).
@Suite struct OTLPTests {
  private let model = attribute("gen_ai.request.model", "gpt-4o")
  private let chat = attribute("gen_ai.operation.name", "chat")

  @Test func conventions() {
    let line = otlp(
      span(
        "chat gpt-4o",
        [
          chat, model, attribute("gen_ai.provider.name", "openai"),
          attribute("gen_ai.response.model", "gpt-4o-2024-08-06"), whole("gen_ai.usage.input_tokens", 1200),
          whole("gen_ai.usage.output_tokens", 80), whole("gen_ai.usage.cache_read.input_tokens", 1000),
          whole("gen_ai.usage.cache_creation.input_tokens", 50),
          whole("gen_ai.usage.reasoning.output_tokens", 30),
          real("gen_ai.response.time_to_first_chunk", 0.25), attribute("gen_ai.conversation.id", "c1"),
          attribute("user.id", "u1"),
        ], rest: #","status":{}"#))
    #expect(
      told(
        line, "id", "request_id", "model_used", "request_model", "prompt_tokens", "completion_tokens",
        "cache_read_input_tokens", "cache_creation_input_tokens", "reasoning_tokens", "time_to_first_token_ms",
        "session_id", "user_id")
        == [
          "openai chat success no cost 1500.0 ms id=00f067aa0ba902b7 request_id=4bf92f3577b34da6a3ce929d0e0e4736 "
            + "model_used=gpt-4o-2024-08-06 request_model=gpt-4o prompt_tokens=1200 completion_tokens=80 "
            + "cache_read_input_tokens=1000 cache_creation_input_tokens=50 reasoning_tokens=30 "
            + "time_to_first_token_ms=250 session_id=c1 user_id=u1"
        ])
  }

  /// Each dialect tells the same: 10 tokens in, 5 out, of a model.
  private static let sameInDialects: [[String]] = [
    [
      attribute("gen_ai.operation.name", "chat"), attribute("gen_ai.system", "p"),
      attribute("gen_ai.request.model", "m"), whole("gen_ai.usage.prompt_tokens", 10),
      whole("gen_ai.usage.completion_tokens", 5),
    ],
    [
      attribute("llm.request.type", "chat"), attribute("gen_ai.system", "p"), attribute("gen_ai.response.model", "m"),
      whole("gen_ai.usage.prompt_tokens", 10), whole("gen_ai.usage.completion_tokens", 5),
      whole("llm.usage.total_tokens", 15),
    ],
    [
      attribute("openinference.span.kind", "LLM"), attribute("llm.provider", "p"), attribute("llm.model_name", "m"),
      whole("llm.token_count.prompt", 10), whole("llm.token_count.completion", 5),
    ],
    [
      attribute("ai.operationId", "ai.generateText.doGenerate"), attribute("ai.model.provider", "p"),
      attribute("ai.model.id", "m"), whole("ai.usage.promptTokens", 10),
      whole("ai.usage.completionTokens", 5),
    ],
    [
      attribute("gen_ai.operation.name", "chat"), attribute("gen_ai.provider.name", "p"),
      attribute("llm.model", "m"), whole("llm.usage.prompt_tokens", 10),
      whole("llm.usage.completion_tokens", 5),
    ],
    [
      attribute("gen_ai.operation.name", "chat"), attribute("gen_ai.provider.name", "p"),
      attribute("gen_ai.request.model", "m"), attribute("gen_ai.usage.input_tokens", "10"),
      real("gen_ai.usage.output_tokens", 5.0),
    ],
  ]

  @Test(arguments: sameInDialects)
  func dialects(_ attributes: [String]) {
    #expect(
      told(otlp(span("x", attributes)), "model_used", "prompt_tokens", "completion_tokens")
        == ["p chat success no cost 1500.0 ms model_used=m prompt_tokens=10 completion_tokens=5"])
  }

  @Test(arguments: [
    "gen_ai.usage.cache_write.input_tokens", "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_write_input_tokens", "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.input_tokens.cache_write", "llm.token_count.prompt_details.cache_write",
  ])
  func cacheWrites(_ key: String) {
    let line = otlp(span("x", [chat, model, whole(key, 7), whole("gen_ai.usage.input_tokens", 9)]))
    #expect(told(line, "cache_creation_input_tokens", "prompt_tokens")[0].hasSuffix("tokens=7 prompt_tokens=9"))
  }

  @Test(arguments: [
    "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.input_tokens.cached", "llm.token_count.prompt_details.cache_read", "ai.usage.cachedInputTokens",
  ])
  func cacheReads(_ key: String) {
    let line = otlp(span("x", [chat, model, whole(key, 7)]))
    #expect(told(line, "cache_read_input_tokens")[0].hasSuffix("tokens=7"))
  }

  /// Of several names for one figure, one counts: they are never added.
  @Test func renamedAttributesAreNotAdded() {
    let line = otlp(
      span(
        "x",
        [
          chat, model, whole("gen_ai.usage.cache_write.input_tokens", 7),
          whole("gen_ai.usage.cache_creation.input_tokens", 7), whole("gen_ai.usage.input_tokens", 20),
          whole("gen_ai.usage.prompt_tokens", 20),
        ]))
    #expect(
      told(line, "prompt_tokens", "cache_creation_input_tokens")[0].hasSuffix(
        "prompt_tokens=20 cache_creation_input_tokens=7"))
  }

  @Test(arguments: [
    ("chat", true), ("text_completion", true), ("generate_content", true), ("embeddings", true),
    ("acompletion", true), ("invoke_agent", false), ("invoke_workflow", false), ("execute_tool", false),
    ("create_agent", false), ("retrieval", false), ("plan", false), ("search_memory", false),
    ("create_memory_store", false),
  ])
  func operations(_ operation: String, _ counts: Bool) {
    let tokens = whole("gen_ai.usage.input_tokens", 5)
    let attributes = [attribute("gen_ai.operation.name", operation), model, tokens]
    let line = otlp(span("y", attributes, rest: #","status":{"code":2}"#))
    #expect(told(line) == (counts ? ["shop \(operation) error no cost 1500.0 ms"] : ["1 skipped"]))
  }

  private static let kinds: [(name: String, attributes: [String], type: String?)] = [
    // The first word of the name, where no attribute says what it is.
    ("chat claude-opus-4-7", [attribute("gen_ai.request.model", "m")], "chat"),
    ("embeddings", [], "embeddings"), ("invoke_agent x", [attribute("gen_ai.request.model", "m")], nil),
    ("GET /", [], nil), ("anything", [attribute("gen_ai.request.model", "m")], "default"),
    // An unknown operation without a model is none.
    ("x", [attribute("gen_ai.operation.name", "acompletion")], nil),
    // Outer spans of the Vercel AI SDK repeat the tokens of those within.
    ("ai.generateText", [attribute("ai.model.id", "m"), whole("ai.usage.promptTokens", 5)], nil),
    ("ai.streamText.doStream", [attribute("ai.model.id", "m")], "chat"),
    ("x", [attribute("ai.operationId", "ai.embed.doEmbed"), attribute("ai.model.id", "m")], "embeddings"),
    ("x", [attribute("ai.operationId", "ai.toolCall")], nil),
    ("x", [attribute("openinference.span.kind", "CHAIN"), attribute("llm.model_name", "m")], nil),
    ("x", [attribute("openinference.span.kind", "EMBEDDING")], "embeddings"),
    ("x", [attribute("traceloop.span.kind", "workflow"), attribute("gen_ai.request.model", "m")], nil),
    // LiteLLM tells of each request twice.
    ("litellm_request", [attribute("gen_ai.request.model", "m")], "default"),
    ("raw_gen_ai_request", [attribute("gen_ai.request.model", "m")], nil),
    ("claude_code.llm_request", [attribute("model", "m")], nil),
  ]

  @Test(arguments: kinds)
  func spansThatCount(_ name: String, _ attributes: [String], _ type: String?) {
    #expect(told(otlp(span(name, attributes))) == [type.map { "shop \($0) success no cost 1500.0 ms" } ?? "1 skipped"])
  }

  /// In this order: each tells another cost, and the first of those that are there counts.
  @Test func costs() {
    let keys = [
      "gen_ai.usage.cost.amount", "gen_ai.usage.cost", "gen_ai.usage.total_cost", "litellm.cost.total",
      "gen_ai.cost.total_cost", "llm.cost.total", "gen_ai.usage.cost_usd", "operation.cost",
    ]
    for first in keys.indices {
      let costs = keys.indices.suffix(from: first).map { real(keys[$0], Double($0 + 1) / 1000) }
      #expect(
        told(otlp(span("x", [chat, model] + costs.reversed()))) == ["shop chat success 0.00\(first + 1) USD 1500.0 ms"])
    }
    #expect(told(otlp(span("x", [chat, model, real("github.copilot.cost", 3.0)])))[0].contains("no cost"))
    let euros = [real("gen_ai.usage.cost.amount", 1.0), attribute("gen_ai.usage.cost.currency", "EUR")]
    #expect(told(otlp(span("x", [chat, model] + euros)))[0].contains("no cost"))
    // LiteLLM says 0 of a model without a price, and of an answer from its cache.
    let zero = [real("litellm.cost.total", 0.0), whole("gen_ai.usage.input_tokens", 5)]
    #expect(told(otlp(span("x", [chat, model] + zero)))[0].contains("no cost"))
    let hit = #"{"key":"litellm.cache_hit","value":{"boolValue":true}}"#
    #expect(told(otlp(span("x", [chat, model, hit] + zero)))[0].contains(" 0 USD"))
    #expect(
      told(otlp(span("x", [chat, model, real("gen_ai.usage.cost", 0.00022500000000000002)])))[0].contains(
        "0.000225 USD"))
  }

  @Test(arguments: [
    (#","status":{}"#, "", "success code=none message=none"),
    (#","status":{"code":1}"#, "", "success code=none message=none"),
    (#","status":{"code":"STATUS_CODE_ERROR","message":"no"}"#, "", "error code=none message=no"),
    (#","status":{"code":2}"#, "RateLimitError", "error code=RateLimitError message=none"),
    ("", "openai.APITimeoutError", "timeout code=openai.APITimeoutError message=none"),
    ("", "timeout", "timeout code=timeout message=none"),
    (
      #","status":{"code":2},"events":[{"name":"exception","attributes":[{"key":"exception.type","value":{"stringValue":"E"}},{"key":"exception.message","value":{"stringValue":"broke"}}]}]"#,
      "", "error code=E message=broke"
    ),
  ])
  func outcomes(_ rest: String, _ type: String, _ expected: String) {
    let attributes = [chat, model] + (type.isEmpty ? [] : [attribute("error.type", type)])
    let line = told(otlp(span("x", attributes, rest: rest)), "code", "message")[0]
    #expect(line.replacing("no cost 1500.0 ms ", with: "") == "shop chat \(expected)")
  }

  @Test func idsInAllForms() {
    let hex = otlp(span("x", id: "00F067AA0BA902B7", [chat, model]))
    let base64 = otlp(span("x", id: "APBnqgupArc=", trace: "S/kvNXezTaajzpKdDg5HNg==", [chat, model]))
    let events = decodeForeign(hex + "\n" + base64).events
    #expect(events.count == 2 && events[0].key == events[1].key && events[0].flags.contains([.hasID, .isForeign]))
    #expect(
      told(base64, "id", "request_id")[0].hasSuffix(
        "id=00f067aa0ba902b7 request_id=4bf92f3577b34da6a3ce929d0e0e4736"))
    let zero = decodeForeign(otlp(span("x", id: "0000000000000000", [chat, model]))).events
    #expect(zero.count == 1 && !zero[0].flags.contains(.hasID))
  }

  /// Records are spans: a line has many, or none, which is one that is skipped.
  @Test func records() {
    let two = span("x", id: "0000000000000001", [chat, model]),
      three = span("x", id: "0000000000000002", [chat, model])
    let batch = decodeForeign(otlp(two, span("GET", []), three) + "\n\n" + #"{"resourceMetrics":[{}]}"# + "\n")
    #expect(batch.lines == 2 && batch.records == 4 && batch.skipped == 2 && batch.events.count == 2)
    #expect(batch.events.map(\.line) == [0, 0] && batch.events.map(\.number) == [0, 1])
    #expect(batch.formats == ["otlp"])
  }

  /// Times of what is no operation are not looked at; those of one are.
  @Test func timesAreJudged() {
    let old = #"{"traceId":"aa","spanId":"bb","name":"x","startTimeUnixNano":1,"endTimeUnixNano":2,"attributes":[]}"#
    #expect(told(otlp(old)) == ["1 skipped"])
    #expect(told(otlp(old.replacing("[]", with: "[\(chat)]"))) == ["outOfRange(start_time)"])
    #expect(told(otlp(#"{"spanId":"bb","name":"chat","attributes":[]}"#)) == ["missingField(endTimeUnixNano)"])
    let numbers =
      #"{"spanId":"bb","name":"chat m","startTimeUnixNano":1767268800000000000,"endTimeUnixNano":1767268800000001500}"#
    #expect(told(otlp(numbers), "start") == ["shop chat success no cost 0.0015 ms start=2026-01-01T12:00:00.000000Z"])
  }

  @Test func namesOfWrappers() {
    let full = [
      chat, model, attribute("gen_ai.provider.name", "openai"), attribute("litellm.model_group", "fast"),
      attribute("user.id", "ann"),
    ]
    for (key, name) in [
      (nil, "openai"), (.service, "shop"), (.model, "gpt-4o"), (.modelGroup, "fast"), (.user, "ann"),
      // Where a record does not tell it, its format's order holds.
      (.container, "openai"),
    ] as [(WrapperKey?, String)] {
      #expect(told(otlp(span("x", full)), wrapperBy: key)[0].hasPrefix(name + " "))
    }
    #expect(told(#"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(span("chat", []))]}]}]}"#)[0].hasPrefix("otlp "))
  }

  /// What was written of a prompt is nowhere in the batch.
  @Test func promptsAreNotKept() {
    let secret = "my private words"
    let line = otlp(
      span("chat m", [attribute("gen_ai.input.messages", secret), attribute("gen_ai.prompt.0.content", secret)]))
    let batch = decodeForeign(line)
    #expect(batch.events.count == 1)
    #expect(!String(decoding: batch.texts, as: UTF8.self).contains(secret) && !batch.names.names.contains(secret))
  }
}
