#define _GNU_SOURCE
#include "CTerminal.h"
#include <locale.h>
#include <pthread.h>
#include <wchar.h>

static locale_t utf8_locale;

static void open_utf8_locale(void) {
  static const char *const names[] = {"C.UTF-8", "en_US.UTF-8", "UTF-8"};
  for (unsigned i = 0; i < sizeof names / sizeof *names && !utf8_locale; i++)
    utf8_locale = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
}

struct range {
  uint32_t first, last;
};

static int is_in(uint32_t scalar, const struct range *ranges, unsigned count) {
  for (unsigned i = 0; i < count; i++)
    if (scalar >= ranges[i].first && scalar <= ranges[i].last) return 1;
  return 0;
}

/// For systems without any UTF-8 locale: the large blocks of Unicode's EastAsianWidth.txt (W, F)
/// and of its combining marks.
static int width_by_table(uint32_t scalar) {
  static const struct range none[] = {
      {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5BD},   {0x610, 0x61A},
      {0x64B, 0x65F},   {0x1160, 0x11FF}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
      {0x200B, 0x200F}, {0x20D0, 0x20F0}, {0x302A, 0x302D}, {0x3099, 0x309A},
      {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0x1D242, 0x1D244}, {0xE0100, 0xE01EF},
  };
  static const struct range wide[] = {
      {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2E80, 0x303E},
      {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
      {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
      {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
      {0x20000, 0x3FFFD},
  };
  if (scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0)) return -1;
  if (is_in(scalar, none, sizeof none / sizeof *none)) return 0;
  return is_in(scalar, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

int ct_width(uint32_t scalar) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_utf8_locale);
  if (!utf8_locale) return width_by_table(scalar);
  locale_t previous = uselocale(utf8_locale);
  int width = wcwidth((wchar_t)scalar);
  uselocale(previous);
  return width;
}
