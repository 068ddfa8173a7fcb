#pragma once

#include "CEventDecoder.h"

// The number of a key that is looked for, or CED_KEYS for any other.
uint32_t find_key(const uint8_t *key, size_t length);
