#pragma once

#include "CEventDecoder.h"

#include <cstring>

// The number of a key that is looked for, or CED_KEYS for any other. The length picks a handful of candidates; comparing
// with a constant is an integer comparison or two.
inline uint32_t find_key(const uint8_t *key, size_t length) {
#define KEY(text, number) \
  if (std::memcmp(key, text, sizeof text - 1) == 0) return number
  switch (length) {
    case 2: KEY("id", CED_ID); break;
    case 4: KEY("time", CED_TIME); break;
    case 5: KEY("event", CED_EVENT); break;
    case 6:
      KEY("status", CED_STATUS);
      KEY("result", CED_RESULT);
      break;
    case 7:
      KEY("success", CED_SUCCESS);
      KEY("user_id", CED_USER_ID);
      break;
    case 8:
      KEY("end_time", CED_END_TIME);
      KEY("api_cost", CED_API_COST);
      KEY("cost_usd", CED_COST_USD);
      break;
    case 10:
      KEY("start_time", CED_START_TIME);
      KEY("error_code", CED_ERROR_CODE);
      KEY("session_id", CED_SESSION_ID);
      KEY("request_id", CED_REQUEST_ID);
      KEY("total_cost", CED_TOTAL_COST);
      KEY("model_used", CED_MODEL_USED);
      break;
    case 11:
      KEY("duration_ms", CED_DURATION_MS);
      KEY("tokens_used", CED_TOKENS_USED);
      KEY("actual_cost", CED_ACTUAL_COST);
      break;
    case 12:
      KEY("operation_id", CED_OPERATION_ID);
      KEY("wrapper_name", CED_WRAPPER_NAME);
      KEY("compute_cost", CED_COMPUTE_COST);
      KEY("cost_savings", CED_COST_SAVINGS);
      break;
    case 13:
      KEY("error_message", CED_ERROR_MESSAGE);
      KEY("fallback_used", CED_FALLBACK_USED);
      KEY("network_calls", CED_NETWORK_CALLS);
      KEY("cost_estimate", CED_COST_ESTIMATE);
      KEY("quality_score", CED_QUALITY_SCORE);
      KEY("prompt_tokens", CED_PROMPT_TOKENS);
      KEY("cached_tokens", CED_CACHED_TOKENS);
      break;
    case 14:
      KEY("operation_type", CED_OPERATION_TYPE);
      KEY("custom_metrics", CED_CUSTOM_METRICS);
      KEY("estimated_cost", CED_ESTIMATED_COST);
      KEY("selected_model", CED_SELECTED_MODEL);
      break;
    case 15:
      KEY("fallback_reason", CED_FALLBACK_REASON);
      KEY("memory_usage_mb", CED_MEMORY_USAGE_MB);
      break;
    case 17:
      KEY("user_satisfaction", CED_USER_SATISFACTION);
      KEY("cpu_usage_percent", CED_CPU_USAGE_PERCENT);
      KEY("completion_tokens", CED_COMPLETION_TOKENS);
      KEY("execution_time_ms", CED_EXECUTION_TIME_MS);
      KEY("cost_is_estimated", CED_COST_IS_ESTIMATED);
      break;
    case 18: KEY("network_latency_ms", CED_NETWORK_LATENCY_MS); break;
    case 19: KEY("infrastructure_cost", CED_INFRASTRUCTURE_COST); break;
    case 20: KEY("fallback_duration_ms", CED_FALLBACK_DURATION_MS); break;
    case 23: KEY("cache_read_input_tokens", CED_CACHE_READ_TOKENS); break;
    case 24: KEY("cost_savings_vs_baseline", CED_COST_SAVINGS_VS_BASELINE); break;
    case 27: KEY("cache_creation_input_tokens", CED_CACHE_WRITE_TOKENS); break;
    default: break;
  }
#undef KEY
  return CED_KEYS;
}

// The keys of money, as a set of bits.
inline constexpr uint64_t money_keys =
    uint64_t(1) << CED_COST_ESTIMATE | uint64_t(1) << CED_COST_USD | uint64_t(1) << CED_TOTAL_COST |
    uint64_t(1) << CED_API_COST | uint64_t(1) << CED_INFRASTRUCTURE_COST | uint64_t(1) << CED_COMPUTE_COST |
    uint64_t(1) << CED_ESTIMATED_COST | uint64_t(1) << CED_ACTUAL_COST | uint64_t(1) << CED_COST_SAVINGS |
    uint64_t(1) << CED_COST_SAVINGS_VS_BASELINE;
