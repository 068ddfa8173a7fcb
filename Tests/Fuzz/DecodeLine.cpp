// libFuzzer target: our walk over a line must accept exactly what simdjson's own parser accepts, and agree with it on
// the value of a field. Run by .ci/run; see there for how it is built.
#include "CEventDecoder.h"

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <string>

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
  return 0;
}
