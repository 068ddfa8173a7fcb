#define _GNU_SOURCE
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// How long giving the terminal back may wait for one that takes no bytes.
enum { patience_milliseconds = 200 };
// The most that is shown of what came on standard error while the screen was on.
enum { stderr_shown = 64 * 1024 };

static int device = -1;
static pid_t owner;
static struct termios cooked;
static struct termios raw;
static uint8_t leave[1024];
static size_t leave_length;
static int terminal_stderr = -1;
static int memory_stderr = -1;
// The screen is on. A handler reads it, and clears it so that the terminal is given back once.
static volatile sig_atomic_t is_taken;

int tty_open(void) {
  if (!isatty(STDOUT_FILENO)) {
    errno = ENOTTY;
    return -1;
  }
  // An open file of our own can be non-blocking without harm to those who share standard output with us.
  const int flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK;
  if (tcgetsid(STDOUT_FILENO) == getsid(0)) return open("/dev/tty", flags);
  char path[128];
  int error = ttyname_r(STDOUT_FILENO, path, sizeof path);
  if (error) {
    errno = error;
    return -1;
  }
  return open(path, flags);
}

void tty_close(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}

bool tty_size(int descriptor, int *rows, int *columns) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return true;
}

void tty_write_patiently(int descriptor, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(descriptor, bytes, length);
    if (count > 0) {
      bytes += count;
      length -= (size_t)count;
    } else if (count < 0 && errno == EAGAIN) {
      struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
      if (poll(&wait, 1, patience_milliseconds) == 0) return;
    } else if (count == 0 || errno != EINTR) {
      return;
    }
  }
}

// What is written to standard error would lie over the screen and be gone with it: a library's complaint, or Swift's
// reason for a crash. It waits in a memory file until the terminal is given back.
static void hold_stderr(void) {
  if (terminal_stderr < 0 && isatty(STDERR_FILENO)) {
    memory_stderr = memfd_create("stderr", MFD_CLOEXEC);
    if (memory_stderr >= 0) terminal_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  }
  if (terminal_stderr >= 0) dup2(memory_stderr, STDERR_FILENO);
}

static void show_stderr(void) {
  if (terminal_stderr < 0) return;
  dup2(terminal_stderr, STDERR_FILENO);
  off_t end = lseek(memory_stderr, 0, SEEK_END);
  lseek(memory_stderr, end > stderr_shown ? end - stderr_shown : 0, SEEK_SET);
  uint8_t bytes[512];
  ssize_t count;
  while ((count = read(memory_stderr, bytes, sizeof bytes)) > 0)
    tty_write_patiently(terminal_stderr, bytes, (size_t)count);
  if (ftruncate(memory_stderr, 0) == 0) lseek(memory_stderr, 0, SEEK_SET);
}

void tty_restore(void) {
  if (!is_taken || getpid() != owner) return;
  int error = errno;
  is_taken = 0;
  // In the background the terminal is another's by now; -1 if it is not the one that controls this process.
  pid_t foreground = tcgetpgrp(device);
  if (foreground < 0 || foreground == getpgrp()) {
    tty_write_patiently(device, leave, leave_length);
    tcsetattr(device, TCSANOW, &cooked);
  }
  show_stderr();
  errno = error;
}

// Signals that end a process unless it says otherwise, but for those that come as events. For the first of them the Swift runtime
// may have handlers of its own, which report a crash and leave the terminal as it is: ours replace them.
static const int fatal_signals[] = {SIGSEGV, SIGBUS,  SIGILL,  SIGFPE,  SIGABRT, SIGTRAP, SIGQUIT,
                                    SIGSYS,  SIGXCPU, SIGXFSZ, SIGPIPE, SIGALRM, SIGUSR1, SIGUSR2};
enum { runtime_signals = 7, fatal_count = sizeof fatal_signals / sizeof *fatal_signals };
static struct sigaction former_actions[fatal_count];

static void end_process(int number) {
  tty_restore();
  // Delivered once this handler returns: the process then ends by the same signal.
  signal(number, SIG_DFL);
  raise(number);
}

static void catch_fatal_signals(void) {
  // For the main thread's overflown stack.
  static uint8_t alternate[64 * 1024];
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && present.ss_flags & SS_DISABLE) {
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof alternate};
    sigaltstack(&stack, NULL);
  }
  struct sigaction action = {.sa_handler = end_process, .sa_flags = SA_ONSTACK};
  sigfillset(&action.sa_mask);
  for (int index = 0; index < fatal_count; index++) {
    sigaction(fatal_signals[index], NULL, &former_actions[index]);
    bool is_default = !(former_actions[index].sa_flags & SA_SIGINFO) && former_actions[index].sa_handler == SIG_DFL;
    bool is_ignored = former_actions[index].sa_handler == SIG_IGN;
    if (is_default || (index < runtime_signals && !is_ignored)) sigaction(fatal_signals[index], &action, NULL);
  }
}

static void release_fatal_signals(void) {
  for (int index = 0; index < fatal_count; index++) {
    struct sigaction present;
    sigaction(fatal_signals[index], NULL, &present);
    if (present.sa_handler == end_process) sigaction(fatal_signals[index], &former_actions[index], NULL);
  }
}

int tty_take(int descriptor, const uint8_t *leaving, size_t length) {
  static bool is_registered;
  if (length > sizeof leave) return ENOMEM;
  if (tcgetattr(descriptor, &cooked) != 0) return errno;
  raw = cooked;
  cfmakeraw(&raw);
  memcpy(leave, leaving, length);
  leave_length = length;
  device = descriptor;
  owner = getpid();
  if (!is_registered) is_registered = atexit(tty_restore) == 0;
  catch_fatal_signals();
  tty_retake();
  return 0;
}

void tty_retake(void) {
  if (device < 0) return;
  tcsetattr(device, TCSANOW, &raw);
  hold_stderr();
  is_taken = 1;
}

void tty_release(void) {
  if (device < 0 || getpid() != owner) return;
  tty_restore();
  release_fatal_signals();
  if (terminal_stderr >= 0) close(terminal_stderr);
  if (memory_stderr >= 0) close(memory_stderr);
  terminal_stderr = memory_stderr = device = -1;
}

long tty_write(int descriptor, const uint8_t *bytes, size_t length) {
  ssize_t count;
  do count = write(descriptor, bytes, length);
  while (count < 0 && errno == EINTR);
  return count >= 0 ? count : errno == EAGAIN ? 0 : -1;
}

long tty_read(int descriptor, uint8_t *bytes, size_t capacity) {
  ssize_t count;
  do count = read(descriptor, bytes, capacity);
  while (count < 0 && errno == EINTR);
  return count > 0 ? count : count < 0 && errno == EAGAIN ? 0 : -1;
}
