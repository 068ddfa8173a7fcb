/// The keys whose meaning is known (article Monitoring, Metrics); any other custom metric is only summarised.
enum KnownKey: String, CaseIterable {
  case apiCost = "api_cost"
  case infrastructureCost = "infrastructure_cost"
  case computeCost = "compute_cost"
  case costSavings = "cost_savings"
  case savingsVsBaseline = "cost_savings_vs_baseline"
  case estimatedCost = "estimated_cost"
  case actualCost = "actual_cost"
  case efficiency = "efficiency_score"
  case optimized = "optimization_applied"
  case tokens = "tokens_used"
  case promptTokens = "prompt_tokens"
  case completionTokens = "completion_tokens"
  case cacheReadTokens = "cache_read_input_tokens"
  case cacheWriteTokens = "cache_creation_input_tokens"
  /// Another name for those that were read from a cache.
  case cachedTokens = "cached_tokens"
  case requests = "requests_made"
  case computeTime = "compute_time_ms"
  case bandwidth = "bandwidth_bytes"
  case routingConfidence = "routing_confidence"
  case routingLatency = "routing_latency_ms"
  case validationPassed = "validation_passed"
  case validationErrors = "validation_errors"
  case modelUsed = "model_used"
  case selectedModel = "selected_model"
  /// Who runs the model, as LiteLLM says it.
  case provider = "custom_llm_provider"
  case routingMethod = "routing_method"
  case routingDecision = "routing_decision"
  case templateName = "template_name"
  case templateFormat = "template_format"
  // Fields of the record itself.
  case quality = "quality_score"
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
    case .quality, .fallbackTime, .user, .session: true
    default: false
    }
  }
}
