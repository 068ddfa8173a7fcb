#include "CLinux.h"

#include <signal.h>
#include <unistd.h>

static unsigned closed_at_start;

// Before main, as the runtimes of Swift and Dispatch open files of their own once it runs.
__attribute__((constructor)) static void open_standard_descriptors(void) {
  for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++) {
    if (fcntl(descriptor, F_GETFD) != -1) continue;
    closed_at_start |= 1u << descriptor;
    // It gets this number, as all smaller ones are open by now.
    (void)open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY);
  }
}

int cl_was_closed(int descriptor) { return closed_at_start >> descriptor & 1; }

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

#ifdef WRAPTOP_COMMIT
#define TEXT(name) #name
#define TEXT_OF(name) TEXT(name)
const char *cl_build_commit(void) { return TEXT_OF(WRAPTOP_COMMIT); }
#else
const char *cl_build_commit(void) { return NULL; }
#endif
