// Preloaded into a program, counts its allocations and tells how many there were when it ends, on the descriptor that
// ALLOCATIONS_FD names. It hands all calls on to glibc.
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ullong count;

static void note(void) { atomic_fetch_add_explicit(&count, 1, memory_order_relaxed); }

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  note();
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : 12;  // ENOMEM
}

__attribute__((destructor)) static void report(void) {
  const char *descriptor = getenv("ALLOCATIONS_FD");
  if (descriptor) dprintf(atoi(descriptor), "%llu\n", (unsigned long long)atomic_load(&count));
}
