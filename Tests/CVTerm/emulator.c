#include "CVTerm.h"

#include <stdlib.h>
#include <string.h>

#include <vterm.h>

struct emulator {
  VTerm *terminal;
  VTermScreen *screen;
  bool cursor_is_visible;
  bool is_alternate;
  int bells;
};

static int set_property(VTermProp property, VTermValue *value, void *user) {
  emulator *self = user;
  if (property == VTERM_PROP_CURSORVISIBLE) self->cursor_is_visible = value->boolean;
  if (property == VTERM_PROP_ALTSCREEN) self->is_alternate = value->boolean;
  return 1;
}

static int ring(void *user) {
  ((emulator *)user)->bells++;
  return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = set_property, .bell = ring};

emulator *emulator_new(int rows, int columns) {
  emulator *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->cursor_is_visible = true;
  self->terminal = vterm_new(rows, columns);
  vterm_set_utf8(self->terminal, 1);
  self->screen = vterm_obtain_screen(self->terminal);
  vterm_screen_set_callbacks(self->screen, &callbacks, self);
  vterm_screen_enable_altscreen(self->screen, 1);
  vterm_screen_reset(self->screen, 1);
  return self;
}

void emulator_free(emulator *self) {
  vterm_free(self->terminal);
  free(self);
}

void emulator_resize(emulator *self, int rows, int columns) { vterm_set_size(self->terminal, rows, columns); }

void emulator_write(emulator *self, const uint8_t *bytes, size_t length) {
  vterm_input_write(self->terminal, (const char *)bytes, length);
}

size_t emulator_answers(emulator *self, uint8_t *bytes, size_t capacity) {
  return vterm_output_read(self->terminal, (char *)bytes, capacity);
}

static emulator_color color(const VTermColor *value) {
  emulator_color color = {.kind = EMULATOR_OWN_COLOR};
  if (VTERM_COLOR_IS_DEFAULT_FG(value) || VTERM_COLOR_IS_DEFAULT_BG(value)) return color;
  if (VTERM_COLOR_IS_INDEXED(value)) {
    color.kind = EMULATOR_PALETTE;
    color.number = value->indexed.idx;
  } else {
    color.kind = EMULATOR_RGB;
    color.red = value->rgb.red;
    color.green = value->rgb.green;
    color.blue = value->rgb.blue;
  }
  return color;
}

void emulator_get_cell(emulator *self, int row, int column, emulator_cell *cell) {
  VTermScreenCell found;
  memset(&found, 0, sizeof found);
  vterm_screen_get_cell(self->screen, (VTermPos){.row = row, .col = column}, &found);
  memset(cell, 0, sizeof *cell);
  for (int index = 0; index < 6 && index < VTERM_MAX_CHARS_PER_CELL; index++) {
    cell->scalars[index] = found.chars[index];
    if (found.chars[index] == 0) break;
  }
  cell->width = found.width;
  cell->is_bold = found.attrs.bold;
  cell->is_underlined = found.attrs.underline != 0;
  cell->is_reverse = found.attrs.reverse;
  cell->foreground = color(&found.fg);
  cell->background = color(&found.bg);
}

void emulator_get_cursor(emulator *self, int *row, int *column) {
  VTermPos position;
  vterm_state_get_cursorpos(vterm_obtain_state(self->terminal), &position);
  *row = position.row;
  *column = position.col;
}

bool emulator_cursor_is_visible(emulator *self) { return self->cursor_is_visible; }

bool emulator_is_alternate(emulator *self) { return self->is_alternate; }

int emulator_bells(emulator *self) { return self->bells; }
