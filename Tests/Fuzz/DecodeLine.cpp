// libFuzzer target: our walk over a line must accept exactly what simdjson's own parser accepts, and agree with it on
// the value of a field and on the entries of custom_metrics. Run by .ci/run; see there for how it is built.
#include "CEventDecoder.h"

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>

namespace {

[[noreturn]] void fail(const char *what) {
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

bool same(const ced_value &ours, simdjson::dom::element theirs) {
  switch (ours.kind) {
    case CED_STRING: {
      std::string_view text;
      return !theirs.get(text) && text == std::string_view(reinterpret_cast<const char *>(ours.text), ours.length);
    }
    case CED_NUMBER: {
      double number;
      return theirs.is_number() && !theirs.get(number) && number == ours.number;
    }
    default: {
      bool flag;
      return !theirs.get(flag) && flag == (ours.kind == CED_TRUE);
    }
  }
}

// The first custom_metrics of a record counts, and in it the first of each key.
void check_metrics(const ced_metrics *ours, simdjson::dom::object record) {
  std::set<std::string_view> seen;
  size_t count = 0;
  for (auto field : record) {
    if (field.key != "custom_metrics") continue;
    simdjson::dom::object entries;
    if (field.value.get(entries)) break;
    for (auto entry : entries) {
      if (!seen.insert(entry.key).second) continue;
      if (entry.value.is_null() || entry.value.is_object() || entry.value.is_array()) continue;
      if (count < ours->count) {
        const ced_metric *metric = ced_metric_at(ours, uint32_t(count));
        const std::string_view key(reinterpret_cast<const char *>(metric->key), metric->key_length);
        if (key != entry.key) fail("another key in custom_metrics");
        if (!same(*metric->value, entry.value)) fail("another value in custom_metrics");
      }
      count++;
    }
    break;
  }
  if (count != ours->count + ours->left_out) fail("another number of entries of custom_metrics");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static ced_parser *parser = ced_parser_create(true, 1);
  static simdjson::dom::parser reference;
  static const bool bounded = reference.allocate(1 << 20, 512) == simdjson::SUCCESS;
  std::string line(reinterpret_cast<const char *>(data), size);
  if (!bounded || size == 0 || line.find('\n') != std::string::npos) return 0;
  std::string padded = line + std::string(64, ' ');

  const ced_result ours = ced_parser_decode(parser, reinterpret_cast<const uint8_t *>(padded.data()), size);
  simdjson::dom::element theirs;
  const auto error = reference.parse(padded.data(), size, false).get(theirs);
  const bool accepted = ours == CED_OK || ours == CED_NOT_AN_OBJECT;
  if (accepted != (error == simdjson::SUCCESS)) {
    std::fprintf(stderr, "ours %d, simdjson %s\n", ours, simdjson::error_message(error));
    std::abort();
  }
  if (ours != CED_OK) return 0;
  double expected;
  simdjson::dom::object object = theirs.get_object();
  simdjson::dom::element field;
  const bool has = (ced_present(ced_parser_line(parser), CED_LEVEL_RECORD) >> CED_COST_ESTIMATE) & 1;
  const ced_value *value = ced_get(ced_parser_line(parser), CED_LEVEL_RECORD, CED_COST_ESTIMATE);
  if (!object["cost_estimate"].get(field) && field.is_number() && !field.get(expected)) {
    if (!has || value->kind != CED_NUMBER || value->number != expected) {
      std::fprintf(stderr, "number %.17g, simdjson %.17g\n", has ? value->number : -1, expected);
      std::abort();
    }
  }
  check_metrics(ced_parser_metrics(parser), object);
  return 0;
}
