#ifndef CLINUX_H
#define CLINUX_H

// The parts of Linux that Swift does not import by itself. Plain static functions only. _GNU_SOURCE must not be set
// here: it would change structures that other modules have imported without it.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

/// Whether the program was started without the descriptor 0, 1 or 2. It is open on /dev/null since then.
int cl_was_closed(int descriptor);

/// Who is at the other end of a Unix socket, as the kernel knows it since the connection was made. Laid out as the
/// kernel's struct ucred, which glibc shows with _GNU_SOURCE only.
typedef struct {
  int32_t pid;
  uint32_t uid;
  uint32_t gid;
} cl_peer;

/// Fills `peer` for the connected Unix socket `fd`. 0, or an errno.
static inline int cl_socket_peer(int fd, cl_peer *peer) {
  socklen_t length = sizeof *peer;
  return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &length) == 0 ? 0 : errno;
}

/// Fills `groups`, which holds `*count` of them, with the supplementary groups of the process at the other end of the connected
/// Unix socket `fd`, and `*count` with how many there are. 0, or an errno: ERANGE if there are more than it holds, ENOPROTOOPT
/// where the kernel is older than 4.13.
static inline int cl_socket_peer_groups(int fd, uint32_t *groups, size_t *count) {
  socklen_t length = (socklen_t)(*count * sizeof *groups);
  int failure = getsockopt(fd, SOL_SOCKET, 59 /* SO_PEERGROUPS */, groups, &length) == 0 ? 0 : errno;
  *count = length / sizeof *groups;
  return failure;
}

/// Gives the file at `path` an access control list, or takes it away if there are no bytes. 0, or an errno.
static inline int cl_set_access_list(const char *path, const void *bytes, size_t count) {
  static const char name[] = "system.posix_acl_access";
  return (count > 0 ? setxattr(path, name, bytes, count, 0) : removexattr(path, name)) == 0 ? 0 : errno;
}

/// Limits how many arenas the allocator makes for threads, each of which keeps what was freed in it to itself.
static inline void cl_limit_arenas(int count) { (void)mallopt(M_ARENA_MAX, count); }

/// A counter that wakes up whoever polls it; -1 with errno if there is none left.
static inline int cl_wakeup_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// Makes the counter readable.
static inline void cl_wakeup_signal(int fd) { (void)eventfd_write(fd, 1); }

/// Makes the counter unreadable again.
static inline void cl_wakeup_clear(int fd) {
  eventfd_t value;
  (void)eventfd_read(fd, &value);
}

/// Has every descriptor from `first` on closed when the process replaces itself by another program. 0, or an errno; ENOSYS
/// where the kernel is older than 5.11.
static inline int cl_close_on_exec_from(unsigned first) {
  return syscall(SYS_close_range, first, ~0U, 4 /* CLOSE_RANGE_CLOEXEC */) == 0 ? 0 : errno;
}

/// A descriptor that can be read once the child process has ended; -1 with errno where the kernel is older than 5.3.
static inline int cl_process_open(int32_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

/// Makes a pipe that programs which replace this one do not get. 0, or an errno.
int cl_pipe(int ends[2]);

/// Starts a program in a process group of its own, looked up in the PATH if its name has no slash, with `input` as its standard
/// input, `output` as its standard output and error, no other descriptors, and all signals as they are by default. The lists
/// end with NULL. 0 and the number of the process, or an errno.
int cl_spawn(char *const arguments[], char *const environment[], int input, int output, int32_t *process);

/// A file in memory that nobody else can open; -1 with errno if there is none.
static inline int cl_memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, 1 /* MFD_CLOEXEC */);
}

/// Where the name of a directory's entry begins. Swift imports it as 256 bytes, and copies all of them whenever it is looked at,
/// although the entry may end earlier, at the end of what can be read.
static inline const char *cl_entry_name(const struct dirent *entry) { return entry->d_name; }

/// What a directory's entry is: one of the DT_ numbers.
static inline unsigned char cl_entry_kind(const struct dirent *entry) { return entry->d_type; }

/// One entry of what read(2) gave for an inotify descriptor.
typedef struct {
  int32_t watch;
  uint32_t mask;
  /// The name within a watched folder, ended by a zero byte; empty if the event is about the watched file itself.
  const char *name;
} cl_inotify_event;

/// Reads the event at `bytes[*position]` and moves `*position` behind it; 0 at the end of the `count` bytes.
static inline int cl_inotify_next(const void *bytes, size_t count, size_t *position, cl_inotify_event *event) {
  struct inotify_event header;
  if (count - *position < sizeof header) return 0;
  memcpy(&header, (const char *)bytes + *position, sizeof header);
  if (count - *position - sizeof header < header.len) return 0;
  event->watch = header.wd;
  event->mask = header.mask;
  event->name = header.len > 0 ? (const char *)bytes + *position + sizeof header : "";
  *position += sizeof header + header.len;
  return 1;
}

/// True if changes to the open file `fd` may come from another machine, so that inotify does not tell of all of them.
static inline int cl_is_remote(int fd) {
  struct statfs about;
  if (fstatfs(fd, &about) != 0) return 0;
  switch ((unsigned long)about.f_type & 0xffffffffUL) {
  case 0x6969UL:      // NFS
  case 0x517bUL:      // SMB
  case 0xff534d42UL:  // CIFS
  case 0xfe534d42UL:  // SMB2
  case 0x65735546UL:  // FUSE
  case 0x01021997UL:  // 9P
  case 0x5346414fUL:  // AFS
  case 0x00c36400UL:  // Ceph
    return 1;
  default:
    return 0;
  }
}

// Locks of an open file description, which glibc names with _GNU_SOURCE only: they are held until the last descriptor of
// that description is closed, also by the death of the process, and unlike a process's locks not lost when the process
// closes another descriptor of the same file.
enum { cl_ofd_getlk = 36, cl_ofd_setlk = 37 };

/// Locks the whole open file `fd`. 0, EAGAIN if another one holds it, or an errno.
static inline int cl_lock(int fd) {
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, cl_ofd_setlk, &whole) == 0) return 0;
  return errno == EACCES ? EAGAIN : errno;
}

/// Releases what cl_lock locked, also where a child that has not begun its program yet still has the descriptor.
static inline void cl_unlock(int fd) {
  struct flock whole = {.l_type = F_UNLCK, .l_whence = SEEK_SET};
  fcntl(fd, cl_ofd_setlk, &whole);
}

/// 1 if someone holds the open file `fd` by cl_lock, 0 if no one does, -1 with errno if that cannot be told.
static inline int cl_is_locked(int fd) {
  struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, cl_ofd_getlk, &whole) != 0) return -1;
  return whole.l_type != F_UNLCK;
}

/// From now on every signal that ends or stops the program, or continues it, writes its number as one byte to the pipe `fd`
/// and does nothing else. Ignored ones stay ignored. One caller at a time.
void cl_signals_catch(int fd);
/// From now on they do what they did before.
void cl_signals_release(void);

/// The commit that this was built from, as WRAPTOP_COMMIT said when it was; NULL if it said nothing.
const char *cl_build_commit(void);

/// The system writes no image of this process to a disk when it crashes, and lets no other process of the user look into it.
static inline void cl_forbid_core_dumps(void) { (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#endif
