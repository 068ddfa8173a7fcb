#pragma once

#include "CEventDecoder.h"

#include <charconv>
#include <cmath>
#include <cstring>

inline constexpr double powers_of_ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline bool is_digit(uint8_t c) { return uint8_t(c - '0') < 10; }

// Reads the JSON number at `from` into `value`. Returns where it ends, or null if there is none or it is beyond what a
// 64-bit integer or a double holds. 64 bytes behind it must be readable, and the first of them not belong to a number.
inline const uint8_t *parse_number(const uint8_t *from, ced_value &value) {
  const uint8_t *p = from;
  const bool negative = *p == '-';
  p += negative;
  if (!is_digit(*p)) return nullptr;
  if (*p == '0' && is_digit(p[1])) return nullptr;

  const uint8_t *const first = p;
  uint64_t mantissa = 0;
  int32_t exponent = 0;
  bool integer = true;
  auto digits = [&] {
    for (; is_digit(*p); p++) mantissa = mantissa * 10 + uint64_t(*p - '0');
  };
  digits();
  if (*p == '.') {
    integer = false;
    const uint8_t *fraction = ++p;
    digits();
    if (p == fraction || p - fraction > 1'000'000) return nullptr;
    exponent = -int32_t(p - fraction);
  }
  // Digits since the first that is not zero; only a number with many digits needs them counted.
  const ptrdiff_t written_digits = p - first - !integer;
  ptrdiff_t significant = written_digits;
  if (written_digits > 19) {
    for (const uint8_t *q = first; q < p && (*q == '0' || *q == '.'); q++) significant -= *q == '0';
  }
  if ((*p | 0x20) == 'e') {
    integer = false;
    p++;
    const bool down = *p == '-';
    p += *p == '-' || *p == '+';
    if (!is_digit(*p)) return nullptr;
    int32_t written = 0;
    for (; is_digit(*p); p++) {
      if (written < 100'000'000) written = written * 10 + (*p - '0');
    }
    exponent += down ? -written : written;
  }

  value.negative = negative;
  value.mantissa = mantissa;
  value.exponent = exponent;
  value.exact = significant <= 19;
  if (integer) {
    // Twenty digits may still fit; their product has wrapped around if they do not.
    if (significant > 20 || (significant == 20 && (*first != '1' || mantissa < 10000000000000000000u))) {
      return nullptr;
    }
    if (negative && mantissa > uint64_t(1) << 63) return nullptr;
    value.exact = true;
    value.number = negative ? -double(mantissa) : double(mantissa);
    return p;
  }
  // A product or quotient of two doubles that are exact is rounded once, so it is the nearest double.
  if (value.exact && mantissa <= uint64_t(1) << 53 && exponent >= -22 && exponent <= 22) {
    double m = double(mantissa);
    m = exponent < 0 ? m / powers_of_ten[-exponent] : m * powers_of_ten[exponent];
    value.number = negative ? -m : m;
    return p;
  }
  if (mantissa == 0 && value.exact) {
    value.number = negative ? -0.0 : 0.0;
    return p;
  }
  auto read = std::from_chars(reinterpret_cast<const char *>(from), reinterpret_cast<const char *>(p), value.number);
  if (read.ec == std::errc::result_out_of_range) {
    // Too small is zero, too large is beyond a double: the decimal place of the first digit tells which.
    bool small = value.exact ? exponent < -19 : exponent + significant - 20 < 0;
    if (!small) return nullptr;
    value.number = negative ? -0.0 : 0.0;
  } else if (read.ec != std::errc()) {
    return nullptr;
  }
  return std::isfinite(value.number) ? p : nullptr;
}

// Makes a text that is nothing but a JSON number that number; any other text stays as it is.
inline void read_decimal(ced_value &text) {
  constexpr size_t longest = 128;
  if (text.length == 0 || text.length > longest) return;
  uint8_t digits[longest + 64] = {};
  std::memcpy(digits, text.text, text.length);
  ced_value number = text;
  number.kind = CED_NUMBER;
  if (parse_number(digits, number) == digits + text.length) text = number;
}
