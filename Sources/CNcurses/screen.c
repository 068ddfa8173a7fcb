// ncurses writes its frames into a memory file instead of the terminal: a frame then goes out in one write however large
// it is, a terminal that takes no bytes cannot block us, and a frame is complete before its first byte is sent.
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CNcurses.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include <ncursesw/curses.h>
#include <ncursesw/term.h>

// What is not in every entry, though all terminals of today ignore it if they do not know it.
static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
// Below this a frame cannot be seen half drawn.
enum { synchronized_from = 512 };
// The terminal's own colours; the pairs of screen_pair come behind it.
enum { own_pair = 1 };

static SCREEN *screen;
static FILE *no_input;
static FILE *memory;
static cchar_t *row_cells;
static int row_capacity;
static uint8_t *frame;
static size_t frame_capacity;
static bool unicode;
static bool colored;
static bool entering;
static bool corner_takes_wide;

bool screen_set_locale(void) {
  if (!setlocale(LC_CTYPE, "")) setlocale(LC_CTYPE, "C");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

// A capability, or NULL if it is absent or no string.
static const char *string_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

static bool load_entry(const char *term) {
  int status = 0;
  return setupterm(term, STDERR_FILENO, &status) == OK;
}

bool screen_has_entry(const char *term) {
  if (!load_entry(term)) return false;
  del_curterm(cur_term);
  return true;
}

bool screen_is_direct(void) {
  const char *bits = string_capability("RGB");
  bool by_flag = tigetflag("RGB") > 0 && tigetnum("colors") >= 1 << 24;
  return by_flag || tigetnum("RGB") == 8 || (bits && strcmp(bits, "8/8/8") == 0);
}

bool screen_entry_is_direct(const char *term) {
  if (!load_entry(term)) return false;
  bool is_direct = screen_is_direct();
  del_curterm(cur_term);
  return is_direct;
}

static void set_cell(cchar_t *cell, wchar_t scalar, wchar_t mark, attr_t attributes, int pair) {
  wchar_t text[3] = {scalar, mark, 0};
  pair = colored ? pair + own_pair : 0;
  if (setcchar(cell, text, attributes, 0, &pair) == ERR) setcchar(cell, L"?", attributes, 0, &pair);
}

int screen_open(const char *term, int height, int width, bool with_color, bool is_unicode) {
  unicode = is_unicode;
  entering = true;
  int descriptor = memfd_create("screen", MFD_CLOEXEC);
  memory = descriptor < 0 ? NULL : fdopen(descriptor, "w");
  no_input = fopen("/dev/null", "re");
  if (!memory || !no_input) {
    if (!memory && descriptor >= 0) close(descriptor);
    screen_close();
    return SCREEN_NO_MEMORY;
  }
  // The size that it takes from LINES and COLUMNS, as a memory file has none, is set right below.
  screen = newterm(term, memory, no_input);
  if (!screen || !string_capability("cup")) {
    screen_close();
    return SCREEN_NO_CURSOR;
  }
  // Without it, ncurses fills the last cell of the screen by inserting before it, which halves a wide character there.
  corner_takes_wide = string_capability("rmam") != NULL;
  typeahead(-1);
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  colored = with_color && has_colors();
  if (colored) {
    start_color();
    use_default_colors();
    // What has no colour has a pair all the same: from a colour back to pair 0, ncurses resets all attributes besides.
    cchar_t blank;
    init_extended_pair(own_pair, -1, -1);
    set_cell(&blank, L' ', 0, 0, 0);
    wbkgrndset(stdscr, &blank);
  }
  screen_resize(height, width);
  return SCREEN_OPEN;
}

void screen_close(void) {
  if (screen) {
    endwin();
    delscreen(screen);
    screen = NULL;
  }
  if (memory) fclose(memory);
  if (no_input) fclose(no_input);
  free(row_cells);
  free(frame);
  memory = no_input = NULL;
  row_cells = NULL;
  frame = NULL;
  row_capacity = 0;
  frame_capacity = 0;
}

int screen_colors(void) { return has_colors() ? tigetnum("colors") : 0; }

int screen_palette_in_direct(void) {
  int count = tigetnum("CO");
  return count >= 0 ? count : 8;
}

bool screen_pair(int pair, int foreground, int background) {
  pair += own_pair;
  return pair < COLOR_PAIRS && init_extended_pair(pair, foreground, background) == OK;
}
void screen_put_row(int row, const screen_cell *cells, int count) {
  if (!screen || row < 0 || row >= getmaxy(stdscr)) return;
  if (count > getmaxx(stdscr)) count = getmaxx(stdscr);
  if (count > row_capacity) {
    cchar_t *larger = realloc(row_cells, (size_t)count * sizeof *larger);
    if (!larger) return;
    row_cells = larger;
    row_capacity = count;
  }
  int stored = 0;
  for (int column = 0; column < count; column++) {
    const screen_cell *cell = &cells[column];
    bool is_wide = column + 1 < count && cells[column + 1].scalar == 0;
    attr_t attributes = (cell->emphasis & SCREEN_BOLD ? A_BOLD : 0) |
                        (cell->emphasis & SCREEN_UNDERLINE ? A_UNDERLINE : 0) |
                        (cell->emphasis & SCREEN_REVERSE ? A_REVERSE : 0);
    wchar_t scalar = (wchar_t)cell->scalar;
    wchar_t mark = unicode && cell->mark && wcwidth((wchar_t)cell->mark) == 0 ? (wchar_t)cell->mark : 0;
    if (scalar == 0) {
      // The right half of nothing.
      set_cell(&row_cells[stored++], L' ', 0, attributes, cell->pair);
      continue;
    }
    bool is_corner = row == getmaxy(stdscr) - 1 && column + 3 >= getmaxx(stdscr);
    bool is_ascii = scalar >= 0x20 && scalar < 0x7f && !is_wide;
    bool is_as_wide = unicode && scalar >= 0x80 && wcwidth(scalar) == (is_wide ? 2 : 1);
    if (is_ascii || (is_as_wide && !(is_wide && is_corner && !corner_takes_wide))) {
      set_cell(&row_cells[stored++], scalar, mark, attributes, cell->pair);
    } else {
      set_cell(&row_cells[stored++], L'?', 0, attributes, cell->pair);
      if (is_wide) set_cell(&row_cells[stored++], L' ', 0, attributes, cell->pair);
    }
    if (is_wide) column++;
  }
  mvadd_wchnstr(row, 0, row_cells, stored);
}

void screen_resize(int height, int width) {
  if (!screen) return;
  resize_term(height, width);
  clearok(curscr, TRUE);
}

// Forgets what ncurses has written up to now.
static void drop_output(void) {
  int descriptor = fileno(memory);
  if (ftruncate(descriptor, 0) == 0) lseek(descriptor, 0, SEEK_SET);
}

void screen_forget(void) {
  if (!screen) return;
  // The bytes that leave come from screen_leaving; ncurses only has to know that it is outside, to enter again.
  endwin();
  drop_output();
  entering = true;
  clearok(curscr, TRUE);
}

static size_t append(uint8_t *bytes, size_t length, size_t capacity, const char *text) {
  size_t count = text ? strlen(text) : 0;
  if (length + count > capacity) return length;
  if (count) memcpy(bytes + length, text, count);
  return length + count;
}

// Appends a capability without its delays: a terminal of today needs none.
static size_t append_capability(uint8_t *bytes, size_t length, size_t capacity, const char *text) {
  while (text && *text) {
    const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
    if (end) {
      text = end + 1;
    } else {
      if (length < capacity) bytes[length++] = (uint8_t)*text;
      text++;
    }
  }
  return length;
}

// Most entries leave the character set of lines with each change of attributes, though nothing here enters it. Takes that out, where
// it is a sequence that can be told from all else, and returns what is left.
static size_t drop_charset(uint8_t *bytes, size_t length) {
  const char *leave = string_capability("rmacs");
  size_t count = leave && leave[0] == '\033' ? strlen(leave) : 0;
  if (count < 2) return length;
  uint8_t *end = bytes + length, *place;
  for (uint8_t *from = bytes; (place = memmem(from, (size_t)(end - from), leave, count)); from = place) {
    memmove(place, place + count, (size_t)(end - place) - count);
    end -= count;
  }
  return (size_t)(end - bytes);
}

size_t screen_frame(int cursor_row, int cursor_column, const uint8_t **bytes) {
  *bytes = NULL;
  if (!screen) return 0;
  leaveok(stdscr, cursor_row < 0);
  if (cursor_row >= 0) move(cursor_row, cursor_column);
  wnoutrefresh(stdscr);
  // It is not seen running over the screen.
  if (cursor_row < 0) curs_set(0);
  doupdate();
  if (cursor_row >= 0) curs_set(1);

  int descriptor = fileno(memory);
  off_t end = lseek(descriptor, 0, SEEK_END);
  size_t drawn = end > 0 ? (size_t)end : 0;
  if (drawn == 0 && !entering) return 0;

  enum { room = 128 };
  if (drawn + room > frame_capacity) {
    uint8_t *larger = realloc(frame, drawn + room);
    if (!larger) return 0;
    frame = larger;
    frame_capacity = drawn + room;
  }
  // Synchronized output where the entry has it: `Sync` takes 1 to begin and 2 to end.
  const char *synchronized = drawn >= synchronized_from ? string_capability("Sync") : NULL;
  size_t length = 0;
  if (synchronized) length = append(frame, length, room / 4, tiparm(synchronized, 1));
  ssize_t count = pread(descriptor, frame + length, drawn, 0);
  drop_output();
  // The first frame leaves the character set of lines, in case that something else has chosen it. Later ones need not.
  if (count > 0) length += entering ? (size_t)count : drop_charset(frame + length, (size_t)count);
  if (entering) length = append(frame, length, frame_capacity, paste_on);
  if (synchronized) length = append(frame, length, frame_capacity, tiparm(synchronized, 2));
  entering = false;
  *bytes = frame;
  return length;
}

size_t screen_leaving(uint8_t *bytes, size_t capacity) {
  if (!screen) return 0;
  size_t length = 0;
  const char *synchronized = string_capability("Sync");
  const char *back = string_capability("rmcup");
  if (synchronized) length = append(bytes, length, capacity, tiparm(synchronized, 2));
  length = append(bytes, length, capacity, paste_off);
  length = append_capability(bytes, length, capacity, string_capability("sgr0"));
  if (colored) length = append_capability(bytes, length, capacity, string_capability("op"));
  // What brings the other screen back may bring a cursor back that was saved while it was hidden.
  if (back) length = append_capability(bytes, length, capacity, back);
  length = append_capability(bytes, length, capacity, string_capability("cnorm"));
  if (back) return length;
  // No other screen to go back to: the shell goes on below the last row, wherever that will be.
  length = append_capability(bytes, length, capacity, tiparm(string_capability("cup"), 998, 0));
  return append(bytes, length, capacity, "\r\n");
}

size_t screen_bell(uint8_t *bytes, size_t capacity) {
  return screen ? append_capability(bytes, 0, capacity, string_capability("bel")) : 0;
}

const char *screen_key(const char *capability) { return screen ? string_capability(capability) : NULL; }
