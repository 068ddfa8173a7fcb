#pragma once

#include "CEventDecoder.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

// The entries of objects within custom_metrics, by their joined names, until it is known which of these names stand in
// custom_metrics itself. There is room for as many as can be listed.
class joined_metrics {
 public:
  void clear() { name_count = value_count = 0; }

  // Begins a path with the name of an object; its length in bytes, 0 if it is empty or too long.
  size_t begin(const uint8_t *name, size_t length) { return write(0, name, length); }

  // Puts another name behind the first `prefix` bytes of the path; its length, 0 if it is too long.
  size_t extend(size_t prefix, const uint8_t *name, size_t length) {
    if (prefix == 0 || prefix == CED_JOINED_LENGTH) return 0;
    path[prefix] = '.';
    return write(prefix + 1, name, length);
  }

  // The low half of the hash of the first `length` bytes of the path.
  uint64_t hash(size_t length, uint64_t seed) const { return ced_hash(path, length, seed).low; }

  // False if the name of that hash is there already.
  bool is_new(uint64_t hash) const {
    for (uint32_t i = 0; i < name_count; i++) {
      if (names_[i].key_hash == hash) return false;
    }
    return true;
  }

  // Adds a value of the first `length` bytes of the path; false if there is no room. Values of one name come in a row.
  bool add(size_t length, uint64_t hash, const ced_value &value) {
    if (value_count == CED_METRICS) return false;
    if (name_count == 0 || names_[name_count - 1].key_hash != hash) {
      if (name_count == CED_JOINED_NAMES) return false;
      std::memcpy(bytes[name_count], path, length);
      names_[name_count] = {bytes[name_count], uint32_t(length), CED_KEYS, hash, true, nullptr};
      name_count++;
    }
    owners[value_count] = uint8_t(name_count - 1);
    values[value_count++] = value;
    return true;
  }

  uint32_t names() const { return name_count; }
  const ced_metric &name(uint32_t number) const { return names_[number]; }

  // Calls `body` with each value of a name.
  template <typename Body>
  void for_each_of(uint32_t name, Body body) const {
    for (uint32_t i = 0; i < value_count; i++) {
      if (owners[i] == name) body(values[i]);
    }
  }

 private:
  uint8_t path[CED_JOINED_LENGTH];
  uint8_t bytes[CED_JOINED_NAMES][CED_JOINED_LENGTH];
  ced_metric names_[CED_JOINED_NAMES];
  uint32_t name_count = 0;
  ced_value values[CED_METRICS];
  uint8_t owners[CED_METRICS];
  uint32_t value_count = 0;

  size_t write(size_t at, const uint8_t *name, size_t length) {
    if (length > CED_JOINED_LENGTH - at) return 0;
    std::memcpy(path + at, name, length);
    return at + length;
  }
};
