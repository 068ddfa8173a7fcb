#ifndef CNCURSES_H
#define CNCURSES_H

// The terminal in plain functions: ncurses composes frames (screen_…), a device takes them (tty_…). Swift cannot import
// ncurses's macros, variadic functions and globals, nor may a signal handler be written in it.
//
// The state behind these functions is the process's: one screen, one device at a time, used by one thread. Only
// tty_eventfd_signal may be called by any thread.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- screen.c: from cells to the bytes of a frame. Nothing here touches the terminal.

/// What a cell shows.
typedef struct {
  /// A character; 0 for the right half of a wide one.
  uint32_t scalar;
  /// A combining mark over it, or 0.
  uint32_t mark;
  /// SCREEN_BOLD and its like.
  uint16_t emphasis;
  /// From screen_pair, or 0 for the terminal's own colours.
  int32_t pair;
} screen_cell;

enum { SCREEN_BOLD = 1, SCREEN_UNDERLINE = 2, SCREEN_REVERSE = 4 };

/// Takes the character classes of the environment's locale (LC_CTYPE only, so that numbers keep their point); true if
/// its encoding is UTF-8.
bool screen_set_locale(void);

/// Whether there is a terminfo entry of that name.
bool screen_has_entry(const char *term);
/// Whether that entry takes red, green and blue, 8 bits each.
bool screen_entry_is_direct(const char *term);

enum { SCREEN_OPEN = 0, SCREEN_NO_CURSOR = 1, SCREEN_NO_MEMORY = 2 };

/// Starts a screen of a kind that has an entry; `with_color` false never sends a colour. SCREEN_OPEN if it worked.
int screen_open(const char *term, int height, int width, bool with_color, bool is_unicode);
/// Frees it; bytes not taken are lost.
void screen_close(void);

/// How many colours the entry has: 0 for none.
int screen_colors(void);
/// Whether the entry takes red, green and blue, 8 bits each.
bool screen_is_direct(void);
/// How many of a direct-colour entry's numbers stand for the palette, from 0.
int screen_palette_in_direct(void);
/// A pair of that number for two colours (-1: the terminal's own); false if there are no more.
bool screen_pair(int pair, int foreground, int background);

/// Sets a row's cells from the left. What the terminal would show in another width than its cells say becomes `?`.
void screen_put_row(int row, const screen_cell *cells, int count);
/// Gives the screen another size; the next frame repaints it.
void screen_resize(int height, int width);
/// The terminal shows something else: the next frame enters it anew and repaints everything.
void screen_forget(void);

/// The bytes that bring the terminal from the last frame to this one, valid until the next call. The cursor is hidden
/// if `cursor_row` is negative.
size_t screen_frame(int cursor_row, int cursor_column, const uint8_t **bytes);
/// The bytes that put all modes back that frames set. Returns how many were stored.
size_t screen_leaving(uint8_t *bytes, size_t capacity);
/// The bell's bytes, as of screen_leaving.
size_t screen_bell(uint8_t *bytes, size_t capacity);
/// The bytes of a key by the name of its capability (`kcuu1`), or NULL.
const char *screen_key(const char *capability);

// --- device.c: the terminal's device, raw and given back.

/// Opens the terminal of standard output for reading and writing, without blocking; -1 and errno if there is none.
int tty_open(void);
void tty_close(int descriptor);
/// Its size in cells; false if it does not know it.
bool tty_size(int descriptor, int *rows, int *columns);

/// Makes it raw, keeps `leaving` for giving it back, catches the signals that end a process and keeps what is written
/// to standard error off the screen. 0 or errno.
int tty_take(int descriptor, const uint8_t *leaving, size_t length);
/// Makes it raw again after tty_restore or after the process was stopped.
void tty_retake(void);
/// Gives it back: sends `leaving`, sets the old modes, shows what came on standard error. Async-signal-safe; without
/// effect while it is given back, in a forked child, and in the background.
void tty_restore(void);
/// tty_restore, and lets go of the signals as well.
void tty_release(void);

/// Writes without blocking: how many bytes went, 0 if it takes none now, -1 if it is gone.
long tty_write(int descriptor, const uint8_t *bytes, size_t length);
/// Writes all, waiting a moment for a terminal that takes none; what it does not take then is dropped. Async-signal-safe.
void tty_write_patiently(int descriptor, const uint8_t *bytes, size_t length);
/// Reads without blocking: how many bytes came, 0 if there are none, -1 if it is gone.
long tty_read(int descriptor, uint8_t *bytes, size_t capacity);

// --- signals.c: signals as bytes in a pipe.

enum { TTY_TERMINATE = 't', TTY_INTERRUPT = 'i', TTY_HANGUP = 'h', TTY_SUSPEND = 'z', TTY_CONTINUE = 'c', TTY_RESIZE = 'w' };

/// Catches SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH; the descriptor on which they come, or -1 and errno.
int tty_signals_start(void);
/// Gives the signals back. A program that is ending does not want the hang-up of a window that closes meanwhile.
void tty_signals_stop(bool is_ending);
/// Takes signals that came: one byte each, as of TTY_TERMINATE. Returns how many.
long tty_signals_take(uint8_t *signals, size_t capacity);
/// Stops the process group as the terminal's Ctrl-Z would; returns once it is continued, or at once where no shell can.
void tty_stop(void);

// --- wake.c: waking and waiting.

/// A new event counter, or -1 and errno.
int tty_eventfd(void);
/// Makes it readable. Any thread.
void tty_eventfd_signal(int descriptor);
/// Takes what was signalled; false if nothing was.
bool tty_eventfd_take(int descriptor);

enum { TTY_READABLE = 1, TTY_WRITABLE = 2, TTY_GONE = 4 };

/// Waits for the terminal (also to take bytes, if `wants_write`), the event counter or signals.
/// Returns TTY_READABLE and its like for the terminal, 0 if only the others or nothing happened.
int tty_wait(int terminal, bool wants_write, int wake, int signals, int64_t timeout_nanoseconds);

#endif
