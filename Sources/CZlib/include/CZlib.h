#ifndef CZLIB_H
#define CZLIB_H

// Decompression in plain functions: zlib's own interface is macros over a structure that must not move.

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/// The state of a decompression, at a place in memory of its own.
typedef struct {
  z_stream stream;
} cz_inflater;

typedef enum {
  /// Goes on with more input or more space.
  CZ_GOING_ON = 0,
  /// The member is at its end, and its checksum is right.
  CZ_MEMBER_END = 1,
  /// The input is not of the format.
  CZ_DAMAGED = 2,
  CZ_NO_MEMORY = 3,
} cz_outcome;

/// What is around the compressed data, by the number that zlib has for it with the largest window.
typedef enum {
  /// The header and checksum of gzip (RFC 1952).
  CZ_GZIP = MAX_WBITS + 16,
  /// Those of zlib (RFC 1950).
  CZ_ZLIB = MAX_WBITS,
  /// Nothing (RFC 1951).
  CZ_BARE = -MAX_WBITS,
} cz_format;

/// A decompression from the beginning of a member; NULL without memory.
static inline cz_inflater *cz_inflater_new(cz_format format) {
  cz_inflater *inflater = (cz_inflater *)calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  if (inflateInit2(&inflater->stream, (int)format) == Z_OK) return inflater;
  free(inflater);
  return NULL;
}

static inline void cz_inflater_free(cz_inflater *inflater) {
  if (!inflater) return;
  inflateEnd(&inflater->stream);
  free(inflater);
}

/// Begins anew, with the next member.
static inline void cz_inflater_reset(cz_inflater *inflater) { (void)inflateReset(&inflater->stream); }

/// Decompresses from `input` into `output`. Both counts are set to how many bytes were used; they must be under 4 GiB.
static inline cz_outcome cz_inflate(cz_inflater *inflater, const uint8_t *input, size_t *input_count, uint8_t *output,
                                    size_t *output_count) {
  z_stream *stream = &inflater->stream;
  stream->next_in = (Bytef *)(uintptr_t)input;
  stream->avail_in = (uInt)*input_count;
  stream->next_out = output;
  stream->avail_out = (uInt)*output_count;
  int outcome = inflate(stream, Z_NO_FLUSH);
  *input_count -= stream->avail_in;
  *output_count -= stream->avail_out;
  switch (outcome) {
  case Z_OK:
  case Z_BUF_ERROR:
    return CZ_GOING_ON;
  case Z_STREAM_END:
    return CZ_MEMBER_END;
  case Z_MEM_ERROR:
    return CZ_NO_MEMORY;
  default:
    return CZ_DAMAGED;
  }
}

#endif
