#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

// The keys of one object that were there already, by their hashes. A handful is looked through; only objects with more
// keys need a table, whose storage is kept for the next one.
class seen_keys {
 public:
  enum class answer { first, repeated, no_memory };

  void clear() { count = 0; }

  // Notes a key and tells whether it was there already.
  answer note(uint64_t hash) {
    if (hash == 0) hash = 1;
    if (count <= handful) {
      for (size_t i = 0; i < count; i++) {
        if (few[i] == hash) return answer::repeated;
      }
      if (count < handful) {
        few[count++] = hash;
        return answer::first;
      }
      if (!rebuild(4 * handful, few, handful)) return answer::no_memory;
    }
    if (2 * count >= slots && !grow()) return answer::no_memory;
    if (!insert(hash)) return answer::repeated;
    count++;
    return answer::first;
  }

 private:
  static constexpr size_t handful = 32;

  uint64_t few[handful];
  size_t count = 0;
  std::unique_ptr<uint64_t[]> table;  // open addressing; zero is a free slot
  size_t slots = 0;                   // in use by this object, a power of two
  size_t capacity = 0;

  bool insert(uint64_t hash) {
    size_t at = hash & (slots - 1);
    for (; table[at] != 0; at = (at + 1) & (slots - 1)) {
      if (table[at] == hash) return false;
    }
    table[at] = hash;
    return true;
  }

  bool rebuild(size_t size, const uint64_t *hashes, size_t length) {
    if (capacity < size) {
      table.reset(new (std::nothrow) uint64_t[size]);
      capacity = table ? size : 0;
      if (!table) return false;
    }
    slots = size;
    std::memset(table.get(), 0, slots * sizeof(uint64_t));
    for (size_t i = 0; i < length; i++) {
      if (hashes[i] != 0) insert(hashes[i]);
    }
    return true;
  }

  bool grow() {
    std::unique_ptr<uint64_t[]> old(new (std::nothrow) uint64_t[slots]);
    if (!old) return false;
    std::memcpy(old.get(), table.get(), slots * sizeof(uint64_t));
    return rebuild(4 * slots, old.get(), slots);
  }
};
