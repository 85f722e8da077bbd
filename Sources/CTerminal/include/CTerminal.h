// What Swift cannot say to C by itself: widths, bulk cell output, signals, the guardian
// process, the main queue.
#ifndef CTERMINAL_H
#define CTERMINAL_H
#include <stddef.h>
#include <stdint.h>

/// Columns of a Unicode scalar, 0 to 2, or -1 when it cannot be printed; independent of the
/// process's locale.
int ct_width(uint32_t scalar);

/// One character for ct_put_cells. Attribute bits: 1 bold, 2 dim, 4 italic, 8 underline, 16 reverse.
struct ct_cell {
  uint32_t scalars[4]; // base and combining ones, 0 = none
  int32_t pair;        // colour pair
  uint8_t width;       // 1, 2, or 0 for the right half of a wide one
  uint8_t attributes;
};

/// Puts cells side by side into the standard window of the current curses screen. What the
/// process's locale cannot print becomes U+FFFD or, if `ascii` is not 0, question marks.
void ct_put_cells(int row, int column, const struct ct_cell *cells, int count, int ascii);

/// The standard window (a WINDOW *) of the current curses screen: Swift refuses the global.
void *ct_standard_window(void);

/// Takes up the environment's locale for characters, or C.UTF-8 when the environment names none.
/// Returns 1 when characters are UTF-8 now.
int ct_use_locale(void);

/// Catches these signals: each writes its number as one byte into a pipe. Returns the pipe's end to
/// read, or -1 when they are caught already or there is no pipe.
int ct_signals_open(const int *signals, int count);

/// Restores what the signals did before, and closes the pipe. Where the terminal is gone, SIGHUP
/// does nothing from here on: its end comes several times (from the kernel, a guardian, a shell), and
/// work that goes on after the first must survive the others.
void ct_signals_close(int has_hung_up);

/// A descriptor that can be read when the main queue has work. For the process's first thread only.
int ct_main_queue_descriptor(void);

/// Does the work that the main queue has. For the process's first thread only.
void ct_main_queue_serve(void);

/// Stops the process group as Ctrl-Z at a shell does; returns when the program goes on.
void ct_stop(void);

/// Forks. The caller goes on in the child (1), or in this process (0) when there is no terminal to
/// guard; the parent guards the terminal and exits with the child's status. To be called before any
/// thread is started. `log_path` is named when the child ends abnormally; it may be NULL.
int ct_guard_start(const char *log_path);

/// Gives the guardian what to write to the terminal before it restores it: what frees the memory
/// that the program takes up there. More than 16384 bytes are cut to none.
void ct_guard_set_farewell(const uint8_t *bytes, size_t count);

/// Tells the guardian whether the terminal is in a state to be restored.
void ct_guard_set_dirty(int dirty);

/// Lets the guardian exit with status 0, and goes on in a session of its own, without terminal.
void ct_guard_release(void);

/// Lets the other threads of the program go before the calling one, from now on.
void ct_thread_give_way(void);

/// Lets the calling thread have a core as soon as it wakes, for a short slice of time at once.
void ct_thread_go_first(void);

#endif
