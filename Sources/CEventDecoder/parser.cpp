// simdjson's first stage marks where every token of a line begins; the walk below turns those marks into a ced_line.
// simdjson's own second stage would write the whole document to a tape first, which costs as much as all the rest.

#include "CEventDecoder.h"

#include "joined.h"
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

// Where in the line a token begins, as the first stage marks it.
using mark_t = const uint32_t *;

bool is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

struct ced_parser {
  ced_line line;
  ced_metrics metrics = {};

  ced_parser(bool lists_metrics, uint64_t seed) : lists_metrics(lists_metrics), seed(seed) {}
  ced_result decode(const uint8_t *bytes, size_t length);

 private:
  const bool lists_metrics;
  const uint64_t seed;
  seen_keys seen;                      // keys of custom_metrics that are not known
  ced_value unknown[CED_METRICS];      // the values of such keys
  joined_metrics joined;               // the entries of objects within custom_metrics
  bool has_nested = false;             // custom_metrics of this line holds an array or object
  uint32_t skipped = 0;                // how many scalars but null were skipped in this line
  bool out_of_memory = false;
  simdjson::dom::parser stage1;
  std::unique_ptr<uint8_t[]> scratch;  // for strings with escapes
  size_t scratch_size = 0;
  bool in_object[maximum_depth + 1];   // what each level is, beside array

  const uint8_t *input = nullptr;
  mark_t last = nullptr;               // behind the last token, where the length of the line stands
  uint8_t *unescaped = nullptr;        // free part of scratch
  bool has_escapes = false;

