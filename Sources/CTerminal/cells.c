#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { batch = 256 };

static attr_t attributes_of(const struct ct_cell *cell) {
  static const attr_t bits[] = {A_BOLD, A_DIM, A_ITALIC, A_UNDERLINE, A_REVERSE};
  attr_t attributes = A_NORMAL;
  for (int i = 0; i < 5; i++)
    if (cell->attributes & (1 << i)) attributes |= bits[i];
  return attributes;
}

/// The text of a cell for setcchar; returns how many columns curses will give it.
static int text_of(const struct ct_cell *cell, int ascii, wchar_t text[CCHARW_MAX + 1]) {
  memset(text, 0, (CCHARW_MAX + 1) * sizeof *text);
  wchar_t base = (wchar_t)cell->scalars[0];
  int is_printable = base >= 0x20 && (!ascii || base < 0x7F) && wcwidth(base) == cell->width;
  if (!is_printable) {
    text[0] = ascii ? L'?' : L'\xFFFD';
    return 1;
  }
  text[0] = base;
  for (int i = 1; i < 4 && !ascii && cell->scalars[i]; i++)
    if (wcwidth((wchar_t)cell->scalars[i]) == 0) text[i] = (wchar_t)cell->scalars[i];
  return cell->width;
}

void ct_put_cells(int row, int column, const struct ct_cell *cells, int count, int ascii) {
  cchar_t out[batch + 1];
  wchar_t text[CCHARW_MAX + 1];
  int used = 0, start = column;
  for (int i = 0; i < count; i++) {
    const struct ct_cell *cell = &cells[i];
    if (cell->width == 0) continue;
    int pair = cell->pair;
    attr_t attributes = attributes_of(cell);
    for (int columns = 0; columns < cell->width;) {
      columns += text_of(cell, ascii, text);
      if (setcchar(&out[used], text, attributes, 0, &pair) == OK) used++;
    }
    column += cell->width;
    if (used >= batch - 1) {
      mvwadd_wchnstr(stdscr, row, start, out, used);
      start = column;
      used = 0;
    }
  }
  if (used) mvwadd_wchnstr(stdscr, row, start, out, used);
}

void *ct_standard_window(void) { return stdscr; }

static int is_unset(const char *name) {
  const char *value = getenv(name);
  return !value || !*value;
}

int ct_use_locale(void) {
  int names_none = is_unset("LC_ALL") && is_unset("LC_CTYPE") && is_unset("LANG");
  if (!setlocale(LC_CTYPE, names_none ? "C.UTF-8" : "")) setlocale(LC_CTYPE, "C");
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
