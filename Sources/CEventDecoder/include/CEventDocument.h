// A whole JSON line as simdjson's own parser leaves it: a tape of words and the texts of its strings, handed out as they
// are. Lines of foreign formats are read by this, since any of their keys may matter; native lines are not, since it costs
// more than the walk of CEventDecoder.h.
#ifndef CEVENTDOCUMENT_H
#define CEVENTDOCUMENT_H

#include <stdint.h>
#include <stddef.h>

#include "CEventDecoder.h"

#ifdef __cplusplus
extern "C" {
#endif

// The tape: the highest byte of a word is its type, the rest its payload.
//   { [ "   the payload's low 32 bits are the index behind the end of the object or list; of a string, where in `strings`
//           its length (32 bits) stands, with its bytes behind
//   l u d   a number: signed, unsigned, double; the next word holds it
//   t f n   true, false, null
// The first value stands at index 1.
typedef struct {
  const uint64_t *words;
  const uint8_t *strings;
} ced_tape;

typedef struct ced_document ced_document;

// A parser and the room for one document, for one thread at a time; null if there is no memory.
ced_document *ced_document_create(void);
void ced_document_destroy(ced_document *document);

// Parses the `length` bytes at `bytes`, behind which 64 more must be readable, and validates all of them. The tape holds
// until the next call with the same document. 64 bytes behind each of its strings are readable.
ced_result ced_document_parse(ced_document *document, const uint8_t *bytes, size_t length, ced_tape *tape);

#ifdef __cplusplus
}
#endif
#endif
