#pragma once

#include "CEventDecoder.h"

// Reads the JSON number at `from` into `value`. Returns where it ends, or null if there is none or it is beyond what a
// 64-bit integer or a double holds. 64 bytes behind it must be readable, and the first of them not belong to a number.
const uint8_t *parse_number(const uint8_t *from, ced_value &value);
