// Which characters look like a picture: for each cell of 8×8 samples a symbol and its two colours;
// and which colour of a terminal's palette is nearest to one.
// Without global state: the same samples give the same cells, on any thread.
#ifndef CSYMBOLS_H
#define CSYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#define SYMBOL_SIDE 8

typedef enum {
  SYMBOL_COLORS_FIXED,  // 16…255 of xterm's palette, the numbers that no user redefines
  SYMBOL_COLORS_NAMED,  // 0…15
  SYMBOL_COLORS_INK,    // none: what a symbol covers is white, what it leaves is black
} symbol_palette;

// One drawing. Bit 8·y + x of a mask says whether the symbol covers that sample. The first mask is
// empty: a blank, for cells of one colour. A full one makes sense as ink only.
typedef struct {
  const uint8_t *rgba;  // 8·columns × 8·rows samples, straight alpha
  uint32_t columns, rows;
  const uint64_t *masks;
  uint32_t count;         // 1…256
  uint32_t grains;        // as many masks after the first may mix colours that are too few
  bool is_opaque;         // whether transparent samples show what is behind
  uint8_t behind[3];      // red, green, blue
  bool is_dark_on_light;  // whether ink is dark
} symbol_drawing;

typedef struct {
  uint8_t symbol;                           // number of the mask
  bool clear_foreground, clear_background;  // mostly transparent: no colour
  uint8_t foreground[3], background[3];     // red, green, blue; or only a number of the palette
} symbol_cell;

// Both write columns·rows cells. Any colour: each part of a cell has its mean.
void symbols_draw(const symbol_drawing *drawing, symbol_cell *cells);
// Few colours: what a cell is off is made up for by its neighbours. False: out of memory.
bool symbols_draw_diffused(
  const symbol_drawing *drawing, symbol_palette palette, symbol_cell *cells);

// xterm's standard palette: red, green and blue of a number.
void palette_color(uint8_t number, uint8_t rgb[3]);
// The colour of 16…255 that looks nearest, and that of 0…15.
uint8_t palette_nearest_fixed(uint8_t red, uint8_t green, uint8_t blue);
uint8_t palette_nearest_named(uint8_t red, uint8_t green, uint8_t blue);

#endif
