#include "text.h"

#include "CEventDecoder.h"

#include <simdjson.h>

#include <cstring>

namespace {

int hex_digit(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The four hexadecimal digits at `from`, or -1.
int32_t code_unit(const uint8_t *from, const uint8_t *end) {
  if (end - from < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_digit(from[i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

uint8_t *append_utf8(uint8_t *to, uint32_t scalar) {
  if (scalar < 0x80) {
    *to++ = uint8_t(scalar);
  } else if (scalar < 0x800) {
    *to++ = uint8_t(0xC0 | scalar >> 6);
    *to++ = uint8_t(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    *to++ = uint8_t(0xE0 | scalar >> 12);
    *to++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    *to++ = uint8_t(0x80 | (scalar & 0x3F));
  } else {
    *to++ = uint8_t(0xF0 | scalar >> 18);
    *to++ = uint8_t(0x80 | (scalar >> 12 & 0x3F));
    *to++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
    *to++ = uint8_t(0x80 | (scalar & 0x3F));
  }
  return to;
}

}  // namespace

uint8_t *unescape(const uint8_t *from, size_t length, uint8_t *to) {
  const uint8_t *end = from + length;
  while (from < end) {
    const void *found = std::memchr(from, '\\', size_t(end - from));
    const uint8_t *escape = found ? static_cast<const uint8_t *>(found) : end;
    std::memcpy(to, from, size_t(escape - from));
    to += escape - from;
    if (escape == end) break;
    if (end - escape < 2) return nullptr;
    from = escape + 2;
    switch (escape[1]) {
      case '"': *to++ = '"'; break;
      case '\\': *to++ = '\\'; break;
      case '/': *to++ = '/'; break;
      case 'b': *to++ = '\b'; break;
      case 'f': *to++ = '\f'; break;
      case 'n': *to++ = '\n'; break;
      case 'r': *to++ = '\r'; break;
      case 't': *to++ = '\t'; break;
      case 'u': {
        int32_t unit = code_unit(from, end);
        if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000)) return nullptr;
        from += 4;
        uint32_t scalar = uint32_t(unit);
        if (unit >= 0xD800 && unit < 0xDC00) {
          if (end - from < 6 || from[0] != '\\' || from[1] != 'u') return nullptr;
          int32_t low = code_unit(from + 2, end);
          if (low < 0xDC00 || low >= 0xE000) return nullptr;
          scalar = 0x10000 + ((scalar - 0xD800) << 10) + uint32_t(low - 0xDC00);
          from += 6;
        }
        to = append_utf8(to, scalar);
        break;
      }
      default: return nullptr;
    }
  }
  return to;
}

bool ced_is_utf8(const uint8_t *bytes, size_t length) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}

namespace {

uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return uint64_t(product) ^ uint64_t(product >> 64);
}

template <typename Word>
Word load(const uint8_t *from) {
  Word word;
  std::memcpy(&word, from, sizeof word);
  return word;
}

}  // namespace

// Multiplies and folds, eight bytes at a time; the two halves do not depend on each other. The last eight may overlap
// those before them, since the length is part of the hash.
ced_fingerprint ced_hash(const uint8_t *bytes, size_t length, uint64_t seed) {
  uint64_t high = fold(seed ^ 0x9E3779B97F4A7C15u, length ^ 0xD6E8FEB86659FD93u);
  uint64_t low = fold(~seed ^ 0xC2B2AE3D27D4EB4Fu, length ^ 0x165667B19E3779F9u);
  auto take = [&](uint64_t word) {
    high = fold(high ^ word, 0xA0761D6478BD642Fu);
    low = fold(low ^ word, 0x8EBC6AF09C88C6E3u);
  };
  if (length >= 8) {
    for (; length > 8; bytes += 8, length -= 8) take(load<uint64_t>(bytes));
    take(load<uint64_t>(bytes + length - 8));
  } else if (length >= 4) {
    take(load<uint32_t>(bytes) | uint64_t(load<uint32_t>(bytes + length - 4)) << 32);
  } else if (length > 0) {
    take(bytes[0] | uint64_t(bytes[length / 2]) << 8 | uint64_t(bytes[length - 1]) << 16);
  }
  return {fold(high, 0xE7037ED1A0B428DBu ^ seed), fold(low, 0x589965CC75374CC3u ^ seed)};
}
