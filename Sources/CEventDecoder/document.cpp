#include "CEventDocument.h"

#include <simdjson.h>

#include <memory>
#include <new>

namespace {

constexpr size_t maximum_depth = 512;
constexpr size_t smallest_capacity = 16384;
// Room for a line beyond this is given back once shorter ones come.
constexpr size_t kept_capacity = 4 << 20;

}  // namespace

struct ced_document {
  std::unique_ptr<simdjson::dom::parser> parser;

  ced_result parse(const uint8_t *bytes, size_t length, ced_tape &tape);

 private:
  bool prepare(size_t length);
};

bool ced_document::prepare(size_t length) {
  const bool is_oversized = parser && parser->capacity() > kept_capacity && length < kept_capacity / 2;
  if (!parser || is_oversized) parser.reset(new (std::nothrow) simdjson::dom::parser());
  if (!parser) return false;
  if (parser->capacity() >= length && parser->capacity() > 0) return true;
  const size_t capacity = length < smallest_capacity ? smallest_capacity : length + length / 4;
  // The second allocation is that of the tape and the strings, for which the parser's own is not enough.
  return parser->allocate(capacity, maximum_depth) == simdjson::SUCCESS &&
         parser->doc.allocate(capacity) == simdjson::SUCCESS;
}

ced_result ced_document::parse(const uint8_t *bytes, size_t length, ced_tape &tape) {
  if (!prepare(length)) return CED_NO_MEMORY;
  simdjson::dom::element root;
  const auto error = parser->parse(bytes, length, false).get(root);
  if (error == simdjson::MEMALLOC) return CED_NO_MEMORY;
  if (error) return ced_is_utf8(bytes, length) ? CED_NOT_JSON : CED_INVALID_UTF8;
  tape = {parser->doc.tape.get(), parser->doc.string_buf.get()};
  return root.is_object() ? CED_OK : CED_NOT_AN_OBJECT;
}

size_t ced_find(const uint8_t *bytes, size_t length, const uint8_t *text, size_t text_length) {
  const void *found = memmem(bytes, length, text, text_length);
  return found ? size_t(static_cast<const uint8_t *>(found) - bytes) : length;
}

ced_document *ced_document_create(void) { return new (std::nothrow) ced_document(); }
void ced_document_destroy(ced_document *document) { delete document; }
ced_result ced_document_parse(ced_document *document, const uint8_t *bytes, size_t length, ced_tape *tape) {
  return document->parse(bytes, length, *tape);
}
