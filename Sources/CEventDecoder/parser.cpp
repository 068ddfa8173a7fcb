// simdjson's first stage marks where every token of a line begins; the walk below turns those marks into a ced_line.
// simdjson's own second stage would write the whole document to a tape first, which costs as much as all the rest.

#include "CEventDecoder.h"

#include "keys.h"
#include "metrics.h"
#include "number.h"
#include "text.h"

#include <simdjson.h>

#include <cstring>
#include <memory>
#include <new>

namespace {

constexpr size_t maximum_depth = 512;

bool is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

struct ced_parser {
  ced_line line;
  ced_metrics metrics;

  ced_parser(bool lists_metrics, uint64_t seed) : lists_metrics(lists_metrics), seed(seed) { metrics.count = 0; }
  ced_result decode(const uint8_t *bytes, size_t length);

 private:
  const bool lists_metrics;
  const uint64_t seed;
  seen_keys seen;                      // keys of custom_metrics that are not known
  ced_value unknown[CED_METRICS];      // the values of such keys
  bool out_of_memory = false;
  simdjson::dom::parser stage1;
  std::unique_ptr<uint8_t[]> scratch;  // for strings with escapes
  size_t scratch_size = 0;
  bool in_object[maximum_depth + 1];   // what each level is, beside array

  const uint8_t *input = nullptr;
  const uint32_t *mark = nullptr;      // the next token
  const uint32_t *last = nullptr;      // behind the last token, where the length of the line stands
  uint8_t *unescaped = nullptr;        // free part of scratch
  bool has_escapes = false;

