#include "samples.h"

// A split that takes off less is not seen: it moves no colour by more than one step.
static const float least_gain = 3 * SAMPLE_COUNT / 4;

// False: mostly transparent, without colour.
static bool mean_color(part part, uint8_t rgb[3]) {
  if (is_clear(part)) return false;
  lanes mean = part.sum * 255 / part.sum[3] + 0.5f;
  for (int c = 0; c < 3; c++) rgb[c] = (uint8_t)mean[c];
  return true;
}

static symbol_cell colored(const cell_samples *cell, uint8_t symbol, part covered) {
  symbol_cell result = {.symbol = symbol};
  result.clear_foreground = !symbol || !mean_color(covered, result.foreground);
  result.clear_background = !mean_color(samples_beside(cell, covered), result.background);
  return result;
}

static symbol_cell fitted(const cell_samples *cell, const symbol_drawing *drawing) {
  uint8_t symbol = 0;
  part best = {.count = 0};
  float most = least_gain;
  for (uint32_t i = 1; i < drawing->count; i++) {
    part covered = samples_under(cell, drawing->masks[i]);
    float gain = gain_of(cell, covered);
    if (gain <= most) continue;
    most = gain;
    best = covered;
    symbol = (uint8_t)i;
  }
  return colored(cell, symbol, best);
}

void symbols_draw(const symbol_drawing *drawing, symbol_cell *cells) {
  cell_samples cell;
  for (uint32_t row = 0; row < drawing->rows; row++) {
    for (uint32_t column = 0; column < drawing->columns; column++) {
      samples_read(&cell, drawing, column, row);
      *cells++ = fitted(&cell, drawing);
    }
  }
}