  // Every function that reads takes the token to begin with, and returns the one behind what it read, or null where the
  // line is no JSON. A token that is handed on stays in a register.
  uint8_t token(mark_t mark) const { return mark < last ? input[*mark] : 0; }
  bool prepare(size_t length, bool escapes);
  mark_t ended(const uint8_t *end, mark_t next) const;
  mark_t string(mark_t mark, ced_value &value);
  mark_t scalar(mark_t mark, ced_value &value);
  mark_t key(mark_t mark, ced_value &value);
  mark_t skip(mark_t mark, size_t depth);
  bool is_first(const ced_value &name, uint32_t number, bool wanted, uint64_t &hash);
  void append(const ced_metric &entry, const ced_value &value);
  mark_t list_nested(mark_t mark, const ced_value &name, uint32_t number, bool wanted, size_t depth);
  template <typename Add>
  mark_t elements(mark_t mark, size_t depth, Add add);
  mark_t members(mark_t mark, size_t prefix, int names, size_t depth);
  mark_t leave_out(mark_t mark, size_t depth);
  bool settle_joined();
  template <bool listed>
  mark_t object(mark_t mark, uint32_t level, size_t depth);
  template <bool listed>
  mark_t nested(mark_t mark, const ced_value &name, uint32_t number, bool wanted, uint32_t level, size_t depth);
  mark_t metrics_object(mark_t mark, size_t depth);
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

// The next token, if only white space stands between `end` and it.
inline mark_t ced_parser::ended(const uint8_t *end, mark_t next) const {
  const uint8_t *begin = input + *next;
  while (end < begin && is_space(*end)) end++;
  return end == begin ? next : nullptr;
}

// Reads the string whose opening quote is the token. The closing quote is the last byte before the next token that is not
// white space, since the first stage has paired the quotes.
inline mark_t ced_parser::string(mark_t mark, ced_value &value) {
  const uint8_t *begin = input + *mark++ + 1;
  const uint8_t *end = input + *mark - 1;
  while (end >= begin && is_space(*end)) end--;
  if (end < begin || *end != '"') return nullptr;
  const size_t length = size_t(end - begin);
  value.kind = CED_STRING;
  value.text = begin;
  value.length = uint32_t(length);
  if (has_escapes && std::memchr(begin, '\\', length)) {
    uint8_t *written = unescape(begin, length, unescaped);
    if (!written) return nullptr;
    value.text = unescaped;
    value.length = uint32_t(written - unescaped);
    unescaped = written;
  }
  return mark;
}

// Reads the value at the token, which is neither object nor array.
inline mark_t ced_parser::scalar(mark_t mark, ced_value &value) {
  if (mark >= last) return nullptr;
  const uint8_t *at = input + *mark;
  const uint8_t *end = at + 4;
  switch (*at) {
    case '"': return string(mark, value);
    case 't':
      if (std::memcmp(at, "true", 4) != 0) return nullptr;
      value.kind = CED_TRUE;
      break;
    case 'f':
      if (std::memcmp(at, "false", 5) != 0) return nullptr;
      value.kind = CED_FALSE;
      end++;
      break;
    case 'n':
      if (std::memcmp(at, "null", 4) != 0) return nullptr;
      value.kind = CED_NULL;
      break;
    default:
      value.kind = CED_NUMBER;
      end = parse_number(at, value);
      if (!end) return nullptr;
  }
  return ended(end, mark + 1);
}

// Reads a key and its colon.
inline mark_t ced_parser::key(mark_t mark, ced_value &value) {
  if (token(mark) != '"') return nullptr;
  mark = string(mark, value);
  return mark && token(mark) == ':' ? mark + 1 : nullptr;
}

// Walks over a value, validating all of it. `depth` levels lie around it.
mark_t ced_parser::skip(mark_t mark, size_t depth) {
  const size_t outside = depth;
  ced_value value;
  for (;;) {
    // A value is due.
    const uint8_t opening = token(mark);
    if (opening == '{' || opening == '[') {
      if (depth == maximum_depth) return nullptr;
      in_object[++depth] = opening == '{';
      mark++;
      if (token(mark) != (opening == '{' ? '}' : ']')) {
        if (opening == '{' && !(mark = key(mark, value))) return nullptr;
        continue;
      }
      mark++;
      depth--;
    } else if (!(mark = scalar(mark, value))) {
      return nullptr;
    } else if (value.kind != CED_NULL) {
      skipped++;
    }
    // A value has ended: close what closes, until another one is due.
    while (depth > outside && token(mark) == (in_object[depth] ? '}' : ']')) {
      mark++;
      depth--;
    }
    if (depth == outside) return mark;
    if (token(mark++) != ',') return nullptr;
    if (in_object[depth] && !(mark = key(mark, value))) return nullptr;
  }
}

// True for the first of a key of custom_metrics; `hash` becomes that of a key that is not known. `wanted` tells the first
// of a known one.
inline bool ced_parser::is_first(const ced_value &name, uint32_t number, bool wanted, uint64_t &hash) {
  if (number != CED_KEYS) return wanted;
  hash = ced_hash(name.text, name.length, seed).low;
  const auto answer = seen.note(hash);
  out_of_memory = out_of_memory || answer == seen_keys::answer::no_memory;
  return answer == seen_keys::answer::first;
}

// Lists an entry; one without a value takes a copy of a value that will not stay.
inline void ced_parser::append(const ced_metric &entry, const ced_value &value) {
  if (metrics.count == CED_METRICS) {
    metrics.left_out++;
    return;
  }
  metrics.entries[metrics.count] = entry;
  if (!entry.value) {
    unknown[metrics.count] = value;
    metrics.entries[metrics.count].value = &unknown[metrics.count];
  }
  metrics.count++;
}

// Walks over a value, none of which can be listed.
mark_t ced_parser::leave_out(mark_t mark, size_t depth) {
  const uint32_t before = skipped;
  mark = skip(mark, depth);
  if (mark) metrics.left_out += skipped - before;
  return mark;
}

// Lists what is within the array or object that is the value of a key of custom_metrics.
mark_t ced_parser::list_nested(mark_t mark, const ced_value &name, uint32_t number, bool wanted, size_t depth) {
  uint64_t hash = 0;
  if (!is_first(name, number, wanted, hash)) return skip(mark, depth);
  if (token(mark) == '{') return members(mark, joined.begin(name.text, name.length), 2, depth + 1);
  const ced_metric entry = {name.text, name.length, number, hash, false, nullptr};
  return elements(mark, depth + 1, [&](const ced_value &value) { append(entry, value); });
}

// Walks over an array and hands each number, text and flag to `add`. `depth` is its own.
template <typename Add>
mark_t ced_parser::elements(mark_t mark, size_t depth, Add add) {
  mark++;
  if (token(mark) == ']') return mark + 1;
  ced_value value;
  for (;;) {
    const uint8_t opening = token(mark);
    if (opening == '{' || opening == '[') {
      if (!(mark = leave_out(mark, depth))) return nullptr;
    } else if (!(mark = scalar(mark, value))) {
      return nullptr;
    } else if (value.kind != CED_NULL) {
      add(value);
    }
    const uint8_t next = token(mark++);
    if (next == ']') return mark;
    if (next != ',') return nullptr;
  }
}

// Walks over an object and joins what its members hold. The path to them is `prefix` bytes long, their names are the
// `names`th on that way. `depth` is its own.
mark_t ced_parser::members(mark_t mark, size_t prefix, int names, size_t depth) {
  mark++;
  if (token(mark) == '}') return mark + 1;
  ced_value name, value;
  for (;;) {
    if (!(mark = key(mark, name))) return nullptr;
    const size_t length = joined.extend(prefix, name.text, name.length);
    const uint8_t opening = token(mark);
    if (length == 0 || (opening == '{' && names == CED_JOINED_DEPTH)) {
      mark = leave_out(mark, depth);
    } else if (opening == '{') {
      mark = members(mark, length, names + 1, depth + 1);
    } else {
      const uint64_t hash = joined.hash(length, seed);
      const bool is_new = joined.is_new(hash);
      auto add = [&](const ced_value &element) {
        if (is_new && !joined.add(length, hash, element)) metrics.left_out++;
      };
      if (opening == '[') {
        mark = elements(mark, depth + 1, add);
      } else {
        mark = scalar(mark, value);
        if (mark && value.kind != CED_NULL) add(value);
      }
    }
    if (!mark) return nullptr;
    const uint8_t next = token(mark++);
    if (next == '}') return mark;
    if (next != ',') return nullptr;
  }
}

// Lists the joined entries behind the others, but for those whose name stands in custom_metrics itself.
bool ced_parser::settle_joined() {
  for (uint32_t name = 0; name < joined.names(); name++) {
    const auto answer = seen.note(joined.name(name).key_hash);
    if (answer == seen_keys::answer::no_memory) return false;
    const bool counts = answer == seen_keys::answer::first;
    joined.for_each_of(name, [&](const ced_value &value) {
      if (counts) append(joined.name(name), value); else metrics.left_out++;
    });
  }
  return true;
}

// Reads the array or object that is the value of a key of the level that lies `depth` deep. Most lines have one such value,
// so it is kept out of the loop over the keys.
template <bool listed>
[[gnu::noinline]] mark_t ced_parser::nested(mark_t mark, const ced_value &name, uint32_t number, bool wanted,
                                            uint32_t level, size_t depth) {
  if (listed) return list_nested(mark, name, number, wanted, depth);
  if (level == CED_LEVEL_CUSTOM) has_nested = true;
  if (!wanted || level != CED_LEVEL_RECORD || token(mark) != '{') return skip(mark, depth);
  if (number == CED_RESULT) return object<false>(mark, CED_LEVEL_RESULT, depth + 1);
  return number == CED_CUSTOM_METRICS ? metrics_object(mark, depth + 1) : skip(mark, depth);
}

// Reads an object into one level of the line, and into the list of metrics. `depth` is its own.
template <bool listed>
mark_t ced_parser::object(mark_t mark, uint32_t level, size_t depth) {
  mark++;
  if (token(mark) == '}') return mark + 1;
  uint64_t met = 0, present = 0;
  ced_value name, ignored;
  ced_value *const values = line.values + level * CED_KEYS;
  for (;;) {
    if (!(mark = key(mark, name))) return nullptr;
    const uint32_t number = find_key(name.text, name.length);
    const uint64_t bit = number == CED_KEYS ? 0 : uint64_t(1) << number;
    const bool wanted = (bit & ~met) != 0;
    ced_value &value = wanted ? values[number]
                       : listed && metrics.count < CED_METRICS ? unknown[metrics.count] : ignored;
    met |= bit;
    const uint8_t opening = token(mark);
    if (opening == '{' || opening == '[') {
      value.kind = opening == '{' ? CED_OBJECT : CED_ARRAY;
      if (!(mark = nested<listed>(mark, name, number, wanted, level, depth))) return nullptr;
    } else {
      if (!(mark = scalar(mark, value))) return nullptr;
      if ((bit & money_keys) && value.kind == CED_STRING && wanted) read_decimal(value);
      uint64_t hash = 0;
      if (listed && is_first(name, number, wanted, hash) && value.kind != CED_NULL) {
        append({name.text, name.length, number, hash, false, &value}, value);
      }
    }
    if (wanted && value.kind != CED_NULL) present |= bit;
    const uint8_t next = token(mark++);
    if (next == '}') break;
    if (next != ',') return nullptr;
  }
  line.present[level] = present;
  return mark;
}

// Reads custom_metrics. Where no list is wanted, one is made only of an object that may hold more than can be listed.
mark_t ced_parser::metrics_object(mark_t mark, size_t depth) {
  if (!lists_metrics) {
    uint8_t *const free_scratch = unescaped;
    has_nested = false;
    const mark_t end = object<false>(mark, CED_LEVEL_CUSTOM, depth);
    // A key, its colon, its value and what follows it are four tokens, behind the one that opens the object.
    if (!end || (!has_nested && end - mark <= 1 + 4 * CED_METRICS)) return end;
    unescaped = free_scratch;
    seen.clear();
  }
  mark = object<true>(mark, CED_LEVEL_CUSTOM, depth);
  return mark && settle_joined() ? mark : nullptr;
}

ced_result ced_parser::decode(const uint8_t *bytes, size_t length) {
  line.present[CED_LEVEL_RECORD] = line.present[CED_LEVEL_CUSTOM] = line.present[CED_LEVEL_RESULT] = 0;
  metrics.count = metrics.left_out = 0;
  if (lists_metrics) seen.clear();
  joined.clear();
  out_of_memory = false;
  if (!prepare(length, std::memchr(bytes, '\\', length) != nullptr)) return CED_NO_MEMORY;
  if (stage1.implementation->stage1(bytes, length, simdjson::stage1_mode::regular) != simdjson::SUCCESS) {
    return ced_is_utf8(bytes, length) ? CED_NOT_JSON : CED_INVALID_UTF8;
  }
  input = bytes;
  const mark_t first = stage1.implementation->structural_indexes.get();
  last = first + stage1.implementation->n_structural_indexes;
  const bool is_object = token(first) == '{';
  const mark_t end = is_object ? object<false>(first, CED_LEVEL_RECORD, 1) : skip(first, 0);
  if (out_of_memory) return CED_NO_MEMORY;
  if (end != last) return CED_NOT_JSON;
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
