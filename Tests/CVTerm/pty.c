#define _GNU_SOURCE
#include "CVTerm.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

bool pty_open(int rows, int columns, int *master, int *slave) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  if (openpty(master, slave, NULL, NULL, &size) != 0) return false;
  fcntl(*master, F_SETFD, FD_CLOEXEC);
  fcntl(*slave, F_SETFD, FD_CLOEXEC);
  return true;
}

void pty_resize(int master, int rows, int columns) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  ioctl(master, TIOCSWINSZ, &size);
}

int pty_reopen(int slave) {
  char path[128];
  int error = ttyname_r(slave, path, sizeof path);
  if (error) {
    errno = error;
    return -1;
  }
  return open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
}

bool pty_modes(int descriptor, uint32_t modes[4]) {
  struct termios found;
  if (tcgetattr(descriptor, &found) != 0) return false;
  modes[0] = found.c_iflag;
  modes[1] = found.c_oflag;
  modes[2] = found.c_cflag;
  modes[3] = found.c_lflag;
  return true;
}

// What the tests ignore or block is no business of the programs that they start.
static void forget_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

int pty_spawn(int slave, const char *path, char *const arguments[], char *const environment[], int input, int errors) {
  pid_t process = fork();
  if (process != 0) return process;
  // Only async-signal-safe calls from here on: other threads of the parent may have held locks.
  forget_signals();
  setsid();
  ioctl(slave, TIOCSCTTY, 0);
  if (dup2(input < 0 ? slave : input, STDIN_FILENO) < 0 || dup2(slave, STDOUT_FILENO) < 0 ||
      dup2(errors < 0 ? slave : errors, STDERR_FILENO) < 0)
    _exit(126);
  execve(path, arguments, environment);
  _exit(127);
}

int child_spawn(
  const char *path, char *const arguments[], char *const environment[], const char *folder, const int descriptors[3]) {
  pid_t process = fork();
  if (process != 0) return process;
  // Only async-signal-safe calls from here on: other threads of the parent may have held locks.
  forget_signals();
  int copies[3];
  // First out of the way, so that none overwrites another that is still needed.
  for (int number = 0; number < 3; number++)
    copies[number] = descriptors[number] < 0 ? -1 : fcntl(descriptors[number], F_DUPFD, 3);
  for (int number = 0; number < 3; number++) {
    if (copies[number] < 0)
      close(number);
    else if (dup2(copies[number], number) < 0)
      _exit(126);
  }
  closefrom(3);
  if (folder && chdir(folder) != 0) _exit(126);
  execve(path, arguments, environment);
  _exit(127);
}

int pty_poll_child(int process, int *status) {
  int raw = 0;
  pid_t found = waitpid(process, &raw, WNOHANG);
  if (found <= 0) return (int)found;
  *status = WIFSIGNALED(raw) ? WTERMSIG(raw) : WEXITSTATUS(raw);
  return WIFSIGNALED(raw) ? 2 : 1;
}

void pty_kill(int process, int number) { kill(process, number); }

long pty_read(int master, uint8_t *bytes, size_t capacity, int timeout_milliseconds) {
  struct pollfd wait = {.fd = master, .events = POLLIN};
  if (poll(&wait, 1, timeout_milliseconds) <= 0) return 0;
  ssize_t count = read(master, bytes, capacity);
  return count > 0 ? count : count < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

bool pty_write(int master, const uint8_t *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(master, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes += count;
    length -= (size_t)count;
  }
  return true;
}

void pty_close(int descriptor) {
  if (descriptor >= 0) close(descriptor);
}