  uint8_t token() const { return mark < last ? input[*mark] : 0; }
  bool prepare(size_t length, bool escapes);
  bool token_ends(const uint8_t *end) const;
  bool string(ced_value &value);
  bool scalar(ced_value &value);
  bool key(ced_value &value);
  bool skip(size_t depth);
  bool list(const ced_value &name, uint32_t number, bool wanted, const ced_value &value);
  template <bool listed>
  bool object(uint32_t level, size_t depth);
  bool inner_object(uint32_t number, size_t depth);
};

// Makes room for a line of that length. The parser keeps its buffers, so most lines allocate nothing.
bool ced_parser::prepare(size_t length, bool escapes) {
  if (!stage1.implementation || stage1.capacity() < length) {
    size_t capacity = length < 16384 ? 16384 : length + length / 4;
    if (stage1.allocate(capacity, maximum_depth) != simdjson::SUCCESS) return false;
  }
  if (escapes && scratch_size < length) {
    scratch.reset(new (std::nothrow) uint8_t[length + length / 4]);
    scratch_size = scratch ? length + length / 4 : 0;
    if (!scratch) return false;
  }
  has_escapes = escapes;
  unescaped = scratch.get();
  return true;
}

// True if only white space stands between `end` and the next token.
bool ced_parser::token_ends(const uint8_t *end) const {
  const uint8_t *next = input + *mark;
  while (end < next && is_space(*end)) end++;
  return end == next;
}

// Reads the string whose opening quote is the current token. The closing quote is the last byte before the next token
// that is not white space, since the first stage has paired the quotes.
inline bool ced_parser::string(ced_value &value) {
  const uint8_t *begin = input + *mark++ + 1;
  const uint8_t *end = input + *mark - 1;
  while (end >= begin && is_space(*end)) end--;
  if (end < begin || *end != '"') return false;
  const size_t length = size_t(end - begin);
  value.kind = CED_STRING;
  value.text = begin;
  value.length = uint32_t(length);
  if (has_escapes && std::memchr(begin, '\\', length)) {
    uint8_t *written = unescape(begin, length, unescaped);
    if (!written) return false;
    value.text = unescaped;
    value.length = uint32_t(written - unescaped);
    unescaped = written;
  }
  return true;
}

// Reads the value at the current token, which is neither object nor array.
inline bool ced_parser::scalar(ced_value &value) {
  if (mark >= last) return false;
  const uint8_t *at = input + *mark;
  const uint8_t *end = at + 4;
  switch (*at) {
    case '"': return string(value);
    case 't':
      if (std::memcmp(at, "true", 4) != 0) return false;
      value.kind = CED_TRUE;
      break;
    case 'f':
      if (std::memcmp(at, "false", 5) != 0) return false;
      value.kind = CED_FALSE;
      end++;
      break;
    case 'n':
      if (std::memcmp(at, "null", 4) != 0) return false;
      value.kind = CED_NULL;
      break;
    default:
      value.kind = CED_NUMBER;
      end = parse_number(at, value);
      if (!end) return false;
  }
  mark++;
  return token_ends(end);
}

// Reads a key and its colon.
inline bool ced_parser::key(ced_value &value) {
  if (token() != '"' || !string(value) || token() != ':') return false;
  mark++;
  return true;
}

// Walks over the value at the current token, validating all of it. `depth` levels lie around it.
bool ced_parser::skip(size_t depth) {
  const size_t outside = depth;
  ced_value value;
  for (;;) {
    // A value is due.
    const uint8_t opening = token();
    if (opening == '{' || opening == '[') {
      if (depth == maximum_depth) return false;
      in_object[++depth] = opening == '{';
      mark++;
      if (token() != (opening == '{' ? '}' : ']')) {
        if (opening == '{' && !key(value)) return false;
        continue;
      }
      mark++;
      depth--;
    } else if (!scalar(value)) {
      return false;
    }
    // A value has ended: close what closes, until another one is due.
    while (depth > outside && token() == (in_object[depth] ? '}' : ']')) {
      mark++;
      depth--;
    }
    if (depth == outside) return true;
    if (token() != ',') return false;
    mark++;
    if (in_object[depth] && !key(value)) return false;
  }
}

// Adds an entry of custom_metrics to the list, if it belongs there. `wanted` tells the first of a known key.
inline bool ced_parser::list(const ced_value &name, uint32_t number, bool wanted, const ced_value &value) {
  uint64_t hash = 0;
  if (number == CED_KEYS) {
    hash = ced_hash(name.text, name.length, seed).low;
    const auto answer = seen.note(hash);
    out_of_memory = answer == seen_keys::answer::no_memory;
    if (answer != seen_keys::answer::first) return !out_of_memory;
  } else if (!wanted) {
    return true;
  }
  if (value.kind == CED_NULL || value.kind == CED_OBJECT || value.kind == CED_ARRAY) return true;
  if (metrics.count < CED_METRICS) {
    metrics.entries[metrics.count++] = {name.text, name.length, number, hash, &value};
  } else {
    metrics.left_out++;
  }
  return true;
}

// Reads the object at the current token into one level of the line, and into the list of metrics. `depth` is its own.
template <bool listed>
bool ced_parser::object(uint32_t level, size_t depth) {
  mark++;
  if (token() == '}') {
    mark++;
    return true;
  }
  uint64_t met = 0, present = 0;
  ced_value name, ignored;
  for (;;) {
    if (!key(name)) return false;
    const uint32_t number = find_key(name.text, name.length);
    const uint64_t bit = number == CED_KEYS ? 0 : uint64_t(1) << number;
    const bool wanted = (bit & ~met) != 0;
    ced_value &value = wanted ? line.values[level * CED_KEYS + number]
                       : listed && metrics.count < CED_METRICS ? unknown[metrics.count] : ignored;
    met |= bit;
    const uint8_t opening = token();
    if (opening == '{' || opening == '[') {
      value.kind = opening == '{' ? CED_OBJECT : CED_ARRAY;
      const bool inner = wanted && level == CED_LEVEL_RECORD && opening == '{' &&
                         (number == CED_CUSTOM_METRICS || number == CED_RESULT);
      if (!(inner ? inner_object(number, depth + 1) : skip(depth))) return false;
    } else if (!scalar(value)) {
      return false;
    }
    if (wanted && value.kind != CED_NULL) present |= bit;
    if (listed && !list(name, number, wanted, value)) return false;
    const uint8_t next = token();
    mark++;
    if (next == '}') break;
    if (next != ',') return false;
  }
  line.present[level] = present;
  return true;
}

// Reads one of the two objects within a record that matter.
bool ced_parser::inner_object(uint32_t number, size_t depth) {
  if (number == CED_RESULT) return object<false>(CED_LEVEL_RESULT, depth);
  return lists_metrics ? object<true>(CED_LEVEL_CUSTOM, depth) : object<false>(CED_LEVEL_CUSTOM, depth);
}

ced_result ced_parser::decode(const uint8_t *bytes, size_t length) {
  line.present[CED_LEVEL_RECORD] = line.present[CED_LEVEL_CUSTOM] = line.present[CED_LEVEL_RESULT] = 0;
  if (lists_metrics) {
    metrics.count = metrics.left_out = 0;
    seen.clear();
    out_of_memory = false;
  }
  if (!prepare(length, std::memchr(bytes, '\\', length) != nullptr)) return CED_NO_MEMORY;
  if (stage1.implementation->stage1(bytes, length, simdjson::stage1_mode::regular) != simdjson::SUCCESS) {
    return ced_is_utf8(bytes, length) ? CED_NOT_JSON : CED_INVALID_UTF8;
  }
  input = bytes;
  mark = stage1.implementation->structural_indexes.get();
  last = mark + stage1.implementation->n_structural_indexes;
  const bool is_object = token() == '{';
  const bool valid = is_object ? object<false>(CED_LEVEL_RECORD, 1) : skip(0);
  if (out_of_memory) return CED_NO_MEMORY;
  if (!valid || mark != last) return CED_NOT_JSON;
  return is_object ? CED_OK : CED_NOT_AN_OBJECT;
}

ced_parser *ced_parser_create(bool lists_metrics, uint64_t seed) {
  return new (std::nothrow) ced_parser(lists_metrics, seed);
}
void ced_parser_destroy(ced_parser *parser) { delete parser; }
ced_result ced_parser_decode(ced_parser *parser, const uint8_t *line, size_t length) {
  return parser->decode(line, length);
}
const ced_line *ced_parser_line(const ced_parser *parser) { return &parser->line; }
const ced_metrics *ced_parser_metrics(const ced_parser *parser) { return &parser->metrics; }
