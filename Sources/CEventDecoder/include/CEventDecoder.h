// One JSON line to one plain C value, and no rules: which fields are there and what they hold. What that means is for
// the Events target to say. simdjson finds the structure of a line and validates its UTF-8; the walk over that
// structure validates every value of the line, those that no one reads included.
#ifndef CEVENTDECODER_H
#define CEVENTDECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a value is. False and true are kinds of their own.
typedef enum {
  CED_NULL = 0,
  CED_FALSE,
  CED_TRUE,
  CED_NUMBER,
  CED_STRING,
  CED_OBJECT,
  CED_ARRAY
} ced_kind;

// One value. Pointers hold until the next call with the same parser.
typedef struct {
  const uint8_t *text;  // string: its bytes, unescaped, without an end mark
  uint32_t length;      // string: how many bytes
  uint8_t kind;         // a ced_kind
  bool negative;        // number
  bool exact;           // number: it is mantissa * 10^exponent, with its sign
  int32_t exponent;     // number
  uint64_t mantissa;    // number
  double number;        // number: the nearest double
} ced_value;

// The keys that are looked for. A text under a key of money that is nothing but a decimal number, such as "0.0031" or
// "3.1e-3", is that number. Each has a place in the record, in its custom_metrics and in its result: the places
// of the three levels follow one another at a distance of CED_KEYS.
typedef enum {
  CED_OPERATION_ID,
  CED_WRAPPER_NAME,
  CED_OPERATION_TYPE,
  CED_START_TIME,
  CED_END_TIME,
  CED_DURATION_MS,
  CED_STATUS,
  CED_SUCCESS,
  CED_ERROR_MESSAGE,
  CED_ERROR_CODE,
  CED_FALLBACK_USED,
  CED_FALLBACK_REASON,
  CED_FALLBACK_DURATION_MS,
  CED_CPU_USAGE_PERCENT,
  CED_MEMORY_USAGE_MB,
  CED_NETWORK_CALLS,
  CED_NETWORK_LATENCY_MS,
  CED_COST_ESTIMATE,
  CED_QUALITY_SCORE,
  CED_USER_SATISFACTION,
  CED_USER_ID,
  CED_SESSION_ID,
  CED_REQUEST_ID,
  CED_CUSTOM_METRICS,
  CED_EVENT,
  CED_TIME,
  CED_ID,
  CED_RESULT,
  CED_EXECUTION_TIME_MS,
  CED_TOTAL_COST,
  CED_API_COST,
  CED_INFRASTRUCTURE_COST,
  CED_COMPUTE_COST,
  CED_ESTIMATED_COST,
  CED_ACTUAL_COST,
  CED_COST_SAVINGS,
  CED_COST_SAVINGS_VS_BASELINE,
  CED_TOKENS_USED,
  CED_PROMPT_TOKENS,
  CED_COMPLETION_TOKENS,
  CED_COST_USD,
  CED_COST_IS_ESTIMATED,
  CED_MODEL_USED,
  CED_SELECTED_MODEL,
  CED_CACHED_TOKENS,
  CED_CACHE_READ_TOKENS,
  CED_CACHE_WRITE_TOKENS,
  CED_KEYS
} ced_key;

enum { CED_LEVEL_RECORD = 0, CED_LEVEL_CUSTOM = 1, CED_LEVEL_RESULT = 2, CED_LEVELS = 3 };

typedef enum {
  CED_OK = 0,
  CED_NOT_JSON,
  CED_INVALID_UTF8,
  CED_NOT_AN_OBJECT,
  CED_NO_MEMORY
} ced_result;

// A line, decoded. `present` has bit k set for each key k that is there and not null, a word a level; values of other
// keys are left over from earlier lines.
typedef struct {
  uint64_t present[CED_LEVELS];
  ced_value values[CED_LEVELS * CED_KEYS];
} ced_line;

// An entry of custom_metrics: a number, a text or a flag.
typedef struct {
  const uint8_t *key;   // unescaped, without an end mark
  uint32_t key_length;
  uint32_t known;       // the ced_key that it is, else CED_KEYS
  uint64_t key_hash;    // the low half of ced_hash of a key that is not known
  bool joined;          // the key is made of the names of objects within objects
  const ced_value *value;
} ced_metric;

