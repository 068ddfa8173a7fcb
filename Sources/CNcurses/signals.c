#define _GNU_SOURCE
#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static const struct {
  int number;
  uint8_t name;
} caught[] = {
    {SIGTERM, TTY_TERMINATE}, {SIGINT, TTY_INTERRUPT}, {SIGHUP, TTY_HANGUP},
    {SIGTSTP, TTY_SUSPEND},   {SIGCONT, TTY_CONTINUE}, {SIGWINCH, TTY_RESIZE},
};
enum { caught_count = sizeof caught / sizeof *caught };

static struct sigaction former_actions[caught_count];
static int pipe_ends[2] = {-1, -1};
static bool may_stop;

static void note(int number) {
  int error = errno;
  for (int index = 0; index < caught_count; index++) {
    if (caught[index].number != number) continue;
    // A full pipe holds thousands of signals that nobody has looked at; one more tells nothing.
    ssize_t written = write(pipe_ends[1], &caught[index].name, 1);
    (void)written;
  }
  errno = error;
}

static void catch_signal(int number) {
  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

int tty_signals_start(void) {
  if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  for (int index = 0; index < caught_count; index++) {
    sigaction(caught[index].number, NULL, &former_actions[index]);
    catch_signal(caught[index].number);
    if (caught[index].number == SIGTSTP) may_stop = former_actions[index].sa_handler != SIG_IGN;
  }
  return pipe_ends[0];
}

void tty_signals_stop(bool is_ending) {
  if (pipe_ends[0] < 0) return;
  for (int index = 0; index < caught_count; index++) {
    // The kernel says that the window closed before it sends this: by then the program may be storing its last.
    if (is_ending && caught[index].number == SIGHUP) signal(SIGHUP, SIG_IGN);
    else sigaction(caught[index].number, &former_actions[index], NULL);
  }
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  pipe_ends[0] = pipe_ends[1] = -1;
}

long tty_signals_take(uint8_t *signals, size_t capacity) {
  ssize_t count = read(pipe_ends[0], signals, capacity);
  return count > 0 ? count : 0;
}

void tty_stop(void) {
  // A shell without job control says that nothing of it may stop.
  if (!may_stop) return;
  // The others of the group first, as the terminal's Ctrl-Z would; then this thread, so that it does not run on while
  // the signal is on its way to another. The system ignores both if no shell could continue us.
  signal(SIGTSTP, SIG_IGN);
  kill(0, SIGTSTP);
  signal(SIGTSTP, SIG_DFL);
  // A thread of a pool may have the signal blocked.
  sigset_t stop, former;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &former);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &former, NULL);
  catch_signal(SIGTSTP);
}
