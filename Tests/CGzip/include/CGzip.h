#ifndef CGZIP_H
#define CGZIP_H

// Compression for tests, as the program itself only reads what others compressed.

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

/// The most bytes that gzip_member writes for `count` bytes.
static inline size_t gzip_bound(size_t count) { return compressBound((uLong)count) + 64; }

/// Writes one gzip member; returns how many bytes it has, 0 if it did not work.
static inline size_t gzip_member(const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)(uintptr_t)input;
  stream.avail_in = (uInt)count;
  stream.next_out = output;
  stream.avail_out = (uInt)capacity;
  int outcome = deflate(&stream, Z_FINISH);
  size_t written = capacity - stream.avail_out;
  deflateEnd(&stream);
  return outcome == Z_STREAM_END ? written : 0;
}

#endif
