#include "CLinux.h"

#include <signal.h>
#include <unistd.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
enum { caught_count = sizeof caught / sizeof *caught };

static struct sigaction former[caught_count];
static volatile sig_atomic_t told = -1;

static void tell(int number) {
  int error = errno;
  unsigned char byte = (unsigned char)number;
  ssize_t written = write(told, &byte, 1);
  (void)written;
  errno = error;
}

void cl_signals_catch(int fd) {
  told = fd;
  struct sigaction action = {.sa_handler = tell, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < caught_count; index++) {
    sigaction(caught[index], NULL, &former[index]);
    // Who started us has said that this one is not for us.
    if (former[index].sa_handler != SIG_IGN) sigaction(caught[index], &action, NULL);
  }
}

void cl_signals_release(void) {
  for (int index = 0; index < caught_count; index++) sigaction(caught[index], &former[index], NULL);
  told = -1;
}
