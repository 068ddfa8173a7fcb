// libFuzzer target: our walk over a line must accept exactly what simdjson's own parser accepts, and agree with it on
// the value of a field and on the entries of custom_metrics. Run by .ci/run; see there for how it is built.
#include "CEventDecoder.h"

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <string>
#include <utility>
#include <vector>

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
      std::string_view text;
      // A text under a key of money can be a decimal number.
      if (!theirs.get(text)) return std::strtod(std::string(text).c_str(), nullptr) == ours.number;
      return theirs.is_number() && !theirs.get(number) && number == ours.number;
    }
    default: {
      bool flag;
      return !theirs.get(flag) && flag == (ours.kind == CED_TRUE);
    }
  }
}

// How many numbers, texts and flags are in a value.
size_t scalars(simdjson::dom::element value) {
  size_t count = 0;
  simdjson::dom::array array;
  simdjson::dom::object object;
  if (!value.get(array)) {
    for (auto element : array) count += scalars(element);
  } else if (!value.get(object)) {
    for (auto member : object) count += scalars(member.value);
  } else {
    count = value.is_null() ? 0 : 1;
  }
  return count;
}

// What custom_metrics must be listed as, by the rules in CEventDecoder.h and as plainly as they can be said.
struct expected_metrics {
  std::vector<std::pair<std::string, simdjson::dom::element>> entries;
  size_t left_out = 0;

  explicit expected_metrics(simdjson::dom::object metrics) {
    std::set<std::string> literal;
    for (auto entry : metrics) {
      if (!literal.insert(std::string(entry.key)).second) continue;
      simdjson::dom::object object;
      if (!entry.value.get(object)) {
        join(object, std::string(entry.key), 2);
      } else {
        each(entry.value, [&](simdjson::dom::element value) { add(std::string(entry.key), value); });
      }
    }
    for (auto &[name, values] : joined) {
      for (auto value : values) {
        if (literal.count(name)) left_out++; else add(name, value);
      }
    }
  }

 private:
  std::vector<std::pair<std::string, std::vector<simdjson::dom::element>>> joined;
  size_t joined_values = 0;

  void add(const std::string &name, simdjson::dom::element value) {
    if (entries.size() < CED_METRICS) entries.emplace_back(name, value); else left_out++;
  }

  // A single value, or those in a list.
  template <typename Body>
  void each(simdjson::dom::element value, Body body) {
    simdjson::dom::array array;
    if (value.get(array)) {
      if (!value.is_null()) body(value);
      return;
    }
    for (auto element : array) {
      if (element.is_array() || element.is_object()) {
        left_out += scalars(element);
      } else if (!element.is_null()) {
        body(element);
      }
    }
  }

  void join(simdjson::dom::object members, const std::string &path, int names) {
    for (auto member : members) {
      const std::string name = path + "." + std::string(member.key);
      simdjson::dom::object object;
      const bool is_object = !member.value.get(object);
      if (path.empty() || name.size() > CED_JOINED_LENGTH || (is_object && names == CED_JOINED_DEPTH)) {
        left_out += scalars(member.value);
      } else if (is_object) {
        join(object, name, names + 1);
      } else {
        bool known = false;
        for (auto &[other, values] : joined) known = known || other == name;
        bool began = false;
        each(member.value, [&](simdjson::dom::element value) {
          if (known) return;
          if (joined_values == CED_METRICS || (!began && joined.size() == CED_JOINED_NAMES)) {
            left_out++;
            return;
          }
          if (!began) joined.push_back({name, {}});
          began = true;
          joined.back().second.push_back(value);
          joined_values++;
        });
      }
    }
  }
};

// The first custom_metrics of a record counts.
void check_metrics(const ced_metrics *ours, simdjson::dom::object record) {
  for (auto field : record) {
    if (field.key != "custom_metrics") continue;
    simdjson::dom::object object;
    if (field.value.get(object)) break;
    const expected_metrics expected(object);
    if (expected.entries.size() != ours->count) fail("another number of entries of custom_metrics");
    if (expected.left_out != ours->left_out) fail("another number of what is left out of custom_metrics");
    for (uint32_t i = 0; i < ours->count; i++) {
      const ced_metric *metric = ced_metric_at(ours, i);
      const std::string_view key(reinterpret_cast<const char *>(metric->key), metric->key_length);
      if (key != expected.entries[i].first) fail("another key in custom_metrics");
      if (!same(*metric->value, expected.entries[i].second)) fail("another value in custom_metrics");
    }
    return;
  }
  if (ours->count + ours->left_out > 0) fail("entries of custom_metrics from nowhere");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static ced_parser *parser = ced_parser_create(true, 1);
  static ced_parser *terse = ced_parser_create(false, 1);
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
  if (ced_parser_decode(terse, reinterpret_cast<const uint8_t *>(padded.data()), size) != ours) fail("terse differs");
  if (ced_parser_metrics(terse)->left_out != ced_parser_metrics(parser)->left_out) fail("terse leaves out others");
  return 0;
}
