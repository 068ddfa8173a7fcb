#ifndef CVTERM_H
#define CVTERM_H

// For tests: a terminal emulator (libvterm) and pseudo-terminals, in plain functions. Swift cannot import libvterm's bit
// fields, nor fork.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// --- emulator.c

typedef struct emulator emulator;

/// What a colour of a cell is.
enum { EMULATOR_OWN_COLOR, EMULATOR_PALETTE, EMULATOR_RGB };

typedef struct {
  int kind;
  /// The palette's number.
  int number;
  uint8_t red, green, blue;
} emulator_color;

typedef struct {
  /// The character and the marks over it; 0 after the last. All 0 where nothing is drawn.
  uint32_t scalars[6];
  /// 2 for the left half of a wide character, else 1.
  int width;
  bool is_bold, is_underlined, is_reverse;
  emulator_color foreground, background;
} emulator_cell;

emulator *emulator_new(int rows, int columns);
void emulator_free(emulator *terminal);
void emulator_resize(emulator *terminal, int rows, int columns);
void emulator_write(emulator *terminal, const uint8_t *bytes, size_t length);
/// Takes what the emulator answers; how many bytes were stored.
size_t emulator_answers(emulator *terminal, uint8_t *bytes, size_t capacity);
void emulator_get_cell(emulator *terminal, int row, int column, emulator_cell *cell);
void emulator_get_cursor(emulator *terminal, int *row, int *column);
bool emulator_cursor_is_visible(emulator *terminal);
bool emulator_is_alternate(emulator *terminal);
int emulator_bells(emulator *terminal);

// --- pty.c

/// A new pseudo-terminal of a size; false and errno if there is none.
bool pty_open(int rows, int columns, int *master, int *slave);
/// Gives it another size; its foreground processes get SIGWINCH.
void pty_resize(int master, int rows, int columns);
/// Opens its device anew, without blocking; -1 and errno if that fails.
int pty_reopen(int slave);
/// Its modes as four numbers (input, output, control, local).
bool pty_modes(int descriptor, uint32_t modes[4]);

/// Starts a program that the terminal controls. `input` and `errors` take the place of the terminal as its standard
/// input and error unless they are negative. Returns its id, or -1 and errno.
int pty_spawn(int slave, const char *path, char *const arguments[], char *const environment[], int input, int errors);
/// Starts a program without a terminal, in `folder` (null for the present one), with those descriptors as its 0, 1 and 2 (-1
/// for a closed one) and no others. The process, or -1 with errno. A program that cannot be run ends with 127.
int child_spawn(
  const char *path, char *const arguments[], char *const environment[], const char *folder, const int descriptors[3]);

/// 0 while it runs; 1 if it ended by itself with `status`, 2 if by a signal, then `status` is its number. -1: no such child.
int pty_poll_child(int process, int *status);
/// Sends a signal to a process, or to a group if negative.
void pty_kill(int process, int number);

/// Waits for bytes; how many came, 0 if none in time, -1 if nothing holds the other end.
long pty_read(int master, uint8_t *bytes, size_t capacity, int timeout_milliseconds);
/// Writes all; false if that fails.
bool pty_write(int master, const uint8_t *bytes, size_t length);
void pty_close(int descriptor);

#endif
