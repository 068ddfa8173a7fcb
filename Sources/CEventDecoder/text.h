#pragma once

#include <cstdint>
#include <cstddef>

// Writes the `length` bytes at `from`, a JSON string without its quotes, to `to` with its escapes resolved. Returns
// where the text ends, or null for an escape that is none, a lone surrogate included. `to` needs `length` bytes.
uint8_t *unescape(const uint8_t *from, size_t length, uint8_t *to);
