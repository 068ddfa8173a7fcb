/// The keys that mean more than a figure (`Figure`; article Monitoring, Metrics); any other custom metric is only summarised.
enum KnownKey: String, CaseIterable {
  case efficiency = "efficiency_score"
  case optimized = "optimization_applied"
  /// Whether a cache of answers had the answer.
  case cacheHit = "cache_hit"
  case tokens = "tokens_used"
  case promptTokens = "prompt_tokens"
  case completionTokens = "completion_tokens"
  case cacheReadTokens = "cache_read_input_tokens"
  case cacheWriteTokens = "cache_creation_input_tokens"
  /// Another name for those that were read from a cache.
  case cachedTokens = "cached_tokens"
  case requests = "requests_made"
  case validationPassed = "validation_passed"
  case modelUsed = "model_used"
  case selectedModel = "selected_model"
  /// Who runs the model, as LiteLLM says it.
  case provider = "custom_llm_provider"
  case routingMethod = "routing_method"
  case routingDecision = "routing_decision"
  case templateName = "template_name"
  case templateFormat = "template_format"
  // How much of a plan is used.
  case planUsed = "plan_used_percent"
  case planResets = "plan_resets_at"
  case longPlanUsed = "plan_long_used_percent"
  case longPlanResets = "plan_long_resets_at"
  // Fields of the record itself.
  case fallbackTime = "fallback_duration_ms"
  case user = "user_id"
  case session = "session_id"

  /// True if it tells how many tokens an operation took.
  var isTokens: Bool {
    switch self {
    case .tokens, .promptTokens, .completionTokens, .cacheReadTokens, .cacheWriteTokens, .cachedTokens: true
    default: false
    }
  }

  /// True if it is a field of the record and no custom metric; its namesake among the custom ones means nothing
  /// special.
  var isField: Bool {
    switch self {
    case .fallbackTime, .user, .session: true
    default: false
    }
  }
}

/// What a name means where it is the key of a metric.
struct KeyMeaning: Sendable {
  /// What is made of a number beside what `key` says.
  let rule: FigureRule?
  let key: KnownKey?
  /// True if it is a field of the record and no custom metric; its namesake among the custom ones means nothing special.
  let isField: Bool

  /// Nil for a name that means nothing special.
  init?(_ name: String) {
    let figure = Figure.all.first { $0.key == name }
    key = KnownKey(rawValue: name)
    guard figure != nil || key != nil else { return nil }
    rule = figure.map { FigureRule($0) }
    isField = figure?.isField == true || key?.isField == true
  }
}