enum {
  CED_METRICS = 256,           // the most entries of a line
  CED_JOINED_NAMES = 32,       // the most joined names of a line
  CED_JOINED_DEPTH = 3,        // a.b.c has as many names as are joined
  CED_JOINED_LENGTH = 256      // the longest joined name in bytes
};

// All such entries of a line, in its order, those with joined names last. Of a repeated key the first counts.
//
// The elements of an array are entries of its key each; what is an array or an object within it is left out. The members
// of an object are entries whose keys are the names on the way joined by dots; where a key of that name stands in
// custom_metrics itself, that one counts. Null is no entry. Pointers hold until the next call with the same parser.
typedef struct {
  uint32_t count;
  uint32_t left_out;    // how many numbers, texts and flags more there are than are listed
  ced_metric entries[CED_METRICS];
} ced_metrics;

typedef struct ced_parser ced_parser;

// A parser for one thread at a time; null if there is no memory. One that does not list metrics may leave their entries
// out, but always tells how many would have been left out; `seed` is that of their hashes, which no sender of lines should
// know.
ced_parser *ced_parser_create(bool lists_metrics, uint64_t seed);
void ced_parser_destroy(ced_parser *parser);

// Decodes the `length` bytes at `line`, which hold no line feed outside of white space. 64 bytes behind them must be
// readable. Levels deeper than 512 are an error. The result is in *ced_parser_line and *ced_parser_metrics.
ced_result ced_parser_decode(ced_parser *parser, const uint8_t *line, size_t length);
const ced_line *ced_parser_line(const ced_parser *parser);
const ced_metrics *ced_parser_metrics(const ced_parser *parser);

// True if all bytes are valid UTF-8.
bool ced_is_utf8(const uint8_t *bytes, size_t length);

// Where `text` stands first within the bytes; `length` if it does not.
size_t ced_find(const uint8_t *bytes, size_t length, const uint8_t *text, size_t text_length);

// A 128-bit hash of the bytes that no one can foresee who does not know the seed.
typedef struct {
  uint64_t high;
  uint64_t low;
} ced_fingerprint;
ced_fingerprint ced_hash(const uint8_t *bytes, size_t length, uint64_t seed);

// How many bytes stand before the first line feed; `length` if there is none.
static inline size_t ced_line_length(const uint8_t *bytes, size_t length) {
  const uint8_t *found = (const uint8_t *)memchr(bytes, '\n', length);
  return found ? (size_t)(found - bytes) : length;
}

// 10^power, for powers under CED_POWERS: all that fit.
enum { CED_POWERS = 20 };
static inline uint64_t ced_power_of_ten(int32_t power) {
  static const uint64_t powers[CED_POWERS] = {
      1u, 10u, 100u, 1000u, 10000u, 100000u, 1000000u, 10000000u, 100000000u, 1000000000u, 10000000000u, 100000000000u,
      1000000000000u, 10000000000000u, 100000000000000u, 1000000000000000u, 10000000000000000u, 100000000000000000u,
      1000000000000000000u, 10000000000000000000u};
  return powers[power];
}

// True if both hold the same `length` bytes. Made for short texts, for which a call costs more than the comparison.
static inline bool ced_same(const uint8_t *a, const uint8_t *b, size_t length) {
  uint64_t x, y;
  if (length < sizeof x) {
    while (length > 0 && *a == *b) a++, b++, length--;
    return length == 0;
  }
  for (; length > sizeof x; a += sizeof x, b += sizeof x, length -= sizeof x) {
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    if (x != y) return false;
  }
  memcpy(&x, a + length - sizeof x, sizeof x);
  memcpy(&y, b + length - sizeof y, sizeof y);
  return x == y;
}

static inline const ced_value *ced_get(const ced_line *line, uint32_t level, uint32_t key) {
  return &line->values[level * CED_KEYS + key];
}
static inline const ced_metric *ced_metric_at(const ced_metrics *metrics, uint32_t index) {
  return &metrics->entries[index];
}
static inline uint64_t ced_present(const ced_line *line, uint32_t level) { return line->present[level]; }

#ifdef __cplusplus
}
#endif

#include "CEventDocument.h"

#endif
