/// Lists the wrappers of the demo, with their models and faults.
enum Scenario {
  /// A dozen wrappers, each with trouble of its own, or none.
  static let profiles: [Profile] = [
    Profile(
      name: "routellm", style: .announcedRecords, workload: .router, perSecond: 1.4,
      usual: Profile.ErrorPattern(errors: 0.0001, fallbacks: 0.012, median: 430),
      types: ["route_request", "chat_completion"],
      models: [.gpt4oMini, .gpt4o], tokens: (900, 260), errors: [.rateLimit, .upstream], budget: .usual(0.6)),
    Profile(
      name: "poml", workload: .templates(["support-reply", "triage", "weekly-digest"]), perSecond: 0.9,
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.002, median: 11),
      spread: 0.6,
      types: ["template_render", "template_migrate"], models: [], errors: [.template]),
    // Very busy and fast.
    Profile(
      name: "litellm-proxy", perSecond: 2.6,
      usual: Profile.ErrorPattern(errors: 0.00004, fallbacks: 0.002, median: 38),
      spread: 1.1, types: ["embedding", "completion"], models: [.embedding], tokens: (420, 0),
      errors: [.rateLimit, .upstream], budget: .usual(0.45)),
    // Gets worse for an hour, is mended a few minutes into the demo, and gets worse again.
    Profile(
      name: "openai-chat", perSecond: 1.0, course: .declining(every: 3900, worst: 240),
      usual: Profile.ErrorPattern(errors: 0.004, fallbacks: 0.01, timeouts: 0.001, median: 620),
      worst: Profile.ErrorPattern(errors: 0.24, fallbacks: 0.06, timeouts: 0.03, median: 2400),
      types: ["chat_completion", "summarize"], models: [.gpt4o], tokens: (1200, 380),
      errors: [.rateLimit, .contextLength, .upstream], budget: .reached(0.86)),
    // Fails in bursts; the last one ended some minutes ago.
    Profile(
      name: "vllm-pool", perSecond: 0.9, course: .bursts(every: 840, lasting: 80, beginning: -500),
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.01, median: 340),
      worst: Profile.ErrorPattern(errors: 0.72, fallbacks: 0.05, timeouts: 0.1, median: 900),
      types: ["completion", "classify"], models: [.llama], tokens: (700, 200), errors: [.reset, .memory], silence: 12,
      budget: .usual(0.4)),
    // Falls back too often.
    Profile(
      name: "llamaindex-rag", perSecond: 0.6, usual: Profile.ErrorPattern(errors: 0.0002, fallbacks: 0.34, median: 980),
      spread: 0.9,
      types: ["retrieve", "rerank", "answer"], models: [.claudeHaiku, .gpt4oMini], tokens: (2600, 310),
      errors: [.index, .badJSON], budget: .usual(0.7)),
    // Expensive.
    Profile(
      name: "anthropic-msgs", style: .lifecycle, perSecond: 0.45,
      usual: Profile.ErrorPattern(errors: 0.0003, fallbacks: 0.012, median: 3100), spread: 0.6,
      types: ["messages", "tool_call"], models: [.claudeOpus], tokens: (5200, 900), errors: [.overloaded],
      budget: .reached(0.96)),
    // Slow and flaky.
    Profile(
      name: "langchain-agent", style: .lifecycle, perSecond: 0.2,
      usual: Profile.ErrorPattern(errors: 0.022, fallbacks: 0.03, timeouts: 0.014, cancellations: 0.006, median: 5600),
      spread: 1.2,
      types: ["agent_run", "tool_call"], models: [.gpt4o, .claudeHaiku], tokens: (3400, 620),
      errors: [.badJSON, .tool, .authentication], budget: .reached(1.08)),
    // Bursts of traffic, with the second choice now and then.
    Profile(
      name: "gemini-batch", perSecond: 6, rhythm: .times(every: 180, lasting: 25, beginning: -40),
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.13, median: 760), types: ["batch_item"], models: [.gemini],
      tokens: (1500, 240), errors: [.rateLimit], silence: 4, budget: .usual(0.55)),
    // Was in trouble until half an hour ago.
    Profile(
      name: "web-search", perSecond: 0.5, course: .recovering(mending: -2500, taking: 900),
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.02, median: 510),
      worst: Profile.ErrorPattern(errors: 0.17, fallbacks: 0.06, timeouts: 0.02, median: 2100),
      types: ["search", "fetch_page"],
      models: [], errors: [.dns, .upstream]),
    // Quiet for twenty minutes; back five minutes into the demo.
    Profile(
      name: "sdxl-image", style: .lifecycle, perSecond: 0.25,
      rhythm: .times(every: 3000, lasting: 1500, beginning: 300),
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.004, median: 4200), spread: 0.4, types: ["text_to_image"],
      models: [.sdxl],
      tokens: (60, 0), errors: [.memory], budget: .usual(0.5)),
    // Idle: its last run ended more than an hour ago.
    Profile(
      name: "whisper-asr", perSecond: 0.3, rhythm: .times(every: 6000, lasting: 600, beginning: -4800), since: -4860,
      usual: Profile.ErrorPattern(errors: 0, fallbacks: 0.01, median: 1900), types: ["transcribe"], models: [.whisper],
      tokens: (800, 0), errors: [.audio], budget: .usual(0.3)),
  ]
}

extension Model {
  static let gpt4o = Model(name: "gpt-4o", input: 2500, output: 10000)
  static let gpt4oMini = Model(name: "gpt-4o-mini", input: 150, output: 600)
  static let embedding = Model(name: "text-embedding-3-small", input: 20, output: 0)
  static let claudeOpus = Model(name: "claude-opus-4", input: 15000, output: 75000)
  static let claudeHaiku = Model(name: "claude-3-5-haiku", input: 800, output: 4000)
  static let gemini = Model(name: "gemini-2.5-flash", input: 300, output: 2500)
  static let llama = Model(name: "llama-3.3-70b-instruct", input: 120, output: 300, isPriced: false)
  static let sdxl = Model(name: "stable-diffusion-xl", input: 50000, output: 0)
  static let whisper = Model(name: "whisper-large-v3", input: 900, output: 0)
}

extension Fault {
  static let rateLimit = Fault(code: "HTTP_429", message: "Rate limit reached for requests, retry in 1.2s")
  static let upstream = Fault(code: "HTTP_502", message: "upstream returned 502: bad gateway")
  static let overloaded = Fault(code: "HTTP_529", message: "overloaded_error: Overloaded")
  static let contextLength = Fault(
    code: "CTX_LEN", message: "maximum context length is 128000 tokens, however you requested 131402")
  static let reset = Fault(code: "CONN_RESET", message: "connection reset by peer")
  static let memory = Fault(code: "CUDA_OOM", message: "CUDA out of memory: tried to allocate 2.34 GiB")
  static let badJSON = Fault(code: "BAD_JSON", message: #"model output is not valid JSON: "Expecting value""#)
  static let template = Fault(code: "TEMPLATE", message: "unknown component <examples-set> at line 14")
  static let index = Fault(code: "INDEX", message: "vector index is being rebuilt")
  static let tool = Fault(code: "TOOL", message: "tool 'sql_query' raised OperationalError: database is locked")
  static let authentication = Fault(code: "HTTP_401", message: "invalid api key — check the configuration")
  static let dns = Fault(code: "DNS", message: "could not resolve search.internal: temporary failure")
  static let audio = Fault(code: "AUDIO", message: "unsupported sample rate 11025")
}
