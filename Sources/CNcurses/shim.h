// The wide-character ncurses API: without NCURSES_WIDECHAR, cchar_t and setcchar do not exist.
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
