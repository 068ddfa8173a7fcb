#define _GNU_SOURCE
#include "CNcurses.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

int tty_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void tty_eventfd_signal(int descriptor) { eventfd_write(descriptor, 1); }

bool tty_eventfd_take(int descriptor) {
  eventfd_t count;
  return eventfd_read(descriptor, &count) == 0;
}

int tty_wait(int terminal, bool wants_write, int wake, int signals, int64_t timeout_nanoseconds) {
  struct pollfd descriptors[] = {
      {.fd = terminal, .events = (short)(POLLIN | (wants_write ? POLLOUT : 0))},
      {.fd = wake, .events = POLLIN},
      {.fd = signals, .events = POLLIN},
  };
  struct timespec timeout = {.tv_sec = timeout_nanoseconds / 1000000000, .tv_nsec = timeout_nanoseconds % 1000000000};
  if (ppoll(descriptors, 3, timeout_nanoseconds < 0 ? NULL : &timeout, NULL) <= 0) return 0;
  short events = descriptors[0].revents;
  return (events & POLLIN ? TTY_READABLE : 0) | (events & POLLOUT ? TTY_WRITABLE : 0) |
         (events & (POLLHUP | POLLERR | POLLNVAL) ? TTY_GONE : 0);
}
