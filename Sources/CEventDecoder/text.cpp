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

// Multiply and fold (128-bit products), eight bytes at a time.
uint64_t ced_hash(const uint8_t *bytes, size_t length, uint64_t seed) {
  auto mix = [](uint64_t a, uint64_t b) {
    unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return uint64_t(product) ^ uint64_t(product >> 64);
  };
  uint64_t hash = mix(seed ^ 0x9E3779B97F4A7C15u, length ^ 0xD6E8FEB86659FD93u);
  while (length >= 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    hash = mix(hash ^ word, 0xA0761D6478BD642Fu);
    bytes += 8;
    length -= 8;
  }
  uint64_t word = 0;
  std::memcpy(&word, bytes, length);
  return mix(hash ^ word, 0xE7037ED1A0B428DBu ^ seed);
}
